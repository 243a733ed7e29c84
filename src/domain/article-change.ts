// What may become of an article that is known: a new version, a withdrawal, another headline. And whether an item is a
// known article at a new place. Pure.
import type { Item } from './article.ts';
import { arxivId } from './paper-addresses.ts';

export type ArticleChange =
  | { kind: 'version'; version: number; note: string | null }
  | { kind: 'withdrawn'; note: string | null }
  | { kind: 'headline'; from: string; to: string };

export interface KnownArticle {
  articleId: number;
  title: string;
  canonicalUrl: string;
  arxivVersion: number | null;
  /** It was this source that brought it first: only that one may give it another headline. */
  isOwn: boolean;
}

const RETRACTED = /^\W{0,3}(?:retracted|withdrawn|retraction|撤稿|已撤回)(?:\s+(?:article|paper))?\W/i;

/** `null` for what is no news to a reader: another case, other quotes, the same version. */
export function changeOf(known: KnownArticle, item: Item): ArticleChange | null {
  const { revision } = item;
  const note = revision?.note ?? null;
  if (revision?.change === 'withdrawn') return { kind: 'withdrawn', note };
  if (RETRACTED.test(item.title) && !RETRACTED.test(known.title)) return { kind: 'withdrawn', note };
  const version = revision?.version ?? arxivId(item.url)?.version ?? null;
  if (version !== null && version > (known.arxivVersion ?? 1)) return { kind: 'version', version, note };
  // "Kestrel: a small model" is an address, too, to a parser of addresses.
  const isPlaceholder = /^https?:\/\//i.test(known.title);
  if (!known.isOwn || isPlaceholder || spoken(known.title) === spoken(item.title)) return null;
  return { kind: 'headline', from: known.title, to: item.title };
}

/** What one hears of a headline when it is read out. */
export function spoken(title: string): string {
  const words = title
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return words?.join(' ') ?? title.trim();
}

export function changeKey(change: ArticleChange): string {
  if (change.kind === 'version') return `version ${change.version}`;
  return change.kind === 'withdrawn' ? 'withdrawn' : `headline ${spoken(change.to)}`.slice(0, 500);
}

interface Placed {
  address: string;
  publishedAt: Date | null;
}

/** From this share of titles that are known on, a feed of nothing but new ids and addresses has moved. */
const MOVED_SHARE = 0.6;
const FEWEST_MOVED = 3;

/** Whether a feed brings what it brought before, all of it under new ids and addresses. */
export function hasMoved(counts: { items: number; known: number; titlesKnown: number }): boolean {
  const { items, known, titlesKnown } = counts;
  return known === 0 && items >= FEWEST_MOVED && titlesKnown >= MOVED_SHARE * items;
}

/** One title, one source, new id and new address: the same article where its path or its time stayed the same. */
export function isMovedArticle(item: Placed, known: Placed): boolean {
  const [now, before] = [URL.parse(item.address), URL.parse(known.address)];
  if (!now || !before) return false;
  const isPath = now.pathname + now.search === before.pathname + before.search;
  if (isPath && now.pathname.length > 1) return true;
  return item.publishedAt !== null && item.publishedAt.getTime() === known.publishedAt?.getTime();
}
