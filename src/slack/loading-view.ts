// Modals that need a look first: they open at once, within the trigger's three seconds, say that they are being
// filled, and are then updated, unless the person has closed or changed them in the meantime.
import { setTimeout as delay } from 'node:timers/promises';
import type { Middleware, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { sentence } from './blocks/message.ts';
import { loadingModal, noticeModal } from './blocks/modals.ts';
import { type Asking, channelOfAsker, ephemeral, privateWords, type SlackContext } from './context.ts';
import { answerDirectMessage } from './publisher.ts';
import { faultOf, refusal } from './slack-fault.ts';
import { type Words, wordsFor } from './words/words.ts';

/** A view as it was when we last saw it: `hash` keeps a late update from undoing what came between. */
interface Seen {
  id: string;
  hash?: string;
}

export interface ViewRequest {
  /** Names the request in the log. */
  what: string;
  asking: Asking;
  triggerId: string;
  title: (words: Words) => string;
}

/** Opens the modal, fills it with what `work` answers, and says so in it when the work fails. */
export async function openFilled(
  context: SlackContext,
  client: WebClient,
  { what, asking, triggerId, title }: ViewRequest,
  work: (words: Words) => Promise<ModalView>,
): Promise<void> {
  const words = await privateWords(context, asking);
  const view = loadingModal(title(words), words);
  const opened = await openView(context, client, { what, asking, triggerId, view }, words);
  if (!opened) return;
  const { id, hash } = opened;
  await fill(context, client, { id, ...(hash ? { hash } : {}) }, { what, words }, work);
}

/** Slack was asked too late, or too often, for the trigger's three seconds. */
const LATE = new Set(['expired_trigger_id', 'exchanged_trigger_id', 'trigger_expired', 'trigger_exchanged']);

/** `null` where it could not be opened in time: the person is told so, and the trigger is spent. */
export async function openView(
  { deps }: SlackContext,
  client: WebClient,
  { what, asking, triggerId, view }: Pick<ViewRequest, 'what' | 'asking' | 'triggerId'> & { view: ModalView },
  words: Words,
): Promise<Seen | null> {
  try {
    const { id, hash } = (await client.views.open({ trigger_id: triggerId, view })).view ?? {};
    if (!id) throw new Error('Slack opened a view without an id');
    return { id, ...(hash ? { hash } : {}) };
  } catch (error) {
    const fault = faultOf(error, 'views.open', false);
    const code = refusal(fault);
    if (code !== null && !LATE.has(code)) throw fault;
    deps.log.warn(
      { err: fault, what },
      'Slack did not open a view in time; the person is asked to try again',
    );
    const { channelId, personId } = asking;
    const message = sentence(words.answers.notOpened);
    if (channelId) await ephemeral(client, { channelId, personId, threadTs: null })(message);
    else await answerDirectMessage(client, await deps.publisher.directChannel(personId), message);
    return null;
  }
}

/** Puts what `work` answers into a view that is open. */
export async function fill(
  context: SlackContext,
  client: WebClient,
  seen: Seen,
  { what, words }: { what: string; words: Words },
  work: (words: Words) => Promise<ModalView>,
): Promise<void> {
  let view: ModalView;
  try {
    view = await work(words);
  } catch (error) {
    context.deps.log.error({ err: error, what }, 'a request from Slack failed');
    view = noticeModal(sentence(words.answers.failed), words);
  }
  await show(context, client, seen, what, view);
}

async function show(
  { deps }: SlackContext,
  client: WebClient,
  { id, hash }: Seen,
  what: string,
  view: ModalView,
): Promise<void> {
  try {
    await client.views.update({ view_id: id, view, ...(hash ? { hash } : {}) });
  } catch (error) {
    const fault = faultOf(error, 'views.update', false);
    const code = refusal(fault);
    if (code !== 'not_found' && code !== 'hash_conflict') throw fault;
    deps.log.debug({ what, code }, 'The view was closed or changed before it was filled');
  }
}

/** A modal that can be opened by a command, a button or a menu. */
export interface OpenModal {
  what: string;
  title: (words: Words) => string;
  /** `channelId` is one of the app's channels. */
  fill: (
    context: SlackContext,
    asked: { channelId: string; personId: string },
    words: Words,
  ) => Promise<ModalView>;
}

/** Opens it for whoever has pressed or written something. */
export async function open(
  context: SlackContext,
  client: WebClient,
  modal: OpenModal,
  { triggerId, ...asking }: Asking & { triggerId: string },
): Promise<void> {
  const { what, title } = modal;
  await openFilled(context, client, { what, title, asking, triggerId }, async (words) => {
    const profile = await channelOfAsker(context.deps, asking);
    if (!profile) return noticeModal(sentence(words.answers.noChannel), words);
    return await modal.fill(context, { channelId: profile.id, personId: asking.personId }, words);
  });
}

export type ViewListener = Middleware<SlackViewMiddlewareArgs<ViewSubmitAction>>;

export type Refused = { kind: 'errors'; errors: Record<string, string> };

/** Slack waits three seconds for its acknowledgement, whoever the person is and however busy the store. */
const ACK_MS = 2_000;

/**
 * A form that was sent: what is wrong with it is said at its inputs; else it shows at once that it is being worked on,
 * and then what came of it.
 */
export function onSubmit<Form extends { kind: string; channelId: string }>(
  context: SlackContext,
  form: {
    what: string;
    title: (words: Words) => string;
    read: (view: unknown, words: Words) => Form | Refused;
    work: (form: Form, personId: string, words: Words) => Promise<ModalView>;
  },
): ViewListener {
  return async ({ ack, body, view, client }) => {
    const personId = body.user.id;
    const known = privateWords(context, { personId, channelId: null });
    const first = await Promise.race([known, delay(ACK_MS, wordsFor('en'), { ref: false })]);
    const read = form.read(view, first);
    if (isRefused(read)) return await ack({ response_action: 'errors', errors: read.errors });
    await ack({ response_action: 'update', view: loadingModal(form.title(first), first) });
    const words = await known;
    await fill(context, client, { id: view.id }, { what: form.what, words }, () =>
      form.work(read, personId, words),
    );
  };
}

function isRefused(read: { kind: string }): read is Refused {
  return read.kind === 'errors';
}
