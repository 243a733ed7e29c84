// What a day costs: 500 collected items, of which a channel posts six and people share some, at published prices.
// Tokens are counted, not guessed: real articles in the real prompt. Run alone: node bench/bill.ts
import { readFileSync } from 'node:fs';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { parse } from 'yaml';
import { ARTICLE_KINDS } from '../src/domain/article.ts';
import { extractSummary } from '../src/llm/extract-summary.ts';
import type { ModelClient } from '../src/llm/model-client.ts';
import { loadPrompts } from '../src/llm/prompts.ts';
import { summariseWithModel } from '../src/llm/summarise-article.ts';
import { abstracts, feedItems, pages, type RealArticle } from './articles.ts';
import { type Figure, printFigures, quantile } from './report.ts';

const COLLECTED = 500;
const POSTED = 6;
/** An assumption: links that a busy team posts in a day. */
const SHARED = 14;
const MODEL = 'gpt-5-mini';
const GOAL_USD = 0.1;
/** Every summary asked for twice: what it costs at worst. */
const WORST = 2;

interface Tokens {
  input: number;
  output: number;
}

export async function benchBill(): Promise<Figure[]> {
  const articles = [...pages(), ...(await feedItems()), ...abstracts()];
  const name = `the model, USD a day at ${COLLECTED} collected items`;
  const goal = `< ${GOAL_USD.toFixed(2)} USD`;
  if (articles.length === 0)
    return [{ name, figure: 'skipped: shared test data is absent', goal, met: null }];
  const chosen = Array.from(
    { length: COLLECTED },
    (_, n) => articles[Math.floor((n * articles.length) / COLLECTED)] as RealArticle,
  );
  const tokens = await Promise.all(chosen.map(tokensOf));
  const prices = (parse(readFileSync('config/model.yaml', 'utf8')) as { prices: Record<string, Tokens> })
    .prices;
  const price = prices[MODEL] as Tokens;
  const mean = (of: (one: Tokens) => number): number =>
    tokens.reduce((sum, one) => sum + of(one), 0) / tokens.length;
  const each = (mean(({ input }) => input) * price.input + mean(({ output }) => output) * price.output) / 1e6;
  const asked = POSTED + SHARED;
  const assumed = `${MODEL} at ${price.input} and ${price.output} USD per million tokens`;
  return [
    {
      name,
      figure: `${(WORST * asked * each).toFixed(3)} USD`,
      goal,
      met: WORST * asked * each < GOAL_USD,
      detail: `${POSTED} posted and ${SHARED} shared, each asked for twice; ${assumed}`,
    },
    {
      name: 'the same, each asked for once',
      figure: `${(asked * each).toFixed(3)} USD`,
      goal: null,
      met: null,
      detail: `input p50 ${quantile(
        tokens.map(({ input }) => input),
        0.5,
      )}, p95 ${quantile(
        tokens.map(({ input }) => input),
        0.95,
      )} tokens; output ${mean(({ output }) => output).toFixed(0)}`,
    },
    {
      name: 'the same, had all that is collected been summarised',
      figure: `${(COLLECTED * each).toFixed(2)} USD`,
      goal: null,
      met: null,
    },
  ];
}

const prompts = loadPrompts('config/prompts');

/** Tokens of the request as it would be sent, and of a reply as long as a good one. */
async function tokensOf(article: RealArticle): Promise<Tokens> {
  let input = 0;
  const counting: ModelClient = {
    name: MODEL,
    nameFor: () => MODEL,
    answer: async ({ system, user }) => {
      input = countTokens(system) + countTokens(user);
      return { kind: 'failed', reason: 'only counted', usage: null };
    },
  };
  await summariseWithModel(counting, prompts, {
    ...article,
    textLanguage: article.language,
    language: 'en',
    kinds: ARTICLE_KINDS,
    topics: [
      'Agents',
      'Inference cost',
      'Evaluation',
      'Retrieval',
      'Safety',
      'Training',
      'Multimodal',
      'Open models',
    ],
    audience: 'engineers who build with AI',
  });
  const { tldr, points } = extractSummary(article);
  const claims = points.map(({ text }) => ({ text, sentence: 10 }));
  const reply = {
    tldr: { text: tldr, sentence: 1 },
    points: claims,
    kind: 'paper',
    topics: ['Agents', 'Safety'],
  };
  const more = { tryIt: claims[0] ?? null, limits: claims.slice(0, 1), numbers: [] };
  return { input: input + SCHEMA_TOKENS, output: countTokens(JSON.stringify({ ...reply, ...more })) };
}

/** The JSON schema of the reply, which endpoints put into the prompt: counted once, rounded up. */
const SCHEMA_TOKENS = 450;

if (import.meta.main) printFigures(await benchBill());
