// Reads a paper or a video in full once it is chosen for a card. To choose it, the abstract or the description was
// enough: reading all that is collected would ask arXiv and YouTube a hundred times for each card.
import { arxivId } from '../domain/paper-addresses.ts';
import { videoAt } from '../sources/read-video.ts';
import type { FullArticle } from '../store/articles.ts';
import { indexSummaries } from './index-articles.ts';
import type { Deps } from './ports.ts';
import { saveText } from './save-text.ts';

/** Its source gives a short form that says what it is about. */
export function isReadWhenChosen(url: string): boolean {
  return arxivId(url) !== null || videoAt(url) !== null;
}

/** A page that says little more is the short form once more, with what stands around it. */
const LEAST_GAIN = 1.5;

/** The article with its whole text, saved; as it was where there is no more of it to be had just now. */
export async function readInFull(
  deps: Deps,
  article: FullArticle,
  signal?: AbortSignal,
): Promise<FullArticle> {
  if (article.readState !== 'feed' || !isReadWhenChosen(article.url)) return article;
  const page = await deps.pages.fetch(article.url, signal);
  signal?.throwIfAborted();
  if (page.kind === 'unreachable') {
    deps.log.debug({ articleId: article.id }, `It is summarised by its short form: ${page.reason}`);
    return article;
  }
  const read = await deps.reader.readDocument(page.body, page, signal);
  if (read.kind === 'unreadable' || read.wordCount < LEAST_GAIN * (article.wordCount ?? 0)) return article;
  const { text, language, wordCount } = read;
  const state = 'page' as const;
  const kept = { articleId: article.id, state, error: null, text, language, wordCount, facts: article.facts };
  await deps.db.transaction(async (tx) => {
    await saveText(tx, { ...kept, title: null, publishedAt: null }, article.title);
    await indexSummaries(tx, article.id);
  });
  return { ...article, readState: state, text, language, wordCount };
}
