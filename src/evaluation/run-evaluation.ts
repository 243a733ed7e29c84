// Has one model, with one prompt, summarise a set of articles, as the product would, and measures each summary.
// Knows no store and no files: what it may spend is asked of `mayGoOn` before each article.
import { ARTICLE_KINDS } from '../domain/article.ts';
import type { Values } from '../domain/evaluation.ts';
import { extractSummary, extractToSummary } from '../llm/extract-summary.ts';
import type { ModelAnswer, ModelClient } from '../llm/model-client.ts';
import type { Prompts } from '../llm/prompts.ts';
import { type ArticleToSummarise, type Heard, summariseWithModel } from '../llm/summarise-article.ts';
import type { ArticleSet, EvaluatedArticle } from './article-set.ts';
import { measure, type Outcome } from './measures.ts';

/** Something that the first answer said and that does not hold. */
export interface Mistake {
  /** The kind of fault, as the check names it. */
  fault: string;
  said: string;
  /** The sentence that it was held against. */
  sentence: string | null;
  /** It was caught, and what the card shows instead. */
  found: string;
}

export interface ArticleResult {
  id: string;
  hash: string;
  title: string;
  language: string;
  traits: string[];
  values: Values;
  /** What a card would show. */
  tldr: string;
  points: string[];
  /** Why there is no summary by the model; `null` where there is one. */
  failed: string | null;
  mistakes: Mistake[];
}

/** The topics of no channel in particular. */
const TOPICS = ['Agents', 'Inference cost', 'Evaluation', 'Retrieval', 'Safety', 'Training', 'Open models'];
const AUDIENCE = 'engineers who build with AI';

export function toAsk(article: EvaluatedArticle): ArticleToSummarise {
  return {
    title: article.title,
    text: article.text,
    textLanguage: article.language,
    language: article.into,
    kinds: ARTICLE_KINDS,
    topics: TOPICS,
    audience: AUDIENCE,
  };
}

export interface RunOptions {
  /** Articles asked for side by side. */
  atOnce: number;
  signal?: AbortSignal;
  mayGoOn(): Promise<boolean>;
  progress(done: number, of: number, result: ArticleResult): void;
}

/** Results in the set's order; fewer than it has where `mayGoOn` said no, or it was cancelled. */
export async function runEvaluation(
  model: ModelClient,
  prompts: Prompts,
  set: ArticleSet,
  options: RunOptions,
): Promise<ArticleResult[]> {
  const results = new Map<number, ArticleResult>();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < set.articles.length && !options.signal?.aborted && (await options.mayGoOn())) {
      const at = next++;
      const article = set.articles[at];
      if (!article) return;
      const result = await evaluateArticle(model, prompts, article, options.signal);
      if (options.signal?.aborted) return;
      results.set(at, result);
      options.progress(results.size, set.articles.length, result);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, work));
  return [...results].sort(([one], [other]) => one - other).map(([, result]) => result);
}

async function evaluateArticle(
  model: ModelClient,
  prompts: Prompts,
  article: EvaluatedArticle,
  signal: AbortSignal | undefined,
): Promise<ArticleResult> {
  const heard: Heard[] = [];
  const answers: ModelAnswer<unknown>[] = [];
  const listened: ModelClient = {
    ...model,
    answer: async (request) => {
      const answer = await model.answer(request);
      // Asked anew with less of the article: no answer of the model's.
      if (answer.kind === 'answer' || answer.fault !== 'too-long') answers.push(answer);
      return answer;
    },
  };
  const answer = await summariseWithModel(listened, prompts, toAsk(article), signal, (one) =>
    heard.push(one),
  );
  const usages = answers.map(({ usage }) => usage).filter((usage) => usage !== null);
  const costs = usages.map(({ costUsd }) => costUsd);
  const [first] = answers;
  const outcome: Outcome = {
    shown: answer.kind === 'answer' ? answer.value : extractOf(article),
    asked: {
      usable: answer.kind === 'answer',
      refused: answers.some((one) => one.kind === 'failed' && one.fault === 'refused'),
      fitted: first?.kind === 'answer' && first.usage.requests === 1,
      costUsd: costs.every((cost) => cost !== null) ? costs.reduce((sum, cost) => sum + cost, 0) : null,
      latencyMs: usages.length > 0 ? usages.reduce((sum, { latencyMs }) => sum + latencyMs, 0) : null,
      first: heard[0] ?? null,
    },
  };
  const failed = answer.kind === 'failed' ? answer.reason : null;
  return resultOf(article, outcome, failed, heard[0] ? mistakesIn(heard[0]) : []);
}

/** What the product shows without a model: free, and what every model has to be better than. */
export function evaluateExtracts(set: ArticleSet): ArticleResult[] {
  return set.articles.map((article) =>
    resultOf(article, { shown: extractOf(article), asked: null }, null, []),
  );
}

function extractOf(article: EvaluatedArticle): Outcome['shown'] {
  return extractToSummary(extractSummary(article), 'news', []);
}

function resultOf(
  article: EvaluatedArticle,
  outcome: Outcome,
  failed: string | null,
  mistakes: Mistake[],
): ArticleResult {
  const { id, hash, title, language, traits } = article;
  const { tldr, points } = outcome.shown;
  const values = measure(article, outcome);
  return {
    id,
    hash,
    title,
    language,
    traits,
    values,
    tldr,
    points: points.map(({ text }) => text),
    failed,
    mistakes,
  };
}

function mistakesIn({ held }: Heard): Mistake[] {
  return [
    held.tldr,
    ...held.points,
    ...held.limits,
    ...held.numbers,
    ...(held.tryIt ? [held.tryIt] : []),
  ].flatMap(({ claim, quote, faults }) =>
    faults.slice(0, 1).map(({ kind, found }) => ({
      fault: kind,
      said: claim.text,
      sentence: quote,
      found,
    })),
  );
}
