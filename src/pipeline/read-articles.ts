// Gets the text of articles, from their page or else from what the source itself said, and the free extract of it.
import type { ArticleFacts, ArticleKind } from '../domain/article.ts';
import { doiAddress } from '../domain/paper-addresses.ts';
import { createTopicMatcher, type TopicMatcher } from '../domain/ranking.ts';
import { extractSummary, extractToSummary } from '../llm/extract-summary.ts';
import type { JobPayload } from '../queue/jobs.ts';
import * as articles from '../store/articles.ts';
import type { Queryable } from '../store/database.ts';
import * as messages from '../store/messages.ts';
import { saveSummary } from '../store/summaries.ts';
import { finishCollection } from './finish-collection.ts';
import { indexSummaries } from './index-articles.ts';
import { joinStory, NO_NEWS, orderStoryNews, type StoryNews } from './join-story.ts';
import { knowAgain } from './know-again.ts';
import type { Deps } from './ports.ts';
import { isReadWhenChosen } from './read-in-full.ts';
import { saveText } from './save-text.ts';
import { linksIn, sketchArticle } from './sketch-article.ts';

/** Pages fetched side by side within one job. */
const AT_ONCE = 6;
/** Fewer words than this are a teaser, not a text. */
const LEAST_WORDS = 5;
const MOST_TOPICS = 5;

/** Reads those of the articles that are still unread. Each is saved when it is done. */
export async function readArticles(
  deps: Deps,
  { articleIds }: JobPayload<'read-articles'>,
  signal?: AbortSignal,
): Promise<void> {
  const unread = await articles.listUnread(deps.db, articleIds);
  const done: Done[] = [];
  const queue = [...unread];
  const match = createTopicMatcher(deps.channels.flatMap((channel) => channel.topics));
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let article = queue.shift(); article; article = queue.shift()) {
        signal?.throwIfAborted();
        done.push(await readArticle(deps, article, match, signal));
      }
    }),
  );
  await orderStoryNews(
    deps,
    done.map(({ news }) => news),
  );
  const kept = [...articleIds, ...done.map(({ articleId }) => articleId)];
  for (const message of await messages.listUnpostedFor(deps.db, kept)) {
    if (message.articleId === null) continue;
    await deps.queue.enqueue('summarise-article', { articleId: message.articleId, messageId: message.id });
  }
  const collectionIds = new Set(unread.flatMap((article) => article.collectionId ?? []));
  for (const collectionId of collectionIds) await finishCollection(deps, collectionId);
}

interface Reading {
  state: 'page' | 'feed' | 'unread';
  text: string;
  language: string | null;
  wordCount: number;
  title: string | null;
  publishedAt: Date | null;
  facts: ArticleFacts | null;
  error: string | null;
  /** Where the text leads to. */
  links: string[];
  /** What the page says are its addresses. */
  declared: string[];
}

interface Done {
  /** Another one where the page turned out to be a known article's. */
  articleId: number;
  news: StoryNews;
}

async function readArticle(
  deps: Deps,
  article: articles.Unread,
  match: TopicMatcher,
  signal: AbortSignal | undefined,
): Promise<Done> {
  const reading = await getText(deps, article, signal);
  const title = reading.title ?? article.title;
  const at = article.publishedAt ?? reading.publishedAt ?? article.firstSeenAt;
  const sketched = sketchArticle({ ...article, ...reading, title, at });
  return await deps.db.transaction(async (tx) => {
    const isUntitled = article.title === article.url;
    const page = { ...reading, articleId: article.id, url: article.url, title: isUntitled ? null : title };
    const known = await knowAgain(tx, page);
    if (known) return { articleId: known.articleId, news: { refresh: [known.articleId], post: known.post } };
    const topics = match(title, reading.text).map(({ topic }) => topic.name);
    const kept = [...new Set(topics)].slice(0, MOST_TOPICS);
    const wasKnown = await saveText(tx, { articleId: article.id, ...reading }, title, kept);
    if (reading.state === 'unread') return { articleId: article.id, news: NO_NEWS };
    await saveExtract(deps, tx, { ...article, title, topics: kept }, reading);
    if (wasKnown) await indexSummaries(tx, article.id);
    return { articleId: article.id, news: await joinStory(tx, sketched, deps.now()) };
  });
}

async function saveExtract(
  deps: Deps,
  tx: Queryable,
  article: { id: number; title: string; kind: ArticleKind; topics: string[] },
  reading: Reading,
): Promise<void> {
  const language = reading.language ?? 'en';
  const { id, title, kind, topics } = article;
  const extract = extractSummary({ title, text: reading.text, language });
  const summary = extractToSummary(extract, kind, topics);
  await saveSummary(tx, id, language, summary, deps.now());
}

/** The page's text where it can be had and says more than the source did. */
async function getText(
  deps: Deps,
  article: articles.Unread,
  signal: AbortSignal | undefined,
): Promise<Reading> {
  const own = await ownText(deps, article.sourceHtml, signal);
  if (own.state === 'feed' && isBestFromSource(article.url)) return own;
  const page = await deps.pages.fetch(
    article.url,
    signal,
    article.collectionId === null ? 'by-person' : undefined,
  );
  if (page.kind === 'unreachable') return { ...own, error: page.reason };
  own.declared.push(page.url);
  const facts = page.about?.facts ?? null;
  const origin = { url: page.url, contentType: page.contentType };
  const read = await deps.reader.readDocument(page.body, origin, signal);
  if (read.kind === 'unreadable') return { ...own, facts, error: read.reason };
  const declared = [page.url, read.canonicalUrl, read.doi && doiAddress(read.doi)].filter(
    (one) => one !== null,
  );
  if (read.wordCount < own.wordCount) return { ...own, facts, declared };
  const { text, language, wordCount, pages } = read;
  // A link that a person posted came without a title: its address stands in for it.
  const title =
    article.title === article.url ? (page.about?.title ?? read.title ?? openingOf(read.text)) : null;
  return {
    state: 'page',
    text,
    language,
    wordCount: pages ? Math.round((wordCount * pages.total) / pages.read) : wordCount,
    title,
    publishedAt: page.about?.publishedAt ?? read.publishedAt,
    facts: pages ? { pages: pages.total, pagesRead: pages.read } : facts,
    error: null,
    links: [...own.links, ...read.links],
    declared,
  };
}

const LONGEST_OPENING = 120;

/** A plain text, and a page without a title, is called by its first sentence. */
function openingOf(text: string): string | null {
  const line = text.split('\n').find((one) => /\p{L}/u.test(one)) ?? '';
  const [sentence = ''] = line.replace(/^[#\s>*-]+/, '').split(/(?<=[.!?]\s|[。！？])/);
  const plain = sentence.trim();
  if (plain.length <= LONGEST_OPENING) return plain || null;
  const cut = plain.slice(0, LONGEST_OPENING).toWellFormed();
  return `${cut.replace(/\s+\S*$/, '')} …`;
}

/** Whether the source's own text is the better one for now; a page with a fragment has other entries as well. */
function isBestFromSource(url: string): boolean {
  return isReadWhenChosen(url) || (URL.parse(url)?.hash.length ?? 0) > 1;
}

async function ownText(deps: Deps, html: string, signal: AbortSignal | undefined): Promise<Reading> {
  const snippet = await deps.reader.readSnippet(html, signal);
  const state = snippet.wordCount >= LEAST_WORDS ? 'feed' : 'unread';
  const links = linksIn(html);
  return { state, ...snippet, title: null, publishedAt: null, facts: null, error: null, links, declared: [] };
}
