// Summaries for one person's eyes, in a modal, each with a button that shares it with the channel.
import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { LinkSummary } from '../../pipeline/summarise-links.ts';
import { faultIn, type Words } from '../words/words.ts';
import { ACTIONS } from './actions.ts';
import { aboutPieces, button, extractPieces, saveButton, summaryBlock, titleBlock } from './card.ts';
import { CUTS, LIMITS } from './limits.ts';
import { fallback, fitEntries, footnote, type Message, paragraph } from './message.ts';
import { mrkdwnText, plain, richLink, richText } from './text.ts';

const metadata = z.object({
  channelId: z.string().min(1),
  articleIds: z.array(z.number().int().positive()),
  /** Those that this person has shared from here. */
  shared: z.array(z.number().int().positive()),
});
export type SummaryMetadata = z.infer<typeof metadata>;

/** Throws `ZodError` on a foreign view. */
export function readSummaryMetadata(view: { private_metadata: string }): SummaryMetadata {
  return metadata.parse(JSON.parse(view.private_metadata));
}

/** `channelName` without `#`: where a summary is shared to. */
export function summariesModal(
  summaries: LinkSummary[],
  asked: SummaryMetadata & { channelName: string },
  words: Words,
): ModalView {
  const { channelName, ...kept } = asked;
  const blocks = summaries.flatMap((summary, index): KnownBlock[] => [
    ...(index > 0 ? [{ type: 'divider' as const }] : []),
    ...contentOf(summary, words),
    ...standing(summary, kept.shared.includes(idOf(summary)), channelName, words),
  ]);
  return {
    type: 'modal',
    private_metadata: JSON.stringify(kept),
    title: plain(words.shortcuts.summaryTitle, LIMITS.modalTitle),
    close: plain(words.modals.close, LIMITS.modalButton),
    blocks,
  };
}

/** The same as a private answer. */
export function summariesMessage(summaries: LinkSummary[], channelName: string, words: Words): Message {
  const titles = summaries.map((one) => (one.kind === 'reply' ? one.card.title : one.title));
  const blocks = fitEntries(summaries.length, (shown) => [
    ...(shown === 0 ? [paragraph([richText(words.shortcuts.summaryTitle)])] : []),
    ...summaries
      .slice(0, shown)
      .flatMap((summary) => [...contentOf(summary, words), ...standing(summary, false, channelName, words)]),
  ]);
  return { text: fallback(titles.join('; ') || words.shortcuts.summaryTitle), blocks };
}

const idOf = (summary: LinkSummary): number =>
  summary.kind === 'reply' ? summary.card.articleId : summary.articleId;

function contentOf(summary: LinkSummary, words: Words): KnownBlock[] {
  if (summary.kind === 'unreadable') {
    return [
      paragraph([richLink(summary.url, summary.title, CUTS.title, { bold: true })]),
      footnote(words.shortcuts.unreadable(mrkdwnText(faultIn(words, summary.reason), CUTS.reason))),
    ];
  }
  const { card } = summary;
  return [
    titleBlock(card, words),
    summaryBlock(card, words),
    footnote([...aboutPieces(card, words), ...extractPieces(card.summary, words)].join(' · ')),
  ];
}

function standing(summary: LinkSummary, shared: boolean, channelName: string, words: Words): KnownBlock[] {
  const { shortcuts } = words;
  const id = String(idOf(summary));
  // There is nothing to share of it but its link.
  if (summary.kind === 'unreadable') return [{ type: 'actions', elements: [saveButton(id, words)] }];
  if (shared) return [footnote(shortcuts.sharedIn(mrkdwnText(channelName, CUTS.name)))];
  return [
    {
      type: 'actions',
      elements: [
        button(ACTIONS.shareSummary, shortcuts.share(channelName), id, shortcuts.shareLabel(channelName)),
        saveButton(id, words),
      ],
    },
  ];
}
