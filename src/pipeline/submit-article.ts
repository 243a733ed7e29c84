// The one door for articles, whether a source or a person brought them.

import type { ArticleKind, BroughtBy, Item } from '../domain/article.ts';
import { hasMoved, isMovedArticle, type KnownArticle } from '../domain/article-change.ts';
import { canonicalUrl } from '../domain/canonical-url.ts';
import { discussionAddress, withItsArticle } from '../domain/discussion.ts';
import { guessKind } from '../domain/guess-kind.ts';
import { arxivId } from '../domain/paper-addresses.ts';
import * as changes from '../store/article-changes.ts';
import * as articles from '../store/articles.ts';
import type { Queryable } from '../store/database.ts';
import { idsByAlias, saveAliases } from '../store/merge-articles.ts';
import { recordShare } from '../store/shares.ts';
import type { StoryNews } from './join-story.ts';
import { noteChange } from './note-changes.ts';

export interface Submission {
  items: readonly Item[];
  broughtBy: BroughtBy;
  collectionId: number | null;
  defaultKind: ArticleKind | null;
  /** The source has brought nothing before: what it has shown need not be looked for. */
  isFirst?: boolean;
}

export interface Submitted {
  /** Ids of the articles that were not known before, newest first. */
  fresh: number[];
  /** Every article that the items are, known or new. */
  all: number[];
  /** Items whose address cannot be an article's. */
  refused: number;
  /** To be ordered once the transaction is through. */
  news: StoryNews;
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
 * Takes items in, inside the caller's transaction. An article is known by its canonical address and its other ones, and
 * by the id under which the same source has shown it before: a feed that changes either brings nothing twice.
 */
export async function submitArticles(tx: Queryable, submission: Submission, now: Date): Promise<Submitted> {
  const [submitted] = await submitTogether(tx, [submission], now);
  if (!submitted) throw new Error('A submission was not answered');
  return submitted;
}

/** What comes at the same time, as if one after the other, at the price of one. Answers in the order given. */
export async function submitTogether(
  tx: Queryable,
  submissions: readonly Submission[],
  now: Date,
): Promise<Submitted[]> {
  const submitted = [];
  for (const batch of batchesOf(submissions.map(placeItems))) {
    submitted.push(...(await submitBatch(tx, batch, now)));
  }
  return submitted;
}

/** An item whose address may be an article's. */
interface Placed {
  item: Item;
  address: string;
  by: Submission;
}

interface PlacedSubmission {
  by: Submission;
  placed: Placed[];
}

/** What names an address that another names too waits for the next batch: it may be known by then. */
function batchesOf(given: readonly PlacedSubmission[]): PlacedSubmission[][] {
  const batches: PlacedSubmission[][] = [];
  let named = new Set<string>();
  for (const one of given) {
    const names = new Set(
      one.placed.flatMap(({ address, item }) => [address, discussionAddress(item.discussionUrl) ?? address]),
    );
    const last = batches.at(-1);
    if (last && named.isDisjointFrom(names)) {
      last.push(one);
      named = named.union(names);
    } else {
      batches.push([one]);
      named = names;
    }
  }
  return batches;
}

/** Of submissions that have no address in common. */
async function submitBatch(
  tx: Queryable,
  batch: readonly PlacedSubmission[],
  now: Date,
): Promise<Submitted[]> {
  const placed = batch.flatMap((one) => one.placed);
  const seen = await knownByGuid(tx, placed);
  const unseen = placed.filter((one) => !seen.has(one));
  const ids = await knownAddresses(tx, unseen);
  const moved = await followMoved(tx, placed, seen, ids);
  const written = await writeNew(tx, unseen, ids, now);
  await saveOtherAddresses(tx, placed, { seen, ids, moved });
  await recordSightings(tx, unseen, { ids, written }, now);
  await recordShares(tx, unseen, ids, now);
  const news = await noteChanges(tx, placed, { seen, ids, fresh: new Set(written.values()) }, now);
  return batch.map(({ by, placed: own }) => ({
    fresh: newestFirst(own).flatMap((one) => written.get(one) ?? []),
    all: [...new Set(own.flatMap((one) => seen.get(one)?.articleId ?? ids.get(one.address) ?? []))],
    refused: by.items.length - own.length,
    news: news.get(by) ?? { refresh: [], post: [] },
  }));
}

function placeItems(by: Submission): PlacedSubmission {
  const placed = by.items.flatMap((given): Placed[] => {
    const item = withItsArticle({
      ...given,
      guid: articles.storable(given.guid),
      title: articles.storable(given.title),
    });
    const address = addressOf(item);
    return address ? [{ item, address, by }] : [];
  });
  return { by, placed };
}

const sourceOf = ({ broughtBy }: Submission): string | null =>
  broughtBy.kind === 'source' ? broughtBy.sourceId : null;

/** The source by whose earlier answers the item may be known. */
const earlierOf = (by: Submission): string | null => (by.isFirst ? null : sourceOf(by));

const knownTo = ({ sourceId, ...article }: changes.BroughtArticle, by: Submission): KnownArticle => ({
  ...article,
  isOwn: sourceId === sourceOf(by),
});

/** Those whose source has shown them before, by the ids under which it did. */
async function knownByGuid(tx: Queryable, placed: readonly Placed[]): Promise<Map<Placed, KnownArticle>> {
  const asked = placed.flatMap((one) => {
    const sourceId = earlierOf(one.by);
    return sourceId === null ? [] : [{ one, sourceId, guid: one.item.guid }];
  });
  const known = await changes.knownByGuid(tx, asked);
  return new Map(
    asked.flatMap(({ one }, n) => {
      const article = known[n];
      return article ? [[one, knownTo(article, one.by)] as const] : [];
    }),
  );
}

/** Those without a date last; of one date in the order of the items. */
function newestFirst(placed: readonly Placed[]): Placed[] {
  const timeOf = ({ item }: Placed): number => item.publishedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  return placed.toSorted((one, other) => (timeOf(one) === timeOf(other) ? 0 : timeOf(other) - timeOf(one)));
}

const addressesOf = (placed: readonly Placed[]): string[] => [
  ...new Set(placed.map(({ address }) => address)),
];

/**
 * Known articles by any of their addresses. Of a source's first answer nearly everything is new: it is not looked up by
 * its own address before, but where it could not be written.
 */
async function knownAddresses(tx: Queryable, placed: readonly Placed[]): Promise<Map<string, number>> {
  const lookedUp = placed.filter(({ by }) => !by.isFirst);
  const own = await articles.idsByCanonicalUrl(tx, addressesOf(lookedUp));
  const others = addressesOf(placed).filter((address) => !own.has(address));
  return new Map([...own, ...(await idsByAlias(tx, others))]);
}

/**
 * A feed that moved to another domain or system brings its articles under new ids and new addresses. They are known by
 * their titles, where the path or the time stayed the same, or where the whole feed is turned over like that. Adds them
 * to `ids`, and answers with their new addresses.
 */
async function followMoved(
  tx: Queryable,
  placed: readonly Placed[],
  seen: ReadonlyMap<Placed, KnownArticle>,
  ids: Map<string, number>,
): Promise<Set<string>> {
  // A paper's number is its own for good: another number is another paper.
  const strangers = placed.flatMap((one) => {
    const sourceId = earlierOf(one.by);
    const isStranger = !seen.has(one) && !ids.has(one.address) && !one.item.revision;
    return isStranger && sourceId !== null ? [{ ...one, sourceId, title: one.item.title }] : [];
  });
  const titled = Map.groupBy(await changes.listTitled(tx, strangers), ({ sourceId }) => sourceId);
  const followed = new Set<string>();
  for (const [sourceId, own] of Map.groupBy(strangers, (one) => one.sourceId)) {
    const before = Map.groupBy(titled.get(sourceId) ?? [], ({ title }) => title);
    const all = placed.filter(({ by }) => sourceOf(by) === sourceId);
    const known = all.filter((one) => seen.has(one) || ids.has(one.address)).length;
    const titles = own.map(({ title }) => title);
    const titlesKnown = titles.filter((title) => before.has(title)).length;
    const moved = hasMoved({ items: all.length, known, titlesKnown });
    for (const { item, address, title } of own) {
      const candidates = before.get(title) ?? [];
      const isOnly = candidates.length === 1 && titles.indexOf(title) === titles.lastIndexOf(title);
      const same =
        candidates.find((one) => isMovedArticle({ ...item, address }, one)) ??
        (moved && isOnly ? candidates[0] : null);
      if (!same) continue;
      ids.set(address, same.articleId);
      followed.add(address);
    }
  }
  return followed;
}

/** Writes the articles that are new, and adds them to `ids`. Answers with the items that they were written from. */
async function writeNew(
  tx: Queryable,
  unseen: readonly Placed[],
  ids: Map<string, number>,
  now: Date,
): Promise<Map<Placed, number>> {
  const byAddress = new Map<string, Placed>();
  for (const one of unseen) {
    const isNew = !ids.has(one.address) && (one.item.revision?.change ?? 'new') === 'new';
    if (isNew && !byAddress.has(one.address)) byAddress.set(one.address, one);
  }
  const fresh = await articles.insertIfNew(tx, [...byAddress.values()].map(toNewArticle), now);
  for (const { canonicalUrl: address, id } of fresh) ids.set(address, id);
  // Known and not looked up yet, or another worker was quicker.
  const missed = addressesOf(unseen).filter((address) => !ids.has(address));
  for (const [address, id] of await articles.idsByCanonicalUrl(tx, missed)) ids.set(address, id);
  return new Map(
    fresh.flatMap(({ canonicalUrl: address, id }) => {
      const from = byAddress.get(address);
      return from ? [[from, id] as const] : [];
    }),
  );
}

/** Where an article that is known by its id or title stands now, and where it is discussed. */
async function saveOtherAddresses(
  tx: Queryable,
  placed: readonly Placed[],
  found: {
    seen: ReadonlyMap<Placed, KnownArticle>;
    ids: ReadonlyMap<string, number>;
    moved: ReadonlySet<string>;
  },
): Promise<void> {
  const aliases = placed.flatMap((one) => {
    const { item, address } = one;
    const known = found.seen.get(one);
    const articleId = known?.articleId ?? found.ids.get(address);
    if (articleId === undefined) return [];
    const discussion = discussionAddress(item.discussionUrl);
    const isOther = known ? known.canonicalUrl !== address : found.moved.has(address);
    return [...(isOther ? [address] : []), ...(discussion ? [discussion] : [])].map((other) => ({
      address: other,
      articleId,
    }));
  });
  await saveAliases(tx, aliases);
}

/** Of articles that were known: a new one has its sighting from the item that it was written from. */
async function recordSightings(
  tx: Queryable,
  unseen: readonly Placed[],
  found: { ids: ReadonlyMap<string, number>; written: ReadonlyMap<Placed, number> },
  now: Date,
): Promise<void> {
  const sightings = unseen.flatMap((one) => {
    const sourceId = sourceOf(one.by);
    const articleId = found.ids.get(one.address);
    if (sourceId === null || !articleId || found.written.has(one)) return [];
    return [{ sourceId, guid: one.item.guid, articleId }];
  });
  await articles.recordSightings(tx, sightings, now);
}

async function recordShares(
  tx: Queryable,
  placed: readonly Placed[],
  ids: ReadonlyMap<string, number>,
  now: Date,
): Promise<void> {
  for (const { address, by } of placed) {
    const articleId = ids.get(address);
    if (by.broughtBy.kind === 'source' || !by.broughtBy.messageTs || !articleId) continue;
    const { channelId, messageTs, personId } = by.broughtBy;
    await recordShare(tx, { channelId, messageTs, articleId, personId }, now);
  }
}

/** What became of articles that were known before. A person's link says nothing of that. */
async function noteChanges(
  tx: Queryable,
  placed: readonly Placed[],
  found: {
    seen: ReadonlyMap<Placed, KnownArticle>;
    ids: ReadonlyMap<string, number>;
    fresh: ReadonlySet<number>;
  },
  now: Date,
): Promise<Map<Submission, StoryNews>> {
  const shown = placed.filter(({ by }) => sourceOf(by) !== null);
  const idOf = ({ address }: Placed): number | null => {
    const id = found.ids.get(address) ?? null;
    return id !== null && found.fresh.has(id) ? null : id;
  };
  const byId = await changes.knownById(tx, [...new Set(shown.flatMap((one) => idOf(one) ?? []))]);
  const news = new Map<Submission, StoryNews>();
  const changedBy = new Map<number, Submission>();
  for (const one of shown) {
    const brought = byId.get(idOf(one) ?? 0);
    let known = found.seen.get(one) ?? (brought && knownTo(brought, one.by));
    if (known && (changedBy.get(known.articleId) ?? one.by) !== one.by) {
      const changed = (await changes.knownById(tx, [known.articleId])).get(known.articleId);
      known = changed && knownTo(changed, one.by);
    }
    const noted = known ? await noteChange(tx, known, one.item, now) : null;
    if (!known || !noted) continue;
    changedBy.set(known.articleId, one.by);
    const own = news.get(one.by) ?? { refresh: [], post: [] };
    own.refresh.push(...noted.refresh);
    own.post.push(...noted.post);
    news.set(one.by, own);
  }
  return news;
}

function toNewArticle({ item, address, by }: Placed): articles.NewArticle {
  return {
    guid: item.guid,
    canonicalUrl: address,
    url: item.url,
    title: articles.storable(item.title),
    kind: item.kind ?? guessKind({ url: item.url, title: item.title, sourceDefault: by.defaultKind }),
    authors: item.authors.map(articles.storable),
    publishedAt: item.publishedAt,
    html: articles.storable(item.html),
    discussionUrl: item.discussionUrl,
    arxivVersion: arxivId(item.url)?.version ?? null,
    sourceId: sourceOf(by),
    collectionId: by.collectionId,
  };
}
