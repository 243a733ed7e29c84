// Finds the articles that a question is about, by the words that tell most.
import { wordsToFind } from '../domain/words.ts';
import type { WeighedWord } from '../llm/choose-answer-passages.ts';
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

/** A word of the question with how much it tells. */
export interface AskedWord extends WeighedWord {
  term: Term;
}

/** The question's words that tell something, each once. A word that no article has tells most. */
export async function weighQuestion(deps: Pick<Deps, 'db'>, question: string): Promise<AskedWord[]> {
  const { terms, articles } = await lookUpTerms(deps.db, wordsToFind(question).slice(0, MOST_WORDS));
  return terms.map((term) => ({ word: term.word, weight: weightOf(term.articles, articles), term }));
}

/** Best first. An article counts for each word of the question that it has, the rarer the word the more. */
export async function retrieveArticles(deps: Pick<Deps, 'db'>, asked: Asked): Promise<Match[]> {
  return await retrieveByWords(deps, await weighQuestion(deps, asked.question), asked);
}

export async function retrieveByWords(
  deps: Pick<Deps, 'db'>,
  words: readonly AskedWord[],
  { channelIds, limit }: Pick<Asked, 'channelIds' | 'limit'>,
): Promise<Match[]> {
  const telling = tellingWords(words).map(({ term, weight }) => ({ query: term.query, weight }));
  return telling.length > 0 ? await matchTerms(deps.db, telling, channelIds, limit) : [];
}

/** The rarest, as many as the index can be asked for; at least the rarest one. */
function tellingWords(words: readonly AskedWord[]): AskedWord[] {
  const known = words.filter(({ term }) => term.articles > 0);
  const sorted = known.sort((a, b) => a.term.articles - b.term.articles).slice(0, MOST_TERMS);
  let hits = 0;
  return sorted.filter(({ term }, n) => {
    hits += term.articles;
    return n === 0 || hits <= MOST_HITS;
  });
}

/** Inverse document frequency, as in BM25 (Robertson and Zaragoza 2009): never negative. */
function weightOf(having: number, articles: number): number {
  return Math.log(1 + (Math.max(articles, having) - having + 0.5) / (having + 0.5));
}
