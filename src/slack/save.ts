// The Save button on cards, and Remove in a person's list.
import { listSaves, saveArticle } from '../pipeline/save-article.ts';
import { savesMessage } from './blocks/lists.ts';
import { sentence } from './blocks/message.ts';
import type { SlackContext } from './context.ts';
import { publishHome } from './home.ts';
import { numberValue, onPress, type PressListener } from './press.ts';

export function onSave(context: SlackContext): PressListener {
  return onPress(context, 'save', async (press, client, words) => {
    const { deps } = context;
    const { personId } = press;
    const { kind } = await saveArticle(deps, { articleId: numberValue.parse(press.value), personId });
    if (press.onHome) {
      await publishHome(context, client, press);
      return null;
    }
    if (kind === 'unknown') return sentence(words.answers.unknownArticle);
    // A press inside the private list: the list itself shows what changed.
    if (press.messageId === null && !press.inModal) {
      return { instead: savesMessage(await listSaves(deps, { personId, language: words.language }), words) };
    }
    const { saved, unsaved } = words.answers;
    return sentence(kind === 'saved' ? saved(context.command) : unsaved);
  });
}
