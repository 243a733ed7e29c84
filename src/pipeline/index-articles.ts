// What search and questions find articles and demos by: always the words that stand in the store now. Every step that
// changes a title, a text, a summary or a demo calls one of these in its transaction.
import { characterPairs, separateWords } from '../domain/words.ts';
import { wordingsOf } from '../store/articles.ts';
import type { Queryable } from '../store/database.ts';
import * as index from '../store/index-articles.ts';
import { listUnindexedDemos, wordingOfDemo } from '../store/pocs.ts';
import { allSummariesOf } from '../store/summaries.ts';
import type { Deps } from './ports.ts';

/** What Postgres indexes of a text; a tsvector holds at most 1 MB, and nobody searches a book's last page. */
const SEARCHED_CHARACTERS = 20_000;
const BATCH = 50;
/** In one run: the next one goes on. */
const MOST_BATCHES = 20;

/** True where the article was found by something before, of which its summaries' words are gone now. */
export async function indexText(
  tx: Queryable,
  article: {
    articleId: number;
    language: string | null;
    title: string;
    text: string;
    topics?: readonly string[];
  },
): Promise<boolean> {
  const searched = article.text.slice(0, SEARCHED_CHARACTERS);
  return await index.indexArticle(tx, {
    ...article,
    title: separateWords(article.title),
    ...wordsOf(searched),
    pairs: characterPairs(`${article.title} ${searched}`).join(' '),
  });
}

/** The article's summaries as they are now: what was replaced or taken back finds it no more. */
export async function indexSummaries(tx: Queryable, articleId: number): Promise<void> {
  const summaries = await allSummariesOf(tx, articleId);
  const indexed = summaries.map(({ method, language, tldr, points, topics }) => {
    // An extract's sentences are the article's own, which finds it already.
    const told = method === 'model' ? [tldr, ...points.map(({ text }) => text)].join('\n') : '';
    return { language, topics, ...wordsOf(told) };
  });
  await index.indexSummaries(tx, articleId, indexed);
}

/** Everything that the article is found by. */
export async function indexAnew(tx: Queryable, articleId: number): Promise<void> {
  const [wording] = await wordingsOf(tx, [articleId]);
  if (!wording) return;
  await indexText(tx, wording);
  await indexSummaries(tx, articleId);
}

/** `languageOf`: the language that a channel speaks. */
export async function indexDemo(
  tx: Queryable,
  demo: { pocId: number; url: string },
  languageOf: (channelId: string) => string | null,
): Promise<void> {
  const wording = await wordingOfDemo(tx, demo);
  if (!wording) return;
  const { channelId, title, hypothesis, note } = wording;
  const words = wordsOf([title, hypothesis, note ?? ''].join('\n'));
  await index.indexDemo(tx, { ...demo, language: languageOf(channelId), ...words });
}

/** The job: brings what older versions indexed otherwise, or not at all, up to date, the newest first. */
export async function indexArticles(deps: Deps, signal?: AbortSignal): Promise<void> {
  const languageOf = (id: string) => deps.channels.find((channel) => channel.id === id)?.language ?? null;
  for (const demo of await listUnindexedDemos(deps.db, BATCH * MOST_BATCHES)) {
    signal?.throwIfAborted();
    await deps.db.transaction((tx) => indexDemo(tx, demo, languageOf));
  }
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const articleIds = await index.listToIndex(deps.db, BATCH);
    if (articleIds.length === 0) return;
    for (const articleId of articleIds) {
      signal?.throwIfAborted();
      await deps.db.transaction(async (tx) => {
        await indexAnew(tx, articleId);
        await index.dropToIndex(tx, articleId);
      });
    }
    deps.log.info(
      { articles: articleIds.length },
      'Articles are found by their words as this version writes them',
    );
  }
}

function wordsOf(text: string): { text: string; pairs: string } {
  return { text: separateWords(text), pairs: characterPairs(text).join(' ') };
}
