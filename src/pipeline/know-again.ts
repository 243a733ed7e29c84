// A page that was just read may say of itself that it is another address of a known article: by where redirects ended,
// by rel=canonical, by its DOI. Then the two rows become one.
import { spoken } from '../domain/article-change.ts';
import { canonicalUrl } from '../domain/canonical-url.ts';
import { titlesAgree } from '../domain/story.ts';
import { siteOf } from '../domain/story-view.ts';
import { readTitle } from '../domain/title-words.ts';
import { textOverlap } from '../reading/sketch-text.ts';
import * as changes from '../store/article-changes.ts';
import { idsByCanonicalUrl, textsOf } from '../store/articles.ts';
import type { Queryable } from '../store/database.ts';
import { idsByAlias, mergeArticles, saveAliases } from '../store/merge-articles.ts';
import * as messages from '../store/messages.ts';
import { tallyArticles } from '../store/votes.ts';
import { indexSummaries } from './index-articles.ts';

export interface DeclaredPage {
  articleId: number;
  url: string;
  /** A link that a person posted has none before it is read. */
  title: string | null;
  text: string;
  /** Where redirects ended, what the page calls itself, its DOI. */
  declared: readonly string[];
}

export interface KnownAgain {
  articleId: number;
  /** Replies that now say where the article was discussed. */
  post: string[];
}

/** From here on two texts of one address are one article. */
const LEAST_OVERLAP = 0.5;

/** Merges the article into the one that is known under a declared address; `null` where there is none. */
export async function knowAgain(tx: Queryable, page: DeclaredPage): Promise<KnownAgain | null> {
  const addresses = declaredAddresses(page);
  if (addresses.length === 0) return null;
  const known = [...(await idsByCanonicalUrl(tx, addresses)), ...(await idsByAlias(tx, addresses))];
  for (const [, articleId] of known) {
    if (articleId === page.articleId || !(await isSame(tx, articleId, page))) continue;
    await mergeArticles(tx, page.articleId, articleId);
    await tallyArticles(tx, [articleId]);
    await indexSummaries(tx, articleId);
    return { articleId, post: await answerAgain(tx, articleId) };
  }
  await saveAliases(
    tx,
    addresses.map((address) => ({ address, articleId: page.articleId })),
  );
  return null;
}

/**
 * The declared addresses that can be an article's own. A home page, or a page above its own, is where some sites send
 * what they no longer have, and what others declare for all their pages.
 */
function declaredAddresses({ url, declared }: DeclaredPage): string[] {
  const own = canonicalUrl(url);
  const ownPath = new URL(own).pathname;
  const found = declared.flatMap((address) => {
    if (!URL.canParse(address) || !/^https?:/i.test(address)) return [];
    const canonical = canonicalUrl(address);
    const { pathname, search } = new URL(canonical);
    const isAbove =
      siteOf(canonical) === siteOf(own) && ownPath.startsWith(`${pathname.replace(/\/$/, '')}/`);
    return canonical === own || (pathname.length < 2 && search === '') || isAbove ? [] : [canonical];
  });
  return [...new Set(found)];
}

/** What declares itself to be another article is believed where the two say the same. */
async function isSame(tx: Queryable, articleId: number, page: DeclaredPage): Promise<boolean> {
  const known = (await changes.knownById(tx, [articleId])).get(articleId);
  if (!known) return false;
  const title = page.title ?? known.title;
  if (!titlesAgree(readTitle(title), readTitle(known.title))) return false;
  if (page.title === null || spoken(title) === spoken(known.title)) return true;
  const text = (await textsOf(tx, [articleId])).get(articleId) ?? '';
  return textOverlap(text, page.text).jaccard >= LEAST_OVERLAP;
}

async function answerAgain(tx: Queryable, articleId: number): Promise<string[]> {
  const ids = [];
  for (const { channelId } of await messages.listFirstPosted(tx, articleId)) {
    ids.push(...(await messages.turnIntoAgain(tx, channelId, articleId)));
  }
  return ids;
}
