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
  /** Ids of the articles that were not known before, in the order of the items. */
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
  const { broughtBy, collectionId } = submission;
  const sourceId = broughtBy.kind === 'source' ? broughtBy.sourceId : null;
  const { placed, refused } = placeItems(submission.items);
  const source = submission.isFirst ? null : sourceId;
  const seen = source
    ? await changes.knownByGuid(tx, source, guidsOf(placed))
    : new Map<string, KnownArticle>();
  const unseen = placed.filter(({ item }) => !seen.has(item.guid));

  const ids = await knownAddresses(tx, unseen);
  const moved = source ? await followMoved(tx, source, placed, seen.size, ids) : [];
  const isNew = ({ address, item }: Placed): boolean =>
    !ids.has(address) && (item.revision?.change ?? 'new') === 'new';
  const byAddress = new Map<string, articles.NewArticle>();
  for (const one of unseen.filter(isNew)) {
    if (!byAddress.has(one.address)) {
      byAddress.set(one.address, toNewArticle(one.item, one.address, submission.defaultKind));
    }
  }
  const fresh = await articles.insertIfNew(tx, [...byAddress.values()], { sourceId, collectionId }, now);
  for (const { canonicalUrl: address, id } of fresh) ids.set(address, id);
  // Another worker may have been quicker.
  const missed = [...byAddress.keys()].filter((address) => !ids.has(address));
  for (const [address, id] of await articles.idsByCanonicalUrl(tx, missed)) ids.set(address, id);
  await saveOtherAddresses(tx, placed, { seen, ids, moved: new Set(moved) });
  const written = new Set(fresh.map((row) => row.canonicalUrl));
  const isWritten = ({ address, item }: Placed): boolean =>
    written.has(address) && byAddress.get(address)?.guid === item.guid;
  const unwritten = unseen.filter((one) => !isWritten(one));
  await recordBringing(tx, broughtBy, unwritten, ids, now);
  const freshIds = fresh.map((row) => row.id);
  const news = await noteChanges(tx, sourceId, placed, { seen, ids, fresh: freshIds }, now);
  return { fresh: freshIds, all: [...new Set(ids.values())], refused, news };
}

interface Placed {
  item: Item;
  address: string;
}

function placeItems(items: readonly Item[]): { placed: Placed[]; refused: number } {
  const placed = items.flatMap((given): Placed[] => {
    const item = withItsArticle({
      ...given,
      guid: articles.storable(given.guid),
      title: articles.storable(given.title),
    });
    const address = addressOf(item);
    return address ? [{ item, address }] : [];
  });
  return { placed, refused: items.length - placed.length };
}

const guidsOf = (placed: readonly Placed[]): string[] => placed.map(({ item }) => item.guid);

/** Known articles by any of their addresses. */
async function knownAddresses(tx: Queryable, placed: readonly Placed[]): Promise<Map<string, number>> {
  const addresses = [...new Set(placed.map(({ address }) => address))];
  const own = await articles.idsByCanonicalUrl(tx, addresses);
  const others = addresses.filter((address) => !own.has(address));
  return new Map([...own, ...(await idsByAlias(tx, others))]);
}

/**
 * A feed that moved to another domain or system brings its articles under new ids and new addresses. They are known by
 * their titles, where the path or the time stayed the same, or where the whole feed is turned over like that. Adds them
 * to `ids`, and answers with their new addresses.
 */
async function followMoved(
  tx: Queryable,
  sourceId: string,
  placed: readonly Placed[],
  known: number,
  ids: Map<string, number>,
): Promise<string[]> {
  // A paper's number is its own for good: another number is another paper.
  const strangers = placed.filter(({ address, item }) => !ids.has(address) && !item.revision);
  if (strangers.length === 0) return [];
  const titles = strangers.map(({ item }) => articles.storable(item.title));
  const titled = Map.groupBy(await changes.listTitled(tx, sourceId, titles), ({ title }) => title);
  const titlesKnown = titles.filter((title) => titled.has(title)).length;
  if (titlesKnown === 0) return [];
  const moved = hasMoved({ items: placed.length, known: known + ids.size, titlesKnown });
  const followed = [];
  for (const { item, address } of strangers) {
    const title = articles.storable(item.title);
    const before = titled.get(title) ?? [];
    const isOnly = before.length === 1 && titles.indexOf(title) === titles.lastIndexOf(title);
    const same =
      before.find((one) => isMovedArticle({ ...item, address }, one)) ?? (moved && isOnly ? before[0] : null);
    if (!same) continue;
    ids.set(address, same.articleId);
    followed.push(address);
  }
  return followed;
}

/** Where an article that is known by its id or title stands now, and where it is discussed. */
async function saveOtherAddresses(
  tx: Queryable,
  placed: readonly Placed[],
  found: {
    seen: ReadonlyMap<string, KnownArticle>;
    ids: ReadonlyMap<string, number>;
    moved: ReadonlySet<string>;
  },
): Promise<void> {
  const aliases = placed.flatMap(({ item, address }) => {
    const known = found.seen.get(item.guid);
    const articleId = known?.articleId ?? found.ids.get(address);
    if (articleId === undefined) return [];
    const discussion = discussionAddress(item.discussionUrl);
    const isOther = known ? known.canonicalUrl !== address : found.moved.has(address);
    return [...(isOther ? [address] : []), ...(discussion ? [discussion] : [])].map((one) => ({
      address: one,
      articleId,
    }));
  });
  await saveAliases(tx, aliases);
}

/** `unseen` leaves out the items that were written with their articles. */
async function recordBringing(
  tx: Queryable,
  broughtBy: BroughtBy,
  unseen: readonly Placed[],
  ids: ReadonlyMap<string, number>,
  now: Date,
): Promise<void> {
  if (broughtBy.kind === 'source') {
    const sightings = unseen.flatMap(({ item, address }) => {
      const articleId = ids.get(address);
      return articleId ? [{ guid: item.guid, articleId }] : [];
    });
    await articles.recordSightings(tx, broughtBy.sourceId, sightings, now);
  } else if (broughtBy.messageTs) {
    const { channelId, messageTs, personId } = broughtBy;
    for (const articleId of new Set(ids.values())) {
      await recordShare(tx, { channelId, messageTs, articleId, personId }, now);
    }
  }
}

/** What became of articles that were known before. A person's link says nothing of that. */
async function noteChanges(
  tx: Queryable,
  sourceId: string | null,
  placed: readonly Placed[],
  found: {
    seen: ReadonlyMap<string, KnownArticle>;
    ids: ReadonlyMap<string, number>;
    fresh: readonly number[];
  },
  now: Date,
): Promise<StoryNews> {
  const news: StoryNews = { refresh: [], post: [] };
  if (!sourceId) return news;
  const fresh = new Set(found.fresh);
  const others = [...found.ids.values()].filter((id) => !fresh.has(id));
  const byId = await changes.knownById(tx, sourceId, others);
  for (const { item, address } of placed) {
    const known = found.seen.get(item.guid) ?? byId.get(found.ids.get(address) ?? 0);
    const noted = known ? await noteChange(tx, known, item, now) : null;
    if (!noted) continue;
    news.refresh.push(...noted.refresh);
    news.post.push(...noted.post);
  }
  return news;
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
