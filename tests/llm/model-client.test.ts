import { LLMock } from '@copilotkit/aimock';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createModelClient, type ModelClient, type ModelSettings } from '../../src/llm/model-client.ts';
import { completion, type ModelServer, refusal, startModelServer } from './model-server.ts';

const KEY = 'tok_1234567890abcdef';
const PRICES = { inputUsdPerMillion: 2, outputUsdPerMillion: 10 };
const schema = z.object({ word: z.string().min(2).max(20), count: z.number().int() });
const GOOD = JSON.stringify({ word: 'kite', count: 3 });

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function serve(answer: Parameters<typeof startModelServer>[0]): Promise<ModelServer> {
  const server = await startModelServer(answer);
  closing.push(() => server.close());
  return server;
}

function clientOf(baseUrl: string, more: Partial<ModelSettings> = {}): ModelClient {
  return createModelClient({ apiKey: KEY, baseUrl, model: 'small', prices: PRICES, maxRetries: 0, ...more });
}

const ask = (client: ModelClient, signal?: AbortSignal) =>
  client.answer({
    task: 'count words',
    system: 'Be exact.',
    user: 'Count.',
    schema,
    ...(signal ? { signal } : {}),
  });

describe('a model client', () => {
  it('gets a checked answer with its tokens and cost from an OpenAI-compatible server', async () => {
    const mock = new LLMock({ port: 0 });
    mock.onMessage('Count.', { content: GOOD, usage: { prompt_tokens: 1000, completion_tokens: 100 } });
    await mock.start();
    closing.push(() => mock.stop());
    const answer = await ask(clientOf(`${mock.url}/v1`));
    expect(answer).toMatchObject({
      kind: 'answer',
      value: { word: 'kite', count: 3 },
      usage: { model: 'small', inputTokens: 1000, outputTokens: 100, costUsd: 0.003 },
    });
    expect(mock.getRequests()[0]?.body).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { name: 'count-words', strict: true } },
    });
  });

  it('sends a strict schema without the keywords that endpoints refuse', async () => {
    const server = await serve(() => completion(GOOD));
    await ask(clientOf(server.url));
    expect(server.requests[0]?.response_format?.json_schema?.schema).toEqual({
      type: 'object',
      properties: { word: { type: 'string' }, count: expect.objectContaining({ type: 'integer' }) },
      required: ['word', 'count'],
      additionalProperties: false,
    });
  });

  it('steps down to looser formats where an endpoint refuses the stricter ones, and remembers', async () => {
    const server = await serve(({ response_format }) => {
      if (response_format?.type === 'json_schema')
        return refusal(400, "'response_format.type' must be 'text'");
      if (response_format) return refusal(422, 'json_object is not supported by this model');
      return completion(GOOD);
    });
    const client = clientOf(server.url);
    expect((await ask(client)).kind).toBe('answer');
    expect(server.requests.map((request) => request.response_format?.type)).toEqual([
      'json_schema',
      'json_object',
      'json_object',
      undefined,
    ]);
    expect(server.requests[3]?.messages[0]?.content).toContain('"additionalProperties":false');
    expect((await ask(client)).kind).toBe('answer');
    expect(server.requests.length).toBe(5);
  });

  it('steps down where a server calls a format that it does not know its own fault, as llama-cpp-python does', async () => {
    const server = await serve(({ response_format }) =>
      response_format?.type === 'json_schema'
        ? refusal(
            500,
            "1 validation error: ('body', 'response_format', 'type'): Input should be 'json_object'",
          )
        : completion(GOOD),
    );
    const client = clientOf(server.url, { maxRetries: 0 });
    expect((await ask(client)).kind).toBe('answer');
    expect(server.requests.map((request) => request.response_format)).toMatchObject([
      { type: 'json_schema' },
      { type: 'json_object', schema: { type: 'object' } },
    ]);
  });

  it('does not go back to a format that is known to be refused when a late answer refuses a stricter one', async () => {
    const late = Promise.withResolvers<void>();
    const server = await serve(async ({ response_format }, index) => {
      if (index === 0) await late.promise;
      return response_format ? refusal(400, 'response_format is not supported') : completion(GOOD);
    });
    const client = clientOf(server.url);
    const first = ask(client);
    await vi.waitFor(() => expect(server.requests).toHaveLength(1), { timeout: 30_000 });
    await ask(client);
    expect(server.requests).toHaveLength(1 + 4);
    late.resolve();
    expect((await first).kind).toBe('answer');
    expect(server.requests).toHaveLength(1 + 4 + 1);
  });

  it('does not step down for a fault that has nothing to do with the format', async () => {
    const server = await serve(() => refusal(400, 'the prompt is too long for this model'));
    const answer = await ask(clientOf(server.url));
    expect(answer).toMatchObject({ kind: 'failed', usage: null });
    expect(server.requests.length).toBe(1);
  });

  it('reads an answer with a line break inside a string, as a real llama.cpp gave it', async () => {
    const server = await serve(() => completion('{ "word": "two\nlines",\n"count": 1 }'));
    expect(await ask(clientOf(server.url))).toMatchObject({ kind: 'answer', value: { word: 'two lines' } });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['reasoning before it', `<think>They want {"word": 1}.</think>\n${GOOD}`],
    ['reasoning whose opening tag the server swallowed', `They want JSON.</think>${GOOD}`],
    ['a code fence', `\`\`\`json\n${GOOD}\n\`\`\``],
    ['chatter around it', `Sure, here it is:\n${GOOD}\nAnything else?`],
  ])('reads an answer with %s', async (_, content) => {
    const server = await serve(() => completion(content));
    expect(await ask(clientOf(server.url))).toMatchObject({
      kind: 'answer',
      value: { word: 'kite', count: 3 },
    });
  });

  it('tells the model once what is wrong with its answer, and counts both requests', async () => {
    const usage = { prompt_tokens: 10, completion_tokens: 5 };
    const server = await serve((_, index) => completion(index === 0 ? '{"word": "x"}' : GOOD, { usage }));
    const answer = await ask(clientOf(server.url));
    expect(answer).toMatchObject({ kind: 'answer', usage: { inputTokens: 20, outputTokens: 10 } });
    const told = server.requests[1]?.messages.at(-1)?.content ?? '';
    expect(told).toContain('word');
    expect(told).toContain('count');
  });

  it('fails where the model talks nonsense twice', async () => {
    const server = await serve(() => completion('bananas'));
    expect(await ask(clientOf(server.url))).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('not JSON'),
      usage: { model: 'small' },
    });
    expect(server.requests.length).toBe(2);
  });

  it.each([
    ['a refusal', completion(null, { refusal: 'I cannot help with that.' }), 'refused', 1],
    ['an answer cut off twice', completion('{"word": "ki', { finish: 'length' }), 'cut off', 2],
    ['a filtered answer', completion('', { finish: 'content_filter' }), 'filter', 1],
    ['two empty answers', completion('  '), 'empty', 2],
    ['no choices', { body: { id: '1', object: 'chat.completion', choices: [] } }, 'without a choice', 1],
    ['a body that is not JSON', { body: '<html>gateway</html>' }, 'endpoint', 1],
    ['a server fault', refusal(503, 'overloaded'), 'overloaded', 1],
  ])('fails on %s, and says so', async (_, reply, words, requests) => {
    const server = await serve(() => reply);
    const answer = await ask(clientOf(server.url));
    expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringContaining(words) });
    expect(server.requests.length).toBe(requests);
  });

  it('asks once more, with twice the room, after an answer that was cut off', async () => {
    const server = await serve((_, index) =>
      index === 0 ? completion('{"word": "ki', { finish: 'length' }) : completion(GOOD),
    );
    expect((await ask(clientOf(server.url))).kind).toBe('answer');
    const [first, second] = server.requests as unknown as { max_completion_tokens: number }[];
    expect(second?.max_completion_tokens).toBe(2 * (first?.max_completion_tokens ?? 0));
  });

  it('asks once more after an answer that was empty', async () => {
    const server = await serve((_, index) => completion(index === 0 ? '  ' : GOOD));
    expect((await ask(clientOf(server.url))).kind).toBe('answer');
    expect(server.requests.length).toBe(2);
  });

  it('bounds the answer by whichever field the endpoint takes, or by none, and remembers', async () => {
    const fields = (request: object): string[] => Object.keys(request).filter((key) => /tokens/.test(key));
    const server = await serve((request) => {
      const [field] = fields(request);
      return field ? refusal(400, `Unsupported parameter: '${field}'`) : completion(GOOD);
    });
    const client = clientOf(server.url);
    expect((await ask(client)).kind).toBe('answer');
    expect(server.requests.map((request) => fields(request)[0])).toEqual([
      'max_completion_tokens',
      'max_tokens',
      undefined,
    ]);
    await ask(client);
    expect(server.requests).toHaveLength(4);
  });

  it('leaves an endpoint alone that failed five times in a row, answers at once, and comes back to it', async () => {
    let isDown = true;
    const server = await serve(() => (isDown ? refusal(503, 'overloaded') : completion(GOOD)));
    const client = clientOf(server.url, { rest: { initialDelay: 40, maxDelay: 40 } });
    for (let n = 0; n < 5; n++) await ask(client);
    expect(await ask(client)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('left alone'),
    });
    expect(server.requests).toHaveLength(5);
    isDown = false;
    await vi.waitFor(async () => expect((await ask(client)).kind).toBe('answer'));
    expect((await ask(client)).kind).toBe('answer');
  });

  it('does not hold an endpoint to account for a single request that it refuses', async () => {
    const server = await serve(() => refusal(400, 'the prompt is too long for this model'));
    const client = clientOf(server.url);
    for (let n = 0; n < 8; n++) await ask(client);
    expect(server.requests).toHaveLength(8);
  });

  it('tries again after a server fault', async () => {
    const server = await serve((_, index) => (index === 0 ? refusal(500, 'oops') : completion(GOOD)));
    expect((await ask(clientOf(server.url, { maxRetries: 1 }))).kind).toBe('answer');
  });

  it('fails when no answer comes in time', async () => {
    const server = await serve(() => null);
    const answer = await ask(clientOf(server.url, { timeoutMs: 50 }));
    expect(answer).toEqual({
      kind: 'failed',
      fault: 'endpoint',
      reason: 'the endpoint did not answer in time',
      usage: null,
    });
  });

  it('fails when nothing listens at the address', async () => {
    const server = await startModelServer(() => null);
    await server.close();
    const answer = await ask(clientOf(server.url));
    expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringContaining('cannot be reached') });
  });

  it('stops when it is cancelled', async () => {
    const cancel = new AbortController();
    const server = await serve(() => {
      cancel.abort();
      return null;
    });
    expect(await ask(clientOf(server.url), cancel.signal)).toEqual({
      kind: 'failed',
      fault: 'cancelled',
      reason: 'cancelled',
      usage: null,
    });
  });

  it('never tells the key', async () => {
    const server = await serve((_, index) =>
      index === 0
        ? refusal(401, `Incorrect API key provided: ${KEY}`)
        : refusal(400, `bad header "Bearer ${KEY}", also sk-tes***********cdef`),
    );
    const client = clientOf(server.url);
    const told = JSON.stringify([await ask(client), await ask(client), client]);
    expect(server.authorization).toEqual([`Bearer ${KEY}`, `Bearer ${KEY}`]);
    expect(told).not.toContain(KEY);
    expect(told).not.toContain('cdef');
    expect(told).toContain('HTTP 401');
  });

  it('estimates tokens where the endpoint reports none, so that a budget is spent', async () => {
    const server = await serve(() => completion(GOOD));
    const answer = await ask(clientOf(server.url));
    expect(answer.usage?.inputTokens).toBeGreaterThan(10);
    expect(answer.usage?.costUsd).toBeGreaterThan(0);
  });

  it('knows no cost where prices are not known', async () => {
    const server = await serve(() => completion(GOOD));
    const client = createModelClient({ apiKey: null, baseUrl: server.url, model: 'small', prices: null });
    expect((await ask(client)).usage?.costUsd).toBeNull();
  });
});
