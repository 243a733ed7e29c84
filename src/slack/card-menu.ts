// A card's menu: less like this (and why not), and why it is here.
import type { Middleware, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { explainCard } from '../pipeline/find-articles.ts';
import { lessLikeThis } from '../pipeline/give-feedback.ts';
import { MENU } from './blocks/actions.ts';
import { explanationMessage } from './blocks/lists.ts';
import { type Message, sentence } from './blocks/message.ts';
import { lessLikeThisModal, readLessLikeThis } from './blocks/modals.ts';
import { answering, ephemeral, profileFor, type SlackContext } from './context.ts';
import { numberValue, onPress, type Press, type PressListener } from './press.ts';
import type { Words } from './words/words.ts';

const entry = z.templateLiteral([z.enum([MENU.less, MENU.why]), ':', z.string()]);

export function onCardMenu(context: SlackContext): PressListener {
  return onPress(context, 'card-menu', async (press, client, words) => {
    const [chosen, number] = entry.parse(press.value).split(':');
    const articleId = numberValue.parse(number);
    if (chosen === MENU.less) return await openLess(client, press, articleId, words);
    const channelId = profileFor(context.deps, press.channelId ?? '')?.id ?? '';
    const explained = await explainCard(context.deps, { articleId, channelId });
    return explained ? explanationMessage(explained, words) : sentence(words.answers.unknownArticle);
  });
}

/** A trigger lives three seconds: the modal needs nothing that would have to be looked up first. */
async function openLess(client: WebClient, press: Press, articleId: number, words: Words): Promise<null> {
  const view = lessLikeThisModal({ articleId, channelId: press.channelId ?? '' }, words);
  await client.views.open({ trigger_id: press.triggerId, view });
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
      noted(await lessLikeThis(context.deps, { articleId, personId, reason }), words),
    );
  };
}

function noted(outcome: Awaited<ReturnType<typeof lessLikeThis>>, { answers }: Words): Message {
  if (outcome.kind === 'unknown') return sentence(answers.unknownArticle);
  return sentence(answers.noted(outcome.sourceName, outcome.topics));
}
