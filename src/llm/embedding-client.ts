// Vectors of texts from the endpoint's embeddings, in batches, with known costs. What the endpoint turns out not to take
// is remembered: large batches, long texts, embeddings at all.
import { APIError } from 'openai';
import { CANCELLED, openEndpoint, reasonOf, withoutKey } from './endpoint.ts';
import { type Allow, askAllowance, NoMoney } from './model-allowance.ts';
import type { ModelAnswer, ModelSettings } from './model-client.ts';
import { cutText } from './plain-text.ts';

export interface EmbeddingClient {
  readonly name: string;
  /** The endpoint has no embeddings, or not this model: it is not asked again by this process. */
  readonly isOff: boolean;
  /** A vector of length 1 for each text, all of one size. Never throws for what an endpoint does wrong. */
  embed(texts: readonly string[], signal?: AbortSignal, allow?: Allow): Promise<ModelAnswer<number[][]>>;
}

/** Texts in one request; an endpoint that takes fewer says so. */
const MOST_AT_ONCE = 32;
/** About 400 tokens in any language: the smaller models take 512. */
const MOST_BYTES = 1_600;
const LEAST_BYTES = 200;
/** What a model puts around a text. */
const FRAME_TOKENS = 8;

export function createEmbeddingClient(settings: ModelSettings): EmbeddingClient {
  const { openai, guard } = openEndpoint(settings);
  let isOff = false;
  let atOnce = MOST_AT_ONCE;
  let mostBytes = MOST_BYTES;
  let dimensions: number | null = null;
  const costOf = (tokens: number): number | null =>
    settings.prices ? (tokens * settings.prices.inputUsdPerMillion) / 1e6 : null;

  async function ask(
    texts: readonly string[],
    spent: Spent,
    { signal, allow }: Circumstances,
  ): Promise<number[][]> {
    const input = texts.map((text) => firstBytes(text, mostBytes));
    // A token is at least a byte, and each text has its frame.
    const mostTokens = spent.inputTokens + Buffer.byteLength(input.join('')) + FRAME_TOKENS * input.length;
    await askAllowance(allow, costOf(mostTokens) ?? 0);
    const from = performance.now();
    const request = { model: settings.model, input, encoding_format: 'float' as const };
    const { data, usage } = await guard.run(
      () => openai.embeddings.create(request, signal ? { signal } : {}),
      signal,
    );
    spent.requests += 1;
    spent.latencyMs += performance.now() - from;
    // Some endpoints report no usage; counted as nothing, a budget would never be spent.
    spent.inputTokens += usage?.prompt_tokens || Math.ceil(Buffer.byteLength(input.join('')) / 4);
    const vectors = [...(data ?? [])]
      .sort((a, b) => a.index - b.index)
      .map(({ embedding }) => unit(embedding));
    if (vectors.length !== texts.length)
      throw new Unusable(`${vectors.length} vectors for ${texts.length} texts`);
    dimensions ??= vectors[0]?.length ?? null;
    if (vectors.some((vector) => vector.length !== dimensions))
      throw new Unusable('vectors of several sizes');
    return vectors;
  }

  /** In as many requests as it takes. */
  async function askAll(
    texts: readonly string[],
    spent: Spent,
    circumstances: Circumstances,
  ): Promise<number[][]> {
    const vectors: number[][] = [];
    while (vectors.length < texts.length) {
      const batch = texts.slice(vectors.length, vectors.length + atOnce);
      const bytes = mostBytes;
      try {
        vectors.push(...(await ask(batch, spent, circumstances)));
      } catch (error) {
        if (!isTooMuch(error)) throw error;
        if (batch.length > 1) atOnce = Math.min(atOnce, Math.ceil(batch.length / 2));
        else if (bytes > LEAST_BYTES) mostBytes = Math.min(mostBytes, Math.ceil(bytes / 2));
        else throw error;
      }
    }
    return vectors;
  }

  return {
    name: settings.model,
    get isOff() {
      return isOff;
    },
    async embed(texts, signal, allow) {
      const spent: Spent = { inputTokens: 0, latencyMs: 0, requests: 0 };
      const usage = () => ({
        model: settings.model,
        inputTokens: spent.inputTokens,
        outputTokens: 0,
        costUsd: costOf(spent.inputTokens),
        latencyMs: Math.round(spent.latencyMs),
        requests: spent.requests,
      });
      try {
        return { kind: 'answer', value: await askAll(texts, spent, { signal, allow }), usage: usage() };
      } catch (error) {
        if (lacksEmbeddings(error)) isOff = true;
        const paid = spent.inputTokens > 0 ? usage() : null;
        if (error instanceof NoMoney) {
          return { kind: 'failed', fault: error.fault, reason: error.message, usage: paid };
        }
        const reason = error instanceof Unusable ? `the endpoint gave ${error.message}` : reasonOf(error);
        return {
          kind: 'failed',
          fault: reason === CANCELLED ? 'cancelled' : 'endpoint',
          reason: withoutKey(reason, settings),
          usage: paid,
        };
      }
    },
  };
}

interface Circumstances {
  signal: AbortSignal | undefined;
  allow: Allow | undefined;
}

interface Spent {
  inputTokens: number;
  latencyMs: number;
  requests: number;
}

/** An answer that cannot be used, whatever its status. */
class Unusable extends Error {}

/** Of length 1, so that a product of two is their cosine. Throws `Unusable` on what has no direction. */
function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  if (!vector.every(Number.isFinite) || length === 0) throw new Unusable('a vector without a direction');
  return vector.map((number) => Number((number / length).toPrecision(6)));
}

function firstBytes(text: string, most: number): string {
  let cut = text;
  while (Buffer.byteLength(cut) > most) {
    cut = cutText(cut, Math.max(1, Math.floor((cut.length * most) / Buffer.byteLength(cut)) - 1));
  }
  // Some endpoints refuse an empty text, and with it the whole batch.
  return cut.trim() === '' ? '-' : cut;
}

const TOO_MUCH = /too (?:large|long|many)|maximum|exceed|batch|context length|token limit|input size/i;

function isTooMuch(error: unknown): boolean {
  if (!(error instanceof APIError)) return false;
  if (error.status === 413) return true;
  // llama.cpp calls it a fault of its own.
  return [400, 422, 500].includes(error.status ?? 0) && TOO_MUCH.test(error.message);
}

/** Not there, not allowed, or not with this model; a bad key or an endpoint that is down says nothing of that. */
function lacksEmbeddings(error: unknown): boolean {
  return error instanceof APIError && [400, 403, 404, 405, 422, 501].includes(error.status ?? 0);
}
