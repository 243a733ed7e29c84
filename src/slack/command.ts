// The slash command, and the same words said to the app in a channel (@discuss-ai top).
import type { Middleware, SlackCommandMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { z } from 'zod';
import { sentence } from './blocks/message.ts';
import { parseCommand } from './command-words.ts';
import { answering, ephemeral, type SlackContext } from './context.ts';
import { linksOf } from './links.ts';
import { open } from './loading-view.ts';
import { modalOf } from './modal-verbs.ts';
import { isFirstDelivery } from './once.ts';
import { answerWords } from './rate-answer.ts';
import { asksForFile, personMessage, takeLinks } from './share-link.ts';
import { isAboutSource } from './spoken-words.ts';

const id = z.string().min(1);
const slash = z.object({ text: z.string().default(''), user_id: id, channel_id: id, trigger_id: id });
const mention = z.object({ event_id: id, team_id: id.optional(), event: personMessage });

export function onCommand(context: SlackContext): Middleware<SlackCommandMiddlewareArgs> {
  return async ({ ack, body, respond, client }) => {
    await ack();
    const asked = slash.parse(body);
    const reply = async (message: Parameters<typeof respond>[0] & object) => {
      await respond({ ...message, response_type: 'ephemeral' });
    };
    const who = { personId: asked.user_id, channelId: asked.channel_id, threadTs: null };
    const modal = modalOf(parseCommand(asked.text));
    if (modal) return await open(context, client, modal, { ...who, triggerId: asked.trigger_id });
    await answering(context, { what: 'slash-command', asking: who }, reply, (words) =>
      answerWords(context, asked.text, { ...who, place: 'command' }, words),
    );
  };
}

/**
 * Answers so that only the one who asked sees it, in the thread where it was asked; a question about what was shared in
 * one of the app's channels so that all see it, since others have it too.
 */
export function onMention(context: SlackContext): Middleware<SlackEventMiddlewareArgs<'app_mention'>> {
  return async ({ body, client }) => {
    const parsed = mention.safeParse(body);
    // Bots mention each other for ever.
    if (!parsed.success) return;
    const { event_id: eventId, team_id: teamId = null, event } = parsed.data;
    const ours = context.deps.channels.some((channel) => channel.id === event.channel);
    // The link is answered in the thread, also where the channel wants no answers to links: here one was asked for.
    if (ours && linksOf(event).length > 0 && !isAboutSource(event)) {
      return await takeLinks(context, event, eventId, true);
    }
    if (!(await isFirstDelivery(context, eventId))) return;
    // A question asked in the channel itself begins a thread.
    const threadTs = event.thread_ts ?? event.ts;
    const who = { personId: event.user, channelId: event.channel, threadTs };
    const thread = ours ? { client, threadTs, teamId } : null;
    const reply = ephemeral(client, { ...who, threadTs: event.thread_ts ?? null });
    await answering(context, { what: 'mention', asking: who }, reply, async (words) =>
      asksForFile(event)
        ? sentence(words.answers.filesNotRead)
        : await answerWords(context, event.text ?? '', { ...who, place: 'mention', thread }, words),
    );
  };
}
