// A source that people add in Slack: looked for, tried and shown before it is added, by those who may.

import type { ModalView } from '@slack/types';
import { addSource, findSource } from '../pipeline/add-source.ts';
import { mayManage } from '../pipeline/may-manage.ts';
import { refusedMessage } from './blocks/change-log.ts';
import { sentence } from './blocks/message.ts';
import { noticeModal } from './blocks/modals.ts';
import { addSourceModal, findSourceModal, readAddSource, readFindSource } from './blocks/source-modal.ts';
import type { SlackContext } from './context.ts';
import { type OpenModal, onSubmit, type ViewListener } from './loading-view.ts';
import type { Words } from './words/words.ts';

interface Asked {
  channelId: string;
  personId: string;
}

const title = (words: Words): string => words.addSource.title;

export const openAddSource: OpenModal = {
  what: 'find-source',
  title,
  async fill(context, asked, words) {
    const form = async () => findSourceModal(asked.channelId, words);
    return await ifAllowed(context, asked, words, form);
  },
};

export function onFindSource(context: SlackContext): ViewListener {
  return onSubmit(context, {
    what: 'find-source',
    title,
    read: readFindSource,
    async work({ channelId, url }, personId, words) {
      const asked = { channelId, personId };
      return await ifAllowed(context, asked, words, () => lookAt(context, asked, url, words));
    },
  });
}

export function onAddSource(context: SlackContext): ViewListener {
  return onSubmit(context, {
    what: 'add-source',
    title,
    read: readAddSource,
    async work({ channelId, source }, personId, words) {
      const by = { channelId, personId };
      return await ifAllowed(context, by, words, async () => {
        const { kind } = await addSource(context.deps, { source, by });
        const { added, known } = words.addSource;
        return noticeModal(sentence(kind === 'added' ? added(source.title) : known(source.title)), words);
      });
    },
  });
}

async function lookAt(
  { deps }: SlackContext,
  { channelId }: Asked,
  url: string,
  words: Words,
): Promise<ModalView> {
  const outcome = await findSource(deps, url);
  if (outcome.kind === 'not-found') return findSourceModal(channelId, words, { url, reason: outcome.reason });
  return addSourceModal(channelId, outcome, words);
}

async function ifAllowed(
  { deps }: SlackContext,
  asked: Asked,
  words: Words,
  work: () => Promise<ModalView>,
): Promise<ModalView> {
  const permission = await mayManage(deps, asked);
  if (permission.kind === 'allowed') return await work();
  return noticeModal(refusedMessage(permission.managers, words), words);
}
