// Sources that people add and drop in Slack: looked for, tried and shown before they are added, by those who may. The
// form and the words `source add URL` lead through the same steps.
import type { ModalView } from '@slack/types';
import { addSource, dropSource, findSource } from '../pipeline/add-source.ts';
import { mayManage } from '../pipeline/may-manage.ts';
import { refusedMessage } from './blocks/change-log.ts';
import { addedSourceMessage, foundSourceMessage, readFoundSource } from './blocks/found-source.ts';
import { type Message, sentence } from './blocks/message.ts';
import { noticeModal } from './blocks/modals.ts';
import { addSourceModal, findSourceModal, readAddSource, readFindSource } from './blocks/source-modal.ts';
import { channelOfAsker, type SlackContext } from './context.ts';
import { type OpenModal, onSubmit, type ViewListener } from './loading-view.ts';
import { onPress, type PressListener } from './press.ts';
import { faultIn, type Words } from './words/words.ts';

interface By {
  channelId: string;
  personId: string;
}

const title = (words: Words): string => words.addSource.title;

/** `null`: the person may; else the refusal, which says who may. */
export async function refusalFor({ deps }: SlackContext, by: By, words: Words): Promise<Message | null> {
  const permission = await mayManage(deps, by);
  return permission.kind === 'allowed' ? null : refusedMessage(permission.managers, words);
}

export const openAddSource: OpenModal = {
  what: 'find-source',
  title,
  async fill(context, asked, words) {
    const refused = await refusalFor(context, asked, words);
    return refused ? noticeModal(refused, words) : findSourceModal(asked.channelId, words);
  },
};

/** One of the form's two steps. */
function onStep<Form extends { kind: string; channelId: string }>(
  context: SlackContext,
  what: string,
  read: (view: unknown) => Form,
  work: (form: Form, by: By, words: Words) => Promise<ModalView>,
): ViewListener {
  return onSubmit(context, {
    what,
    title,
    read,
    async work(form, personId, words) {
      const by = { channelId: form.channelId, personId };
      const refused = await refusalFor(context, by, words);
      return refused ? noticeModal(refused, words) : await work(form, by, words);
    },
  });
}

export function onFindSource(context: SlackContext): ViewListener {
  return onStep(context, 'find-source', readFindSource, async ({ url }, { channelId }, words) => {
    const outcome = await findSource(context.deps, url);
    if (outcome.kind === 'not-found') {
      return findSourceModal(channelId, words, { url, reason: outcome.reason });
    }
    return addSourceModal(channelId, outcome, words);
  });
}

export function onAddSource(context: SlackContext): ViewListener {
  const { deps, command } = context;
  return onStep(context, 'add-source', readAddSource, async ({ source }, by, words) => {
    const outcome = await addSource(deps, { source, by });
    return noticeModal(addedSourceMessage(source.title, { ...outcome, command }, words), words);
  });
}

/** `source add URL`: adds nothing, and shows what a press would add. Takes as long as the site does. */
export async function answerFindSource(
  context: SlackContext,
  address: string,
  by: By,
  words: Words,
): Promise<Message> {
  const refused = await refusalFor(context, by, words);
  if (refused) return refused;
  const found = await findSource(context.deps, address);
  if (found.kind === 'not-found') return sentence(words.addSource.notFound(faultIn(words, found.reason)));
  return foundSourceMessage(found, words);
}

export function onAddFoundSource(context: SlackContext): PressListener {
  const { deps, command } = context;
  return onPress(context, 'add-found-source', async ({ value, ...asker }, _client, words) => {
    const profile = await channelOfAsker(deps, asker);
    if (!profile) return sentence(words.answers.noChannel);
    const by = { channelId: profile.id, personId: asker.personId };
    const refused = await refusalFor(context, by, words);
    if (refused) return refused;
    const source = readFoundSource(value);
    const outcome = await addSource(deps, { source, by });
    return { instead: addedSourceMessage(source.title, { ...outcome, command }, words) };
  });
}

export async function answerDropSource(
  context: SlackContext,
  sourceId: string,
  by: By,
  words: Words,
): Promise<Message> {
  const refused = await refusalFor(context, by, words);
  if (refused) return refused;
  const outcome = await dropSource(context.deps, { sourceId, by });
  return sentence(outcome === 'dropped' ? words.sources.dropped(sourceId) : words.sources.unknown(sourceId));
}
