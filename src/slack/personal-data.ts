// Forget me, after it was asked twice, and a person's own data as a file.
import { exportPerson } from '../pipeline/export-person.ts';
import { forgetPerson } from '../pipeline/forget-person.ts';
import type { Message } from './blocks/message.ts';
import { exportedMessage, forgottenMessage } from './blocks/personal-data.ts';
import type { SlackContext } from './context.ts';
import { onPress, type PressListener } from './press.ts';
import type { Words } from './words/words.ts';

export function onForgetMe(context: SlackContext): PressListener {
  return onPress(context, 'forget-me', async (press, _client, words) => {
    const rows = await forgetPerson(context.deps, press.personId);
    return { instead: forgottenMessage(rows, words) };
  });
}

/** The file goes to the person's direct messages, wherever it was asked for. */
export async function answerExport({ deps }: SlackContext, personId: string, words: Words): Promise<Message> {
  return exportedMessage(await exportPerson(deps, personId), words);
}
