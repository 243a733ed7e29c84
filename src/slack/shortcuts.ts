// The two entries that the app has in the menu of every message: Summarise, for one's own eyes, and Add.
import type { Middleware, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { z } from 'zod';
import { addLink } from '../pipeline/add-link.ts';
import { addressOf, listSummaries, summariseLinks } from '../pipeline/summarise-links.ts';
import { addedLinksMessage } from './blocks/added-link.ts';
import { type Message, sentence } from './blocks/message.ts';
import { noticeModal } from './blocks/modals.ts';
import { readSummaryMetadata, summariesModal } from './blocks/private-summary.ts';
import { answering, channelOfAsker, privateWords, type SlackContext } from './context.ts';
import { linksOf } from './links.ts';
import { fill, openFilled } from './loading-view.ts';
import { numberValue, onPress, type PressListener } from './press.ts';
import type { Words } from './words/words.ts';

export type ShortcutListener = Middleware<SlackShortcutMiddlewareArgs>;

const id = z.string().min(1);
const shortcut = z
  .object({
    user: z.object({ id }),
    channel: z.object({ id }),
    trigger_id: id,
    message: z.object({
      text: z.string().optional(),
      blocks: z.array(z.unknown()).optional(),
      files: z.array(z.unknown()).optional(),
    }),
  })
  .transform(({ user, channel, trigger_id, message }) => ({
    personId: user.id,
    channelId: channel.id,
    triggerId: trigger_id,
    urls: linksOf(message),
    hasFiles: (message.files ?? []).length > 0,
  }));

export function onSummarise(context: SlackContext): ShortcutListener {
  return async ({ ack, body, client }) => {
    await ack();
    const { urls, hasFiles, triggerId, ...asking } = shortcut.parse(body);
    const title = ({ shortcuts }: { shortcuts: { summaryTitle: string } }) => shortcuts.summaryTitle;
    await openFilled(context, client, { what: 'summarise', asking, triggerId, title }, async (words) => {
      const profile = await channelOfAsker(context.deps, asking);
      if (!profile) return noticeModal(sentence(words.answers.noChannel), words);
      const { personId } = asking;
      const summaries = await summariseLinks(context.deps, { channelId: profile.id, personId, urls });
      if (summaries.length === 0) return noticeModal(noLink(hasFiles, words), words);
      const articleIds = summaries.map((one) => (one.kind === 'reply' ? one.card.articleId : one.articleId));
      const asked = { channelId: profile.id, channelName: profile.name, articleIds, shared: [] };
      return summariesModal(summaries, asked, words);
    });
  };
}

function noLink(hasFiles: boolean, { answers, shortcuts }: Words): Message {
  return sentence(hasFiles ? answers.filesNotRead : shortcuts.noLink);
}

/** "Share to the channel", in the modal: its card is posted there, and the modal says so in the button's place. */
export function onShareSummary(context: SlackContext): PressListener {
  const pressed = z.object({
    user: z.object({ id }),
    view: z.object({ id, hash: id, private_metadata: z.string() }),
    actions: z.tuple([z.object({ value: z.string() })]),
  });
  const inMessage = onPress(context, 'share-summary', async (press, _client, words) => {
    const profile = await channelOfAsker(context.deps, press);
    if (!profile) return sentence(words.answers.noChannel);
    await shareArticle(context, profile.id, press.personId, numberValue.parse(press.value));
    return sentence(words.shortcuts.sharedIn(profile.name));
  });
  return async (args) => {
    const { ack, body, client } = args;
    if (!('view' in body)) return await inMessage(args);
    await ack();
    const { user, view, actions } = pressed.parse(body);
    const { deps } = context;
    const asked = readSummaryMetadata(view);
    const articleId = numberValue.parse(actions[0].value);
    const words = await privateWords(context, { personId: user.id, channelId: asked.channelId });
    await fill(context, client, view, { what: 'share-summary', words }, async () => {
      const summaries = await listSummaries(deps, asked.channelId, asked.articleIds);
      await shareArticle(context, asked.channelId, user.id, articleId);
      const shared = [...asked.shared, articleId];
      const channelName = deps.channels.find(({ id }) => id === asked.channelId)?.name ?? '';
      return summariesModal(summaries, { ...asked, shared, channelName }, words);
    });
  };
}

async function shareArticle(
  { deps }: SlackContext,
  channelId: string,
  personId: string,
  articleId: number,
): Promise<void> {
  const url = await addressOf(deps, articleId);
  if (url) await addLink(deps, { channelId, personId, url });
}

export function onAddArticle(context: SlackContext): ShortcutListener {
  return async ({ ack, body, respond }) => {
    await ack();
    const { urls, hasFiles, personId, channelId } = shortcut.parse(body);
    const reply = async (message: Message) => {
      await respond({ ...message, response_type: 'ephemeral', replace_original: false });
    };
    await answering(
      context,
      { what: 'add-article', asking: { personId, channelId } },
      reply,
      async (words) => {
        const profile = await channelOfAsker(context.deps, { personId, channelId });
        if (!profile) return sentence(words.answers.noChannel);
        if (urls.length === 0) return noLink(hasFiles, words);
        const outcomes = [];
        for (const url of urls) {
          outcomes.push(await addLink(context.deps, { channelId: profile.id, personId, url }));
        }
        return addedLinksMessage(outcomes, profile.name, words);
      },
    );
  };
}
