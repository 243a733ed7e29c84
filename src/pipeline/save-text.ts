// Keeps an article's text, and what search finds it by.
import { characterPairs, separateWords } from '../domain/words.ts';
import * as articles from '../store/articles.ts';
import type { Queryable } from '../store/database.ts';
import { indexArticle } from '../store/search-articles.ts';

/** What Postgres indexes of a text; a tsvector holds at most 1 MB, and nobody searches a book's last page. */
const SEARCHED_CHARACTERS = 20_000;

export async function saveText(
  tx: Queryable,
  read: articles.ReadResult,
  title: string,
  topics: readonly string[] = [],
): Promise<void> {
  await articles.saveRead(tx, read);
  const searched = read.text.slice(0, SEARCHED_CHARACTERS);
  await indexArticle(tx, {
    articleId: read.articleId,
    language: read.language,
    title: separateWords(title),
    text: separateWords(searched),
    pairs: characterPairs(`${title} ${searched}`).join(' '),
    topics,
  });
}
