// Finds the articles that a question is about, by the words that tell most.
import { wordsToFind } from '../domain/words.ts';
import { lookUpTerms, type Match, matchTerms, type Term } from '../store/search-articles.ts';
import type { Deps } from './ports.ts';

/** A question's words that tell most; a pasted page is no question. */
const MOST_TERMS = 24;
const MOST_WORDS = 200;
/** Articles that all terms together may have: what a look into the index may cost. */
const MOST_HITS = 10_000;

export interface Asked {
  question: string;
  /** Only what was posted in one of these; `null` for everything that was read. */
  channelIds: readonly string[] | null;
  limit: number;
}

/** Best first. An article counts for each word of the question that it has, the rarer the word the more. */
export async function retrieveArticles(deps: Pick<Deps, 'db'>, asked: Asked): Promise<Match[]> {
  const { terms, articles } = await lookUpTerms(deps.db, wordsToFind(asked.question).slice(0, MOST_WORDS));
  const telling = tellingTerms(terms).map(({ query, articles: having }) => ({
    query,
    weight: weightOf(having, articles),
  }));
  if (telling.length === 0) return [];
  return await matchTerms(deps.db, telling, asked.channelIds, asked.limit);
}

/** The rarest terms, as many as the index can be asked for; at least the rarest one. */
function tellingTerms(terms: readonly Term[]): Term[] {
  const sorted = [...terms].sort((a, b) => a.articles - b.articles).slice(0, MOST_TERMS);
  let hits = 0;
  return sorted.filter((term, n) => {
    hits += term.articles;
    return n === 0 || hits <= MOST_HITS;
  });
}

/** Inverse document frequency, as in BM25 (Robertson and Zaragoza 2009): never negative. */
function weightOf(having: number, articles: number): number {
  return Math.log(1 + (Math.max(articles, having) - having + 0.5) / (having + 0.5));
}
