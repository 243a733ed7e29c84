// Modals that need a look first: they open at once, within the trigger's three seconds, say that they are being
// filled, and are then updated, unless the person has closed or changed them in the meantime.
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { sentence } from './blocks/message.ts';
import { loadingModal, noticeModal } from './blocks/modals.ts';
import { type Asking, privateWords, type SlackContext } from './context.ts';
import { faultOf, refusal } from './slack-fault.ts';
import type { Words } from './words/words.ts';

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
  const opened = await client.views.open({ trigger_id: triggerId, view: loadingModal(title(words), words) });
  const { id, hash } = opened.view ?? {};
  if (!id) throw new Error('Slack opened a view without an id');
  await fill(context, client, { id, ...(hash ? { hash } : {}) }, { what, words }, work);
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
