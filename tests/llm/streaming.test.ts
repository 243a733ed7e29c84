// Answers that come bit by bit, and endpoints that can do less than that: what is asked of them, how often, and what
// bounds them. Over HTTP, but for what the bits add up to.
import fc from 'fast-check';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type Chunks, type Gathering, gatherChunks } from '../../src/llm/gather-chunks.ts';
import { createModelClient, type ModelClient, type ModelSettings } from '../../src/llm/model-client.ts';
import {
  type ChatRequest,
  chunk,
  completion,
  type Reply,
  refusal,
  startModelServer,
} from './model-server.ts';

const GOOD = JSON.stringify({ word: 'kite' });

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function serve(answer: (request: ChatRequest, index: number) => Reply | null) {
  const server = await startModelServer(answer);
  closing.push(() => server.close());
  const open = (more: Partial<ModelSettings> = {}): ModelClient =>
    createModelClient({
      apiKey: null,
      baseUrl: server.url,
      model: 'small',
      prices: null,
      maxRetries: 0,
      ...more,
    });
  return { requests: server.requests, open };
}

/** With everything that it was told while the answer was written. */
async function ask(
  client: ModelClient,
  onText: (soFar: string) => void = () => undefined,
  signal?: AbortSignal,
) {
  return await client.answer({
    task: 'name',
    system: 'Be exact.',
    user: 'Name one.',
    schema: z.object({ word: z.string() }),
    onText,
    ...(signal ? { signal } : {}),
  });
}

function chunksOf(
  given: Iterable<object> | AsyncIterable<object>,
  controller = new AbortController(),
): Chunks {
  const bits = given as AsyncIterable<ChatCompletionChunk>;
  return {
    controller,
    async *[Symbol.asyncIterator]() {
      yield* bits;
    },
  };
}

const gather = (chunks: Chunks, more: Partial<Gathering> = {}) =>
  gatherChunks(chunks, { onText: () => undefined, mostCharacters: 1_000, patienceMs: 60_000, ...more });

describe('what the bits add up to', () => {
  it('is what was written, however it was cut, and each telling goes on from the one before', async () => {
    const bits = fc.array(fc.oneof(fc.string(), fc.constant(null)), { maxLength: 20 });
    const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };
    await fc.assert(
      fc.asyncProperty(bits, fc.boolean(), async (texts, withUsage) => {
        const told: string[] = [];
        const answer = await gather(
          chunksOf([
            ...texts.map((text) => chunk(text)),
            chunk(null, { finish: 'stop' }),
            ...(withUsage ? [{ ...chunk(null), choices: [], usage }] : []),
          ]),
          { onText: (soFar) => told.push(soFar) },
        );
        const whole = texts.join('');
        expect(answer?.choices[0]).toMatchObject({
          message: { content: whole, refusal: null },
          finish_reason: 'stop',
        });
        expect(answer?.usage).toEqual(withUsage ? usage : undefined);
        expect(told.at(-1) ?? '').toBe(whole);
        for (const [at, text] of told.entries()) expect(text.startsWith(told[at - 1] ?? '')).toBe(true);
      }),
    );
  });

  it('is never more than its bound, and an answer that runs on is stopped and counts as cut off', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 500 }),
        fc.string({ minLength: 1 }),
        fc.boolean(),
        async (mostCharacters, text, refuses) => {
          let isOpen = true;
          function* runningOn() {
            try {
              for (let n = 0; n < 2_000; n++) yield refuses ? chunk(null, { refusal: text }) : chunk(text);
              throw new Error('Nobody has stopped it');
            } finally {
              isOpen = false;
            }
          }
          const answer = await gather(chunksOf(runningOn()), { mostCharacters });
          const choice = answer?.choices[0];
          expect(choice?.finish_reason).toBe('length');
          expect(choice?.message.content).toHaveLength(refuses ? 0 : mostCharacters);
          expect(isOpen).toBe(false);
        },
      ),
    );
  });

  it('is nothing where nothing comes, and a time-out where it comes no further', async () => {
    expect(await gather(chunksOf([]))).toBeNull();
    const controller = new AbortController();
    async function* stalling() {
      yield chunk('{"wo');
      await new Promise((resolve) => controller.signal.addEventListener('abort', resolve));
    }
    await expect(gather(chunksOf(stalling(), controller), { patienceMs: 5 })).rejects.toThrow('timed out');
  });
});

