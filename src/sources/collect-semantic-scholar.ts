// Semantic Scholar's bulk search: newest papers first, under the best address that it knows for each.
import { z } from 'zod';
import type { Item } from '../domain/article.ts';
import { apiDate, apiText, askJson, isYoungerThan, NO_VALIDATORS } from './ask-json.ts';
import { type CollectKind, itemsOutcome } from './ask-source.ts';
import { oneLine } from './plain-text.ts';
import { escapeHtml } from './xml-node.ts';

const DEFAULT_AGE_DAYS = 60;
const EVERY_MS = 12 * 3_600_000;
const FIELDS = 'title,abstract,url,externalIds,publicationDate,authors,citationCount,openAccessPdf';

const paper = z.object({
  paperId: z.string().min(1),
  title: z.string().min(1),
  abstract: apiText,
  url: apiText,
  externalIds: z.record(z.string(), z.union([z.string(), z.number()])).nullish(),
  publicationDate: apiDate,
  authors: z.array(z.object({ name: apiText })).nullish(),
  citationCount: z.number().nullish(),
});
type Paper = z.output<typeof paper>;

export const collectSemanticScholar: CollectKind = async (context, source, _state, signal) => {
  const { minScore = 0, maxAgeDays = DEFAULT_AGE_DAYS } = source.settings ?? {};
  const url = new URL(`${context.endpoints.semanticScholar}/paper/search/bulk`);
  url.searchParams.set('query', source.url);
  url.searchParams.set('sort', 'publicationDate:desc');
  url.searchParams.set('fields', FIELDS);
  const { semanticScholar } = context.keys;
  const headers: Record<string, string> = semanticScholar ? { 'x-api-key': semanticScholar } : {};
  const answer = await askJson(context, { url: url.href, entry: paper, list: 'data', headers, signal });
  if (answer.kind !== 'entries') return answer;
  const now = context.now();
  const items = answer.entries
    .filter(({ publicationDate, citationCount }) => {
      return (citationCount ?? 0) >= minScore && isYoungerThan(publicationDate, maxAgeDays, now);
    })
    .slice(0, MOST)
    .map(itemOf);
  const rhythm = { ttlMs: null, quiet: null, everyMs: EVERY_MS };
  return itemsOutcome(answer.response, now, { items, parser: 'json', rhythm, ...NO_VALIDATORS });
};

/** The bulk search gives up to a thousand. */
const MOST = 200;

function itemOf(found: Paper): Item {
  return {
    guid: `s2:${found.paperId}`,
    url: addressOf(found),
    title: oneLine(found.title),
    publishedAt: found.publicationDate,
    authors: (found.authors ?? []).map(({ name }) => oneLine(name)).filter(Boolean),
    html: escapeHtml(found.abstract),
    kind: 'paper',
    discussionUrl: null,
  };
}

/** Where the paper stands itself, before the page about it. */
function addressOf({ externalIds, url, paperId }: Paper): string {
  const { ArXiv: arxiv, DOI: doi } = externalIds ?? {};
  if (arxiv) return `https://arxiv.org/abs/${arxiv}`;
  if (doi) return `https://doi.org/${doi}`;
  return url || `https://www.semanticscholar.org/paper/${paperId}`;
}
