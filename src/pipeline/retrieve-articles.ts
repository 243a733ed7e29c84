// Finds the articles that a question is about, by the words that tell most and by what it means.
import { separateWords, wordsToFind } from '../domain/words.ts';
import type { WeighedWord } from '../llm/choose-answer-passages.ts';
import { hasEmbeddings, nearestArticles } from '../store/embeddings.ts';
import { lookUpTerms, type Match, matchTerms, type Term } from '../store/search-articles.ts';
import type { Deps } from './ports.ts';
import { spendOnModel } from './spend.ts';

/** A question's words that tell most; a pasted page is no question. */
const MOST_TERMS = 24;
const MOST_WORDS = 200;
/** Articles that all terms together may have: what a look into the index may cost. */
const MOST_HITS = 10_000;

export interface Asked {
  words: readonly AskedWord[];
  meaning: { model: string; vector: readonly number[] } | null;
  /** Only what was posted in one of these; `null` for everything that was read. */
  channelIds: readonly string[] | null;
  limit: number;
}

/** A word of the question with how much it tells. */
export interface AskedWord extends WeighedWord {
  term: Term;
}

const NO_SPACES = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+$/u;

/** The question's words that tell something, each once. A word that no article has tells most. */
export async function weighQuestion(deps: Pick<Deps, 'db'>, question: string): Promise<AskedWord[]> {
  const { terms, articles } = await lookUpTerms(deps.db, wordsToFind(question).slice(0, MOST_WORDS));
  const telling = terms.filter(({ word, articles: having }) => having > 0 || isWord(word, question));
  return telling.map((term) => ({ word: term.word, weight: weightOf(term.articles, articles), term }));
}

/**
 * The question's words without those in a script that no article has them in: who mixes languages ("vLLM 快多少？") says
 * in one of them what the article is about. All of them where nothing else is asked.
 */
export function withoutForeign<Word extends AskedWord>(words: readonly Word[]): readonly Word[] {
  const own = words.filter(({ word, term }) => term.articles > 0 || !NO_SPACES.test(word));
  return own.some(({ word, term }) => term.articles > 0 && !NO_SPACES.test(word)) ? own : words;
}

/** A pair of characters that is in no article, or one character alone, says nothing of what was asked. */
function isWord(word: string, question: string): boolean {
  if (!NO_SPACES.test(word)) return true;
  return (
    word.length > 1 &&
    separateWords(question.toLowerCase())
      .split(/[^\p{L}\p{M}\p{N}]+/u)
      .includes(word)
  );
}

export interface Found {
  articleId: number;
  /** Its words are the question's, and not only its meaning. */
  byWords: boolean;
  byMeaning: boolean;
}

/** How far down a list's ranks still count. */
const RANKED = 60;

/**
 * Best first, by words and by meaning. An article counts for each word of the question that it has, the rarer the word
 * the more; and for how near its vector is to the question's.
 */
export async function retrieveArticles(
  deps: Pick<Deps, 'db'>,
  { channelIds, limit, words, meaning }: Asked,
): Promise<Found[]> {
  const byWords = await retrieveByWords(deps, words, { channelIds, limit: RANKED });
  const byMeaning = meaning ? await nearestArticles(deps.db, { ...meaning, channelIds, limit: RANKED }) : [];
  const ids = (list: readonly { articleId: number }[]) => list.map(({ articleId }) => articleId);
  const [worded, meant] = [new Set(ids(byWords)), new Set(ids(byMeaning))];
  return fuseRanks([
    { ids: [...worded], weight: WORDS_WEIGHT },
    { ids: [...meant], weight: 1 },
  ])
    .slice(0, limit)
    .map((articleId) => ({ articleId, byWords: worded.has(articleId), byMeaning: meant.has(articleId) }));
}

/**
 * Of two lists the first ranks tell most, and words more than meaning: with 60, the constant for many long lists, and
 * equal weights, the vectors took every twentieth question from the article whose very title it was (decision 20).
 */
const RANK_CONSTANT = 5;
const WORDS_WEIGHT = 2;

/**
 * Reciprocal rank fusion (Cormack and others 2009), weighted: what stands high in several lists comes first, and no list
 * needs a scale that could be compared with another's.
 */
export function fuseRanks<Id>(lists: readonly { ids: readonly Id[]; weight: number }[]): Id[] {
  const scores = new Map<Id, number>();
  for (const { ids, weight } of lists) {
    for (const [rank, id] of ids.entries())
      scores.set(id, (scores.get(id) ?? 0) + weight / (RANK_CONSTANT + rank + 1));
  }
  return [...scores].sort(([, a], [, b]) => b - a).map(([id]) => id);
}

/** A person waits for the answer: after this it is found by words alone. */
const EMBEDDING_WAIT_MS = 5_000;

/** The question as a vector; `null` without embeddings, money for them, or anything that could be found by them. */
export async function meaningOf(
  deps: Deps,
  question: string,
  signal?: AbortSignal,
): Promise<Asked['meaning']> {
  const { embedder } = deps;
  if (!embedder || embedder.isOff || !(await hasEmbeddings(deps.db, embedder.name))) return null;
  const timeout = AbortSignal.timeout(EMBEDDING_WAIT_MS);
  const until = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const call = { task: 'embed-question', articleId: null, promptVersion: null };
  const answer = await spendOnModel(deps, call, (allow) => embedder.embed([question], until, allow));
  if (answer.kind === 'failed') {
    deps.log.warn(
      `A question finds articles by its words alone, since it was not embedded: ${answer.reason}`,
    );
    return null;
  }
  const [vector] = answer.value;
  return vector ? { model: embedder.name, vector } : null;
}

async function retrieveByWords(
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