describe('an endpoint', () => {
  it('that streams has its answer told while it is written', async () => {
    const { requests, open } = await serve(() => ({
      body: null,
      events: [chunk('{"word":'), chunk(' "kite"}'), chunk(null, { finish: 'stop' })],
    }));
    const told: string[] = [];
    expect(await ask(open(), (soFar) => told.push(soFar))).toMatchObject({ value: { word: 'kite' } });
    expect(told).toEqual(['{"word":', '{"word": "kite"}']);
    expect(requests.map(({ stream }) => stream)).toEqual([true]);
  });

  it('that can do less, in whatever way, is asked a bounded number of times, and no longer for what it refused', async () => {
    const abilities = {
      stream_options: ({ stream_options }: ChatRequest) => stream_options,
      stream: ({ stream }: ChatRequest) => stream,
      json_schema: ({ response_format }: ChatRequest) => response_format?.type === 'json_schema',
      json_object: ({ response_format }: ChatRequest) => response_format?.type === 'json_object',
      max_completion_tokens: (request: ChatRequest) => 'max_completion_tokens' in request,
      max_tokens: (request: ChatRequest) => 'max_tokens' in request,
    };
    const names = Object.keys(abilities) as (keyof typeof abilities)[];
    let lacks: (keyof typeof abilities)[] = [];
    const { requests, open } = await serve((request) => {
      // The first that it does not know is what it complains of.
      const unknown = lacks.find((name) => abilities[name](request));
      if (unknown) return refusal(400, `${unknown} is not supported`);
      return request.stream ? { body: null, events: [chunk(GOOD)] } : completion(GOOD);
    });
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(names), async (lacking) => {
        lacks = lacking;
        const client = open();
        const before = requests.length;
        expect(await ask(client)).toMatchObject({ kind: 'answer', value: { word: 'kite' } });
        // There are two ways to ask for an object, and two for a stream: a refusal each.
        const twice = lacking.filter((name) => name === 'json_object' || name === 'stream');
        const most = 1 + lacking.length + twice.length;
        expect(requests.length - before).toBeLessThanOrEqual(most);
        const learnt = requests.length;
        expect((await ask(client)).kind).toBe('answer');
        expect(requests).toHaveLength(learnt + 1);
        const last = requests.at(-1);
        expect([last?.stream ?? false, last?.response_format?.type]).toEqual([
          !lacking.includes('stream'),
          ['json_schema', 'json_object'].find((name) => !(lacking as string[]).includes(name)),
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it('that takes the wish for a stream and answers in one piece is asked in one piece from then on', async () => {
    const { requests, open } = await serve(() => completion(GOOD));
    const client = open();
    expect((await ask(client)).kind).toBe('answer');
    expect((await ask(client)).kind).toBe('answer');
    expect(requests.map(({ stream }) => stream ?? false)).toEqual([true, false, false]);
  });

  it('that stalls amid its answer is given up', async () => {
    const { open } = await serve(() => ({ body: null, events: [chunk('{"wo')], stalls: true }));
    expect(await ask(open({ timeoutMs: 200 }))).toMatchObject({
      kind: 'failed',
      fault: 'endpoint',
      reason: 'the endpoint did not answer in time',
    });
  });

  it('is not taken for one that does not stream because nobody waited for its first word', async () => {
    const { requests, open } = await serve((_, index) =>
      index === 0 ? { body: null, events: [], stalls: true } : { body: null, events: [chunk(GOOD)] },
    );
    const cancel = new AbortController();
    const real = globalThis.fetch;
    const spy = vi.spyOn(globalThis, 'fetch').mockImplementationOnce(async (...request) => {
      const response = await real(...request);
      // Once whoever asked has begun to read.
      setImmediate(() => cancel.abort());
      return response;
    });
    closing.push(async () => spy.mockRestore());
    const client = open();
    expect(await ask(client, undefined, cancel.signal)).toMatchObject({ kind: 'failed', fault: 'cancelled' });
    expect((await ask(client)).kind).toBe('answer');
    expect(requests.map(({ stream }) => stream)).toEqual([true, true]);
  });

  it('that refuses bit by bit has refused', async () => {
    const { open } = await serve(() => ({
      body: null,
      events: [chunk(null, { refusal: 'I can' }), chunk(null, { refusal: 'not.' })],
    }));
    expect(await ask(open())).toMatchObject({ fault: 'refused', reason: 'the model refused: I cannot.' });
  });
});
