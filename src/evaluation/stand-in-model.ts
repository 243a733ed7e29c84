// Not a model: an endpoint's place is taken by a few rules, so that an evaluation can be tried, and tested, without one.
// It repeats sentences of the article, and makes the mistakes that models make, by chance that is always the same.
import { mulberry32 } from '../domain/seeded-random.ts';
import { extractSummary } from '../llm/extract-summary.ts';
import type { ModelAnswer, ModelClient } from '../llm/model-client.ts';

export const STAND_IN = 'stand-in';

const SENTENCE = /^\[(\d+)\] (.+)$/gm;
/** Of a hundred articles. */
const REFUSES = 3;
const TALKS = 5;
const MISCOUNTS = 25;
const SECOND_GUESS = 0.5;

export function standInModel(): ModelClient {
  return {
    name: STAND_IN,
    nameFor: () => STAND_IN,
    answer: async ({ user, schema, followUp }) => {
      const luck = mulberry32(seedOf(user.replace(/article-[0-9a-f]{16}/g, '')))() * 100;
      const usage = {
        model: STAND_IN,
        inputTokens: Math.ceil(user.length / 4),
        outputTokens: 150,
        costUsd: 0,
        latencyMs: 0,
        requests: luck < REFUSES + TALKS && luck >= REFUSES ? 2 : 1,
      };
      const failed = (fault: 'refused' | 'misfit', reason: string): ModelAnswer<never> => ({
        kind: 'failed',
        fault,
        reason,
        usage,
      });
      if (luck < REFUSES) return failed('refused', 'the model refused: I would rather not');
      const mistaken = luck < MISCOUNTS && (!followUp || luck < MISCOUNTS * SECOND_GUESS);
      const reply = schema.safeParse(replyTo(user, mistaken));
      return reply.success
        ? { kind: 'answer', value: reply.data, usage }
        : failed('misfit', 'the article has nothing to repeat');
    },
  };
}

function replyTo(user: string, mistaken: boolean): unknown {
  const sentences = [...user.matchAll(SENTENCE)].map(([, number, text = '']) => ({
    number: Number(number),
    text,
  }));
  const title = /^Title: (.*)$/m.exec(user)?.[1] ?? '';
  const { tldr, points } = extractSummary({
    title,
    text: sentences.map(({ text }) => text).join('\n\n'),
    language: 'en',
  });
  const claim = (text: string, quote: string) => ({
    text: mistaken ? text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 3) % 10)) : text,
    sentence: sentences.find((one) => one.text.includes(quote))?.number ?? sentences[0]?.number ?? null,
  });
  return {
    tldr: claim(tldr, tldr),
    points: points.map(({ text, quote }) => claim(text, quote)),
    kind: /^- kind: .*: (\w+)/m.exec(user)?.[1] ?? 'news',
    topics: [],
    tryIt: null,
    limits: [],
    numbers: [],
  };
}

function seedOf(text: string): number {
  let hash = 0;
  for (const letter of text) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0;
  return hash >>> 0;
}
