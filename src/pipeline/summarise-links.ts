// A person asks for the summary of links, for their own eyes: read at once, since someone waits for it. Nothing is
// posted, and nobody else is shown what was read before somebody brings it to a channel, or a source has it.
import { getArticle, readAgain } from '../store/articles.ts';
import { composeReply } from './compose-post.ts';
import type { Deps, Post } from './ports.ts';
import { itemOfLink } from './share-link.ts';
import { submitArticles } from './submit-article.ts';

/** More of them would be a list to scroll through, not something read in passing. */
const MOST_LINKS = 3;

export type LinkSummary = Extract<Post, { kind: 'reply' | 'unreadable' }>;

interface AskedLinks {
  channelId: string;
  personId: string;
  urls: string[];
}

export async function summariseLinks(deps: Deps, asked: AskedLinks): Promise<LinkSummary[]> {
  return await listSummaries(deps, asked.channelId, await readLinks(deps, asked));
}

/**
 * Takes the links in and reads them, without a job: answers their articles, in the order given. What could not be read
 * before is tried again, since a person asks for it.
 */
export async function readLinks(deps: Deps, { channelId, personId, urls }: AskedLinks): Promise<number[]> {
  const submission = {
    items: urls.slice(0, MOST_LINKS).map(itemOfLink),
    broughtBy: { kind: 'person' as const, personId, channelId, messageTs: null },
    collectionId: null,
    defaultKind: null,
  };
  const submit = async (): Promise<number[]> =>
    await deps.db.transaction(async (tx) => (await submitArticles(tx, submission, deps.now())).all);
  const articleIds = await submit();
  if (articleIds.length === 0) return [];
  await readAgain(deps.db, articleIds);
  // Only who is asked carries what reading needs.
  const { readArticles } = await import('./read-articles.ts');
  await readArticles(deps, { articleIds });
  // A page may have turned out to be an article that was known by another address.
  return await submit();
}

/** `null` where the article is no longer known. */
export async function addressOf(deps: Deps, articleId: number): Promise<string | null> {
  return (await getArticle(deps.db, articleId, null))?.url ?? null;
}

/** Those of the articles that are known, with a model's summary where there may be one. */
export async function listSummaries(
  deps: Deps,
  channelId: string,
  articleIds: readonly number[],
): Promise<LinkSummary[]> {
  // Only who is asked carries what summarising needs.
  const { writeSummary } = await import('./summarise-article.ts');
  const posts = articleIds.map(async (id) => {
    const article = await getArticle(deps.db, id, channelId);
    if (article) await writeSummary(deps, article, channelId);
    return await composeReply(deps, channelId, id);
  });
  return (await Promise.all(posts)).filter(
    (post): post is LinkSummary => post?.kind === 'reply' || post?.kind === 'unreadable',
  );
}
