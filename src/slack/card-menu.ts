// A card's menu: less like this (and why not), why it is here, and what is wrong with its summary.
import type { Middleware, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { FeedbackReason } from '../domain/feedback.ts';
import { explainCard } from '../pipeline/find-articles.ts';
import { feedbackChoices, lessLikeThis } from '../pipeline/give-feedback.ts';
import { MENU } from './blocks/actions.ts';
import { explanationMessage } from './blocks/lists.ts';
import { type Message, sentence } from './blocks/message.ts';
import { lessLikeThisModal, meaningOf, noticeModal, readLessLikeThis } from './blocks/modals.ts';
import { answering, channelOfAsker, ephemeral, type SlackContext } from './context.ts';
import { openFilled } from './loading-view.ts';
import { openMarkWrong } from './mark-wrong.ts';
import { numberValue, onPress, type Press, type PressListener } from './press.ts';
import type { Words } from './words/words.ts';

const entry = z.templateLiteral([z.enum([MENU.less, MENU.why, MENU.wrong]), ':', z.string()]);

export function onCardMenu(context: SlackContext): PressListener {
  return onPress(context, 'card-menu', async (press, client, words) => {
    const [chosen, number] = entry.parse(press.value).split(':');
    const articleId = numberValue.parse(number);
    if (chosen === MENU.less) return await openLess(context, client, press, articleId);
    if (chosen === MENU.wrong) return await openMarkWrong(context, client, press, { articleId, words });
    const channelId = (await channelOfAsker(context.deps, press))?.id ?? '';
    const explained = await explainCard(context.deps, { articleId, channelId });
    return explained ? explanationMessage(explained, words) : sentence(words.answers.unknownArticle);
  });
}

async function openLess(
  context: SlackContext,
  client: WebClient,
  press: Press,
  articleId: number,
): Promise<null> {
  const { deps } = context;
  const title = (words: Words) => words.modals.lessTitle;
  const request = { what: 'less-like-this', asking: press, triggerId: press.triggerId, title };
  await openFilled(context, client, request, async (words) => {
    const channelId = (await channelOfAsker(deps, press))?.id ?? '';
    const about = await feedbackChoices(deps, { articleId, channelId });
    if (!about) return noticeModal(sentence(words.answers.unknownArticle), words);
    return lessLikeThisModal({ articleId, channelId }, about, words);
  });
  return null;
}

export function onLessLikeThis(context: SlackContext): Middleware<SlackViewMiddlewareArgs<ViewSubmitAction>> {
  return async ({ ack, body, view, client }) => {
    await ack();
    const { articleId, channelId, reason } = readLessLikeThis(view);
    const personId = body.user.id;
    const reply = ephemeral(client, { channelId, personId, threadTs: null });
    const request = { what: 'less-like-this', asking: { personId, channelId } };
    await answering(context, request, reply, async (words) =>
      noted(await lessLikeThis(context.deps, { articleId, channelId, personId, reason }), reason, words),
    );
  };
}

/** Says what the reason changes; without one, it is the source. */
function noted(
  outcome: Awaited<ReturnType<typeof lessLikeThis>>,
  reason: FeedbackReason | null,
  words: Words,
): Message {
  if (outcome.kind === 'unknown') return sentence(words.answers.unknownArticle);
  return sentence(words.answers.noted(meaningOf(reason ?? 'source', outcome, words)));
}
