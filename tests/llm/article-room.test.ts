import { afterEach, describe, expect, it } from 'vitest';
import { createModelClient, type ModelClient } from '../../src/llm/model-client.ts';
import { loadPrompts } from '../../src/llm/prompts.ts';
import { summariseWithModel } from '../../src/llm/summarise-article.ts';
import { type ChatRequest, type ModelServer, startModelServer } from './model-server.ts';

const prompts = loadPrompts('config/prompts');
const SENTENCE = 'The scheduler of the server keeps every batch full while requests come and go.';
const longArticle = (name: string) => ({
  title: `A long report by ${name}`,
  text: Array.from({ length: 600 }, (_, n) => `${SENTENCE.replace('server', `server ${n}`)}`).join(' '),
  textLanguage: 'en',
  language: 'en',
  kinds: ['news' as const],
  topics: [],
  audience: 'engineers',
});
const REPLY = {
  tldr: { text: 'The scheduler keeps every batch full.', sentence: 1 },
  points: [{ text: 'It keeps every batch full while requests come and go.', sentence: 1 }],
  kind: 'news',
  topics: [],
  tryIt: null,
  limits: [],
  numbers: [],
};
const answered = {
  body: { choices: [{ message: { content: JSON.stringify(REPLY) }, finish_reason: 'stop' }] },
};
const sizeOf = ({ messages }: ChatRequest): number =>
  messages.reduce((sum, { content }) => sum + content.length, 0);

const servers: ModelServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A model that takes prompts of up to `room` characters, and says of longer ones what `refusal` says. */
async function modelWithRoom(
  name: string,
  room: number,
  refusal: { status: number; body: unknown },
): Promise<{ model: ModelClient; server: ModelServer }> {
  const server = await startModelServer((request) => (sizeOf(request) > room ? refusal : answered));
  servers.push(server);
  const settings = { apiKey: null, baseUrl: server.url, model: name, prices: null, maxRetries: 0 };
  return { model: createModelClient(settings), server };
}

describe('a model with room for less than an article', () => {
  it.each([
    [
      'llama-cpp-python',
      {
        status: 400,
        body: {
          error: {
            message:
              "This model's maximum context length is 8192 tokens. However, you requested 9563 tokens.",
            code: 'context_length_exceeded',
          },
        },
      },
    ],
    [
      'llama.cpp',
      {
        status: 400,
        body: {
          error: {
            message: 'the request exceeds the available context size, try increasing it',
            type: 'exceed_context_size_error',
          },
        },
      },
    ],
  ])('is given half as much until it takes it, as %s refuses it', async (name, refusal) => {
    const { model, server } = await modelWithRoom(name, 16_000, refusal);
    const first = await summariseWithModel(model, prompts, longArticle('Ana'));
    expect(first).toMatchObject({
      kind: 'answer',
      value: { tldr: 'The scheduler keeps every batch full.' },
    });
    const asked = server.requests.map(sizeOf);
    expect(asked.slice(0, -1).every((size) => size > 16_000)).toBe(true);
    expect(asked.at(-1)).toBeLessThanOrEqual(16_000);
    expect(server.requests.at(-1)?.messages[1]?.content).toMatch(/these are \d+ of its 600 sentences/);
    // What was found is remembered.
    const before = server.requests.length;
    expect((await summariseWithModel(model, prompts, longArticle('Ben'))).kind).toBe('answer');
    expect(server.requests.length).toBe(before + 1);
  });

  it('is given up where it has no room for the shortest either, and says why', async () => {
    const message = 'input is too long for requested model';
    const { model, server } = await modelWithRoom('tiny', 0, { status: 413, body: { error: { message } } });
    expect(await summariseWithModel(model, prompts, longArticle('Ana'))).toMatchObject({
      kind: 'failed',
      fault: 'too-long',
      reason: expect.stringContaining(message),
    });
    const most = server.requests.length;
    expect(most).toBeLessThan(20);
    await summariseWithModel(model, prompts, longArticle('Ben'));
    expect(server.requests.length).toBeLessThan(2 * most);
  });
});
