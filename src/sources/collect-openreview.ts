// Papers of a venue on OpenReview, newest first, by its second API.
import { z } from 'zod';
import type { Item } from '../domain/article.ts';
import { apiDate, askJson, NO_VALIDATORS } from './ask-json.ts';
import { type CollectKind, itemsOutcome } from './ask-source.ts';
import { oneLine } from './plain-text.ts';
import { escapeHtml } from './xml-node.ts';

const EVERY_MS = 6 * 3_600_000;

/** Each field of a note's content is wrapped, since each may have readers of its own. */
const field = <Value>(value: z.ZodType<Value>) => z.object({ value }).nullish().catch(null);
const note = z.object({
  id: z.string().min(1),
  forum: z.string().min(1),
  pdate: apiDate,
  cdate: apiDate,
  content: z.object({
    title: z.object({ value: z.string().min(1) }),
    abstract: field(z.string()),
    authors: field(z.array(z.string())),
  }),
});

export const collectOpenReview: CollectKind = async (context, source, _state, signal) => {
  const url = new URL(`${context.endpoints.openReview}/notes`);
  url.searchParams.set('content.venueid', source.url);
  url.searchParams.set('sort', 'cdate:desc');
  url.searchParams.set('limit', '100');
  const { openReview } = context.keys;
  const headers: Record<string, string> = openReview ? { authorization: `Bearer ${openReview}` } : {};
  const answer = await askJson(context, { url: url.href, entry: note, list: 'notes', headers, signal });
  if (answer.kind !== 'entries') return answer;
  const rhythm = { ttlMs: null, quiet: null, everyMs: EVERY_MS };
  const found = { items: answer.entries.map(itemOf), parser: 'json', rhythm, ...NO_VALIDATORS };
  return itemsOutcome(answer.response, context.now(), found);
};

function itemOf({ forum, pdate, cdate, content }: z.output<typeof note>): Item {
  const url = `https://openreview.net/forum?id=${encodeURIComponent(forum)}`;
  return {
    guid: `openreview:${forum}`,
    url,
    title: oneLine(content.title.value),
    publishedAt: pdate ?? cdate,
    authors: (content.authors?.value ?? []).map(oneLine),
    html: escapeHtml(content.abstract?.value ?? ''),
    kind: 'paper',
    discussionUrl: url,
  };
}
