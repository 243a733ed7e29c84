// The one door for articles, whether a source or a person brought them.

import type { ArticleKind, BroughtBy, Item } from '../domain/article.ts';
import { canonicalUrl } from '../domain/canonical-url.ts';
import { guessKind } from '../domain/guess-kind.ts';
import { arxivId } from '../domain/paper-addresses.ts';
import * as articles from '../store/articles.ts';
import type { Queryable } from '../store/database.ts';
import { recordShare } from '../store/shares.ts';

export interface Submission {
  items: readonly Item[];
  broughtBy: BroughtBy;
  collectionId: number | null;
  defaultKind: ArticleKind | null;
}

export interface Submitted {
  /** Ids of the articles that were not known before, in the order of the items. */
  fresh: number[];
  /** Every article that the items are, known or new. */
  all: number[];
  /** Items whose address cannot be an article's. */
  refused: number;
}

/** Fragments that lead to a place on the page, and make no article of their own. */
const ONE_PAGE = /^#(?:readme|top|comments?|respond|main|content|wechat_redirect|:~:)/i;

/**
 * The address as an article's; `null` for what is none (mailto:, broken addresses). A changelog's entries share a page
 * and differ in the fragment alone: that belongs to the address where the source's own id names it too.
 */
function addressOf(item: Item): string | null {
  try {
    const address = canonicalUrl(item.url);
    const { hash } = new URL(item.url);
    const apart = hash.length > 1 && !address.includes('#') && !ONE_PAGE.test(hash);
    return apart && item.guid.includes(hash) ? address + hash : address;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * Takes items in, inside the caller's transaction. An article is known by its canonical address, and by the id
 * under which the same source has shown it before, so that a feed that changes its addresses brings nothing twice.
 */
export async function submitArticles(tx: Queryable, submission: Submission, now: Date): Promise<Submitted> {
  const { broughtBy, collectionId } = submission;
  const sourceId = broughtBy.kind === 'source' ? broughtBy.sourceId : null;
  const items = submission.items.map((item) => ({ ...item, guid: articles.storable(item.guid) }));
  const guidsGiven = items.map((item) => item.guid);
  const seen = sourceId ? await articles.knownGuids(tx, sourceId, guidsGiven) : new Set<string>();

  const byAddress = new Map<string, articles.NewArticle>();
  const guids = new Map<string, string>();
  let refused = 0;
  for (const item of items) {
    if (seen.has(item.guid)) continue;
    const address = addressOf(item);
    if (!address) {
      refused += 1;
      continue;
    }
    guids.set(item.guid, address);
    if (!byAddress.has(address)) byAddress.set(address, toNewArticle(item, address, submission.defaultKind));
  }

  const fresh = await articles.insertIfNew(tx, [...byAddress.values()], { sourceId, collectionId }, now);
  const ids = new Map(fresh.map((row) => [row.canonicalUrl, row.id]));
  const known = [...byAddress.keys()].filter((address) => !ids.has(address));
  for (const [address, id] of await articles.idsByCanonicalUrl(tx, known)) ids.set(address, id);
  if (sourceId) {
    const sightings = [...guids].flatMap(([guid, address]) => {
      const articleId = ids.get(address);
      return articleId ? [{ guid, articleId }] : [];
    });
    await articles.recordSightings(tx, sourceId, sightings, now);
  } else if (broughtBy.kind === 'person' && broughtBy.messageTs) {
    const { channelId, messageTs, personId } = broughtBy;
    for (const articleId of ids.values()) {
      await recordShare(tx, { channelId, messageTs, articleId, personId }, now);
    }
  }
  return { fresh: fresh.map((row) => row.id), all: [...ids.values()], refused };
}

function toNewArticle(item: Item, address: string, defaultKind: ArticleKind | null): articles.NewArticle {
  return {
    guid: item.guid,
    canonicalUrl: address,
    url: item.url,
    title: articles.storable(item.title),
    kind: item.kind ?? guessKind({ url: item.url, title: item.title, sourceDefault: defaultKind }),
    authors: item.authors.map(articles.storable),
    publishedAt: item.publishedAt,
    html: articles.storable(item.html),
    discussionUrl: item.discussionUrl,
    arxivVersion: arxivId(item.url)?.version ?? null,
  };
}
