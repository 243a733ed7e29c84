// Every message event, sorted: links in a channel, edited and deleted messages, words to the app in its direct message.
// Whatever bots write and edit (this one too) goes by: answering it would make loops.
import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import { z } from 'zod';
import { sentence } from './blocks/message.ts';
import { answering, type SlackContext } from './context.ts';
import { isFirstDelivery } from './once.ts';
import { answerDirectMessage } from './publisher.ts';
import { answerWords } from './rate-answer.ts';
import { asksForFile, forgetDeleted, personMessage, takeEdit, takeLinks } from './share-link.ts';
import { isAboutSource } from './spoken-words.ts';

const envelope = z.object({ event_id: z.string().min(1) });

export function onMessage(context: SlackContext): Middleware<SlackEventMiddlewareArgs<'message'>> {
  return async ({ body, event, client, context: { botUserId } }) => {
    const isOurs = context.deps.channels.some((channel) => channel.id === event.channel);
    const { event_id: eventId } = envelope.parse(body);
    if (isOurs && (await forgetDeleted(context, event, eventId))) return;
    if (isOurs && (await takeEdit(context, event, eventId))) return;
    const parsed = personMessage.safeParse(event);
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.channel_type === 'im') {
      if (!(await isFirstDelivery(context, eventId))) return;
      const reply = (answer: Parameters<typeof answerDirectMessage>[2]) =>
        answerDirectMessage(client, message.channel, answer);
      const threadTs = message.thread_ts ?? null;
      const thread = { client, threadTs: message.thread_ts ?? message.ts, teamId: null };
      const who = { personId: message.user, channelId: message.channel, threadTs };
      await answering(context, { what: 'direct-message', asking: who }, reply, async (words) =>
        asksForFile(message)
          ? sentence(words.answers.filesNotRead)
          : await answerWords(context, message.text ?? '', { ...who, place: 'direct', thread }, words),
      );
    } else if (isOurs && !(message.text?.includes(`<@${botUserId}>`) && isAboutSource(message))) {
      await takeLinks(context, message, eventId);
    }
  };
}
