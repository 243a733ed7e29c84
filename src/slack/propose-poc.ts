// A PoC that a person proposes: the form with the articles to choose from, and what came of it.
import { topArticles } from '../pipeline/find-articles.ts';
import { type ProposedOutcome, proposePoc } from '../pipeline/propose-poc.ts';
import { CUTS } from './blocks/limits.ts';
import { type Message, sentence } from './blocks/message.ts';
import { noticeModal } from './blocks/modals.ts';
import { proposePocModal, readProposePoc } from './blocks/poc-modal.ts';
import { truncate } from './blocks/text.ts';
import type { SlackContext } from './context.ts';
import { type OpenModal, onSubmit, type ViewListener } from './loading-view.ts';
import type { Words } from './words/words.ts';

export const openProposePoc: OpenModal = {
  what: 'propose-poc',
  title: (words) => words.proposePoc.title,
  async fill({ deps }, { channelId }, words) {
    const lines = await topArticles(deps, {
      channelId,
      language: words.language,
      period: 'month',
      limit: CUTS.choices,
    });
    return proposePocModal({ channelId, lines }, words);
  },
};

export function onPocProposed(context: SlackContext): ViewListener {
  return onSubmit(context, {
    what: 'propose-poc',
    title: (words) => words.proposePoc.title,
    read: readProposePoc,
    async work({ kind: _, ...form }, personId, words) {
      const outcome = await proposePoc(context.deps, { ...form, personId });
      return noticeModal(told(outcome, context.command, words), words);
    },
  });
}

function told(outcome: ProposedOutcome, command: string, { proposePoc: say }: Words): Message {
  if (outcome.kind === 'refused') return sentence(say.refused[outcome.reason]);
  if (outcome.kind === 'prompted') return sentence(say.prompted(command));
  return sentence(say.proposed(truncate(outcome.title, CUTS.title)));
}
