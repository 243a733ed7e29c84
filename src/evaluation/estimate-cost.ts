// What an evaluation will cost, before it is begun: the requests are made up as they will be, and not sent.
import type { ModelClient } from '../llm/model-client.ts';
import type { Prompts } from '../llm/prompts.ts';
import { summariseWithModel } from '../llm/summarise-article.ts';
import type { ArticleSet } from './article-set.ts';
import { type AnswerCache, requestKey } from './cached-model.ts';
import { toAsk } from './run-evaluation.ts';

export interface Estimate {
  /** Articles whose answer is not kept yet. */
  asked: number;
  /** `null` where the price is not known. */
  costUsd: number | null;
}

/** Tokens of the reply's schema, and of a good reply, as `npm run bench -- bill` counts them. */
const SCHEMA_TOKENS = 450;
const REPLY_TOKENS = 350;
/** Some answers are asked for once more. */
const REQUESTS_EACH = 1.5;
const BYTES_A_TOKEN = 4;

export async function estimateCost(
  subject: {
    name: string;
    endpoint: string;
    prices: { input: number; output: number } | null;
    prompts: Prompts;
  },
  set: ArticleSet,
  cache: AnswerCache,
): Promise<Estimate> {
  let [asked, input] = [0, 0];
  const counting: ModelClient = {
    name: subject.name,
    nameFor: () => subject.name,
    answer: async (request) => {
      if (!cache.get(requestKey(subject.endpoint, subject.name, request))) {
        asked++;
        input += SCHEMA_TOKENS + Buffer.byteLength(request.system + request.user) / BYTES_A_TOKEN;
      }
      return { kind: 'failed', reason: 'only counted', usage: null };
    },
  };
  for (const article of set.articles) await summariseWithModel(counting, subject.prompts, toAsk(article));
  const { prices } = subject;
  const costUsd =
    prices && (REQUESTS_EACH * (input * prices.input + asked * REPLY_TOKENS * prices.output)) / 1e6;
  return { asked, costUsd };
}
