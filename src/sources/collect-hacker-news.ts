// Hacker News by Algolia's search API: stories above a score that grows with their age.
import { z } from 'zod';
import type { Item } from '../domain/article.ts';
import { scoreNeeded } from '../domain/popularity.ts';
import { askJson, NO_VALIDATORS } from './ask-json.ts';
import { type CollectContext, type CollectKind, itemsOutcome } from './ask-source.ts';
import { htmlTitle } from './plain-text.ts';

const HOUR_MS = 3_600_000;
const DEFAULT_SCORE = 150;
/** A story that has not got there by now will not. */
const GROWS_FOR_MS = 12 * HOUR_MS;
/** Algolia gives about a thousand results for one question; half a day has about six hundred stories. */
const SLICE_MS = 12 * HOUR_MS;
const SLICES = 3;
const EVERY_MS = 30 * 60_000;

const story = z.object({
  objectID: z.string().min(1),
  title: z.string().min(1),
  url: z.string().nullish(),
  points: z.number().nullish(),
  num_comments: z.number().nullish(),
  created_at_i: z.number(),
  author: z.string().nullish(),
  story_text: z.string().nullish(),
});

export const collectHackerNews: CollectKind = async (context, source, _state, signal) => {
  const full = source.settings?.minScore ?? DEFAULT_SCORE;
  const now = context.now();
  const items: Item[] = [];
  for (let slice = 0; ; slice += 1) {
    const answer = await askSlice(context, now, slice, signal);
    if (answer.kind !== 'entries') return answer;
    items.push(...answer.entries.filter((hit) => isWanted(hit, full, now)).map(itemOf));
    if (slice === SLICES - 1) {
      const found = {
        items,
        parser: 'json',
        ...NO_VALIDATORS,
        rhythm: { ttlMs: null, quiet: null, everyMs: EVERY_MS },
      };
      return itemsOutcome(answer.response, now, found);
    }
  }
};

function askSlice(context: CollectContext, now: Date, slice: number, signal: AbortSignal | undefined) {
  const url = new URL(`${context.endpoints.hackerNews}/search_by_date`);
  const until = Math.floor((now.getTime() - slice * SLICE_MS) / 1000);
  url.searchParams.set('tags', 'story');
  url.searchParams.set('numericFilters', `created_at_i>${until - SLICE_MS / 1000},created_at_i<=${until}`);
  url.searchParams.set('hitsPerPage', '1000');
  url.searchParams.set('attributesToRetrieve', Object.keys(story.shape).join(','));
  url.searchParams.set('attributesToHighlight', 'none');
  return askJson(context, { url: url.href, entry: story, list: 'hits', signal });
}

/** Scores in the search index lag behind, so that they are compared here, with what was given. */
function isWanted(hit: z.output<typeof story>, full: number, now: Date): boolean {
  const age = now.getTime() - hit.created_at_i * 1000;
  return (hit.points ?? 0) >= scoreNeeded(full, age, GROWS_FOR_MS);
}

function itemOf(hit: z.output<typeof story>): Item {
  const discussionUrl = `https://news.ycombinator.com/item?id=${encodeURIComponent(hit.objectID)}`;
  return {
    guid: `hn:${hit.objectID}`,
    // Ask HN has no page but its discussion.
    url: hit.url || discussionUrl,
    title: htmlTitle(hit.title),
    publishedAt: new Date(hit.created_at_i * 1000),
    // Who posted a link to it has not written it.
    authors: hit.url || !hit.author ? [] : [hit.author],
    html: hit.story_text ?? '',
    kind: null,
    discussionUrl: hit.url ? discussionUrl : null,
  };
}
