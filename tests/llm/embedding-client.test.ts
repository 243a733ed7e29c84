// Embeddings from endpoints of several habits, over HTTP.
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmbeddingClient, type EmbeddingClient } from '../../src/llm/embedding-client.ts';
import { type ModelServer, type Reply, refusal, startModelServer } from './model-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

interface Request {
  model: string;
  input: string[];
  encoding_format: string;
}

async function serve(answer: (request: Request, index: number) => Reply): Promise<{
  server: ModelServer;
  client: EmbeddingClient;
  /** Another, which knows nothing of the endpoint yet. */
  open: () => EmbeddingClient;
  inputs: () => string[][];
}> {
  const server = await startModelServer((request, index) => answer(request as unknown as Request, index));
  closing.push(() => server.close());
  const prices = { inputUsdPerMillion: 2, outputUsdPerMillion: 0 };
  const open = () =>
    createEmbeddingClient({
      apiKey: 'tok_1234567890abcdef',
      baseUrl: server.url,
      model: 'vectors',
      prices,
      maxRetries: 0,
    });
  const inputs = () => server.requests.map((request) => (request as unknown as Request).input);
  return { server, open, client: open(), inputs };
}

function vectors(input: readonly string[], more: object = {}): Reply {
  // Out of order, as the field \`index\` allows.
  const data = input
    .map((text, index) => ({ object: 'embedding', index, embedding: [text.length, 0, 1] }))
    .reverse();
  return { body: { object: 'list', model: 'vectors', data, ...more } };
}

const texts = (count: number) => Array.from({ length: count }, (_, n) => 'x'.repeat(n + 1));

describe('an embedding client', () => {
  it('gives vectors of length 1 in the order of the texts, with what they cost', async () => {
    const usage = { prompt_tokens: 500, total_tokens: 500 };
    const { client } = await serve(({ input }) => vectors(input, { usage }));
    const answer = await client.embed(['a', 'bbb']);
    if (answer.kind !== 'answer') throw new Error(answer.reason);
    expect(answer.value.map(([first = 0, , third = 0]) => Math.round(first / third))).toEqual([1, 3]);
    for (const vector of answer.value) expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
    expect(answer.usage).toMatchObject({ model: 'vectors', inputTokens: 500, costUsd: 0.001, requests: 1 });
  });

  it('asks in batches, and in smaller ones of an endpoint that takes fewer, from then on', async () => {
    const { client, inputs } = await serve(({ input }) =>
      input.length > 8 ? refusal(400, 'batch size is too large') : vectors(input),
    );
    const answer = await client.embed(texts(40));
    expect(answer.kind === 'answer' && answer.value).toHaveLength(40);
    expect(inputs().map((input) => input.length)).toEqual([32, 16, 8, 8, 8, 8, 8]);
    await client.embed(texts(9));
    expect(inputs().at(-2)).toHaveLength(8);
    expect(client.isOff).toBe(false);
  });

  it('sends shorter texts to an endpoint that takes no longer ones', async () => {
    const { client, inputs } = await serve(({ input }) =>
      (input[0]?.length ?? 0) > 500 ? refusal(500, 'input is too large to process') : vectors(input),
    );
    const answer = await client.embed(['word '.repeat(2_000)]);
    expect(answer.kind).toBe('answer');
    expect(inputs().length).toBeGreaterThan(1);
    expect(inputs().length).toBeLessThan(5);
  });

  it('gets a vector for each text from an endpoint of whatever limits, and then knows them', async () => {
    const text = fc
      .tuple(fc.constantFrom('a', '字', '🙂'), fc.nat({ max: 900 }))
      .map(([letter, times]) => letter.repeat(times));
    let limits = { texts: 1, bytes: 200 };
    const { server, open, inputs } = await serve(({ input }) => {
      if (input.length > limits.texts) return refusal(422, 'too many inputs in one batch');
      if (input.some((text) => Buffer.byteLength(text) > limits.bytes)) return refusal(413, 'payload');
      return vectors(input);
    });
    await fc.assert(
      fc.asyncProperty(
        fc.record({ texts: fc.integer({ min: 1, max: 40 }), bytes: fc.integer({ min: 200, max: 2_000 }) }),
        fc.array(text, { minLength: 1, maxLength: 40 }),
        async (given, wanted) => {
          limits = given;
          const client = open();
          const before = server.requests.length;
          const answer = await client.embed(wanted);
          expect(answer.kind === 'answer' && answer.value).toHaveLength(wanted.length);
          // Five halvings lead from 32 texts to one, three from 1,600 bytes to 200; no answer has no vector.
          expect(server.requests.length - before).toBeLessThanOrEqual(5 + 3 + wanted.length);
          const learnt = server.requests.length;
          expect((await client.embed(wanted)).kind).toBe('answer');
          expect(inputs().slice(learnt).flat()).toHaveLength(wanted.length);
          const bytes = inputs()
            .slice(before)
            .flat()
            .map((sent) => Buffer.byteLength(sent));
          expect(Math.max(...bytes)).toBeLessThanOrEqual(1_600);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is off where the endpoint has no embeddings, and asks no more', async () => {
    const { client, server } = await serve(() => refusal(404, 'no such route'));
    expect((await client.embed(['a'])).kind).toBe('failed');
    expect(client.isOff).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it('stays on when the endpoint is only in trouble', async () => {
    const { client } = await serve(() => refusal(503, 'busy'));
    expect((await client.embed(['a'])).kind).toBe('failed');
    expect(client.isOff).toBe(false);
  });

  it.each([
    ['too few vectors', []],
    ['a vector of nothing', [{ index: 0, embedding: [0, 0, 0] }]],
    ['vectors that are no numbers', [{ index: 0, embedding: [null, 1, 2] }]],
  ])('refuses %s', async (_, data) => {
    const { client } = await serve(() => ({ body: { object: 'list', model: 'vectors', data } }));
    expect((await client.embed(['a'])).kind).toBe('failed');
  });

  it('refuses vectors of another size than before', async () => {
    const { client } = await serve(({ input }, index) => {
      const embedding = index === 0 ? [1, 2, 3] : [1, 2];
      return { body: { data: input.map((_text, at) => ({ index: at, embedding })) } };
    });
    expect((await client.embed(['a'])).kind).toBe('answer');
    expect((await client.embed(['a'])).kind).toBe('failed');
  });

  it('says nothing of the key', async () => {
    const { client } = await serve(() => refusal(400, 'wrong: tok_1234567890abcdef'));
    const answer = await client.embed(['a']);
    expect(answer.kind === 'failed' && answer.reason).not.toContain('tok_');
  });
});
