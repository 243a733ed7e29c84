// A press of a button or menu entry: acknowledged, parsed, handed to one piece of work, answered privately.
import type { BlockAction, Middleware, RespondFn, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { type Message, messageIdOf } from './blocks/message.ts';
import { noticeModal } from './blocks/modals.ts';
import { answering, privateWords, type Reply, type SlackContext } from './context.ts';
import { type OpenModal, open, openView } from './loading-view.ts';
import type { Words } from './words/words.ts';

export type PressListener = Middleware<SlackActionMiddlewareArgs<BlockAction>>;

export interface Press {
  personId: string;
  /** `null` on the Home tab. */
  channelId: string | null;
  /** Set where the message stands in a thread. */
  threadTs: string | null;
  /** Our own message's id; `null` for private answers and views. */
  messageId: string | null;
  /** The button's value, the chosen entry's, or what was written. */
  value: string;
  /** Of a choice of several. */
  values: string[];
  /** What the view was given to remember. */
  metadata: string;
  triggerId: string;
  /** On the Home tab there is no message to answer to. */
  onHome: boolean;
  /** Nor is there in a modal. */
  inModal: boolean;
}

/** What comes back: nothing, a new private message, or one in place of the private message that was pressed. */
export type Answer = Message | { instead: Message } | null;

const id = z.string().min(1);
const option = z.object({ value: z.string() });
const schema = z.object({
  user: z.object({ id }),
  channel: z.object({ id }).nullish(),
  message: z
    .object({
      ts: id,
      thread_ts: id.optional(),
      blocks: z.array(z.object({ block_id: z.string().optional() })).optional(),
    })
    .nullish(),
  view: z.object({ type: z.string(), private_metadata: z.string().optional() }).nullish(),
  trigger_id: id,
  actions: z.tuple(
    [
      z.object({
        // Slack sends null for a field that was emptied.
        value: z.string().nullish(),
        selected_option: option.nullish(),
        selected_options: z.array(option).nullish(),
      }),
    ],
    z.unknown(),
  ),
});

/** Articles and PoCs are pressed by number. */
export const numberValue = z.coerce.number().int().positive();

function readPress(body: unknown): Press {
  const parsed = schema.parse(body);
  const [action] = parsed.actions;
  const { message } = parsed;
  return {
    personId: parsed.user.id,
    channelId: parsed.channel?.id ?? null,
    threadTs: message?.thread_ts && message.thread_ts !== message.ts ? message.thread_ts : null,
    messageId: messageIdOf(message?.blocks),
    value: action.selected_option?.value ?? action.value ?? '',
    values: action.selected_options?.map((chosen) => chosen.value) ?? [],
    metadata: parsed.view?.private_metadata ?? '',
    triggerId: parsed.trigger_id,
    onHome: parsed.view?.type === 'home',
    inModal: parsed.view?.type === 'modal',
  };
}

/** `what` names the press in the log. */
export function onPress(
  context: SlackContext,
  what: string,
  work: (press: Press, client: WebClient, words: Words) => Promise<Answer>,
): PressListener {
  return async ({ ack, body, respond, client }) => {
    await ack();
    const press = readPress(body);
    let replace = false;
    const words = await privateWords(context, press);
    await answering(
      context,
      { what, asking: press },
      replyTo(context, { what, press, respond, client, words, replace: () => replace }),
      async () => {
        const answer = await work(press, client, words);
        if (answer === null || !('instead' in answer)) return answer;
        replace = true;
        return answer.instead;
      },
    );
  };
}

/** A button that opens a modal. */
export function onOpen(context: SlackContext, modal: OpenModal): PressListener {
  return async ({ ack, body, client }) => {
    await ack();
    await open(context, client, modal, readPress(body));
  };
}

function replyTo(
  context: SlackContext,
  {
    what,
    press,
    respond,
    client,
    words,
    replace,
  }: {
    what: string;
    press: Press;
    respond: RespondFn;
    client: WebClient;
    words: Words;
    replace: () => boolean;
  },
): Reply {
  if (press.onHome) {
    return async (message) => {
      const view = noticeModal(message, words);
      await openView(context, client, { what, asking: press, triggerId: press.triggerId, view }, words);
    };
  }
  if (press.inModal) {
    return async (message) => {
      await client.views.push({ trigger_id: press.triggerId, view: noticeModal(message, words) });
    };
  }
  return async (message) => {
    await respond({
      ...message,
      response_type: 'ephemeral',
      replace_original: replace(),
      ...(press.threadTs ? { thread_ts: press.threadTs } : {}),
    });
  };
}
