// "Wrong" in a card's menu: a modal asks what is wrong, and its answer takes the summary back.
import type { Middleware, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { markWrong } from '../pipeline/mark-wrong.ts';
import { sentence } from './blocks/message.ts';
import { markWrongModal, readMarkWrong } from './blocks/wrong-summary.ts';
import { answering, channelOfAsker, ephemeral, type SlackContext } from './context.ts';
import { openView } from './loading-view.ts';
import type { Press } from './press.ts';
import type { Words } from './words/words.ts';

/** Needs nothing that would have to be looked up: the modal opens within the trigger's three seconds. */
export async function openMarkWrong(
  context: SlackContext,
  client: WebClient,
  press: Press,
  asked: { articleId: number; words: Words },
): Promise<null> {
  const channelId = (await channelOfAsker(context.deps, press))?.id ?? '';
  const view = markWrongModal({ articleId: asked.articleId, channelId }, asked.words);
  await openView(
    context,
    client,
    { what: 'mark-wrong', asking: press, triggerId: press.triggerId, view },
    asked.words,
  );
  return null;
}

export function onMarkedWrong(context: SlackContext): Middleware<SlackViewMiddlewareArgs<ViewSubmitAction>> {
  return async ({ ack, body, view, client }) => {
    await ack();
    const marked = readMarkWrong(view);
    const personId = body.user.id;
    const { channelId } = marked;
    const reply = ephemeral(client, { channelId, personId, threadTs: null });
    await answering(
      context,
      { what: 'mark-wrong', asking: { personId, channelId } },
      reply,
      async (words) => {
        const { kind } = await markWrong(context.deps, { ...marked, personId });
        return sentence(kind === 'unknown' ? words.answers.unknownArticle : words.wrong.answers[kind]);
      },
    );
  };
}
