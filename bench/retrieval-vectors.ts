// Vectors of articles and questions: a real model's, kept for the next run, or made up.
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mulberry32 } from '../src/domain/seeded-random.ts';
import { createEmbeddingClient } from '../src/llm/embedding-client.ts';
import type { Document } from './retrieval-documents.ts';

/** A real model of embeddings, for example that of bench/embeddings-server.py; without one vectors are made up. */
const EMBEDDINGS_URL = process.env.EMBEDDINGS_URL ?? null;
export const MODEL = process.env.EMBEDDINGS_MODEL ?? 'all-MiniLM-L6-v2';

export type Vectors = ReadonlyMap<string, readonly number[]>;

/** Vectors of all articles and questions, by their words; `null` without a model. */
export async function embedAll(documents: readonly Document[]): Promise<Vectors | null> {
  if (!EMBEDDINGS_URL) return null;
  const client = createEmbeddingClient({
    apiKey: null,
    baseUrl: EMBEDDINGS_URL,
    model: MODEL,
    prices: null,
    timeoutMs: 600_000,
  });
  const texts = new Set(
    documents.flatMap((one) => [embedded(one), ...one.questions.map(({ words }) => words)]),
  );
  const wanted = [...texts];
  const vectors = await readKept();
  const missing = wanted.filter((text) => !vectors.has(text));
  for (let start = 0; start < missing.length; start += 256) {
    process.stderr.write(`retrieval: ${start} of ${missing.length} texts embedded\n`);
    const batch = missing.slice(start, start + 256);
    const answer = await client.embed(batch);
    if (answer.kind === 'failed') throw new Error(`${EMBEDDINGS_URL}: ${answer.reason}`);
    const pairs = batch.map((text, n): [string, number[]] => [text, answer.value[n] ?? []]);
    await keep(pairs);
    for (const [text, vector] of pairs) vectors.set(text, vector);
  }
  return vectors;
}

/** The vectors of an earlier run: on two processors a small model takes a quarter of an hour for them. */
const KEPT = fileURLToPath(
  new URL(`../node_modules/.cache/discuss-ai-bench/${MODEL}.jsonl`, import.meta.url),
);

async function readKept(): Promise<Map<string, readonly number[]>> {
  const lines = (await readFile(KEPT, 'utf8').catch(() => '')).split('\n').filter(Boolean);
  return new Map(lines.map((line) => JSON.parse(line) as [string, number[]]));
}

async function keep(pairs: readonly [string, number[]][]): Promise<void> {
  await mkdir(dirname(KEPT), { recursive: true });
  await appendFile(KEPT, pairs.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

/** As the pipeline embeds an article. */
export function embedded({ title, text }: Document): string {
  return `${title}\n\n${text.slice(0, 4000)}`;
}

const MADE_UP_SIZE = 384;

/** For every article any direction, and for its questions one that lies near. */
export function madeUpVectors(documents: readonly Document[]): Vectors {
  const random = mulberry32(1);
  const vectors = new Map<string, number[]>();
  const ofLengthOne = (vector: number[]): number[] => {
    const length = Math.hypot(...vector);
    return vector.map((x) => x / length);
  };
  for (const one of documents) {
    const own = Array.from({ length: MADE_UP_SIZE }, () => random() - 0.5);
    vectors.set(embedded(one), ofLengthOne(own));
    for (const { words } of one.questions) {
      vectors.set(words, ofLengthOne(own.map((x) => x + 0.5 * (random() - 0.5))));
    }
  }
  return vectors;
}
