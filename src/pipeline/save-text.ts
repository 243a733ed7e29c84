// Keeps an article's text, and what search finds it by.
import * as articles from '../store/articles.ts';
import type { Queryable } from '../store/database.ts';
import { indexText } from './index-articles.ts';

/** True where the article was found by something before: its summaries are to be indexed again. */
export async function saveText(
  tx: Queryable,
  read: articles.ReadResult,
  title: string,
  topics: readonly string[] = [],
): Promise<boolean> {
  await articles.saveRead(tx, read);
  return await indexText(tx, { ...read, title, topics });
}
