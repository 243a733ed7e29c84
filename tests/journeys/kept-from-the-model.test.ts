// What people write in Slack and the model never sees: every word of theirs here has "zucchini" in it, and the requests
// to the model are read. They find and read it all the same.
import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createModelClient } from '../../src/llm/model-client.ts';
import type { Message } from '../../src/sandbox/messages.ts';
import { latestExchange } from '../../src/store/answers.ts';
import { bestSummary } from '../../src/store/summaries.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { type Person, personOf, postsOf, textOf } from '../support/person.ts';

const SENTENCES = [
  'The planner writes its steps down before it edits a single file in the repository.',
  'Thirty-one of forty tasks were finished, against nineteen without a plan.',
  'The plan costs a tenth of all tokens, which is less than one wrong turn costs.',
];
const SUMMARY = {
  tldr: { text: 'The planner writes its steps down before it edits.', sentence: 1 },
  points: [{ text: '31 of 40 tasks were finished, against 19 without a plan.', sentence: 2 }],
  kind: 'tool',
  topics: ['agents'],
  tryIt: null,
  limits: [],
  numbers: [],
};
const NOT_FOUND = { found: false, sentences: [] };
const TYPED = {
  title: 'Zucchini invoices',
  hypothesis: 'Zucchini reads invoices on a laptop as well as our clerks do.',
  metric: 'Zucchini errors in a hundred invoices.',
};
const NOTE = 'Our zucchini chatbot for invoices, running on a laptop';
const QUESTION = 'Which chatbot reads invoices on a laptop?';

let app: TestApp;
let site: TestSite;
let model: LLMock;
let maya: Person;

beforeAll(async () => {
  model = new LLMock({ port: 0 });
  await model.start();
  site = await serveSite({
    '/plans': pageOf('Plans', SENTENCES),
  });
  const client = createModelClient({
    apiKey: 'sk-a-secret-for-tests',
    baseUrl: `${model.url}/v1`,
    model: 'gpt-test',
    prices: { inputUsdPerMillion: 1, outputUsdPerMillion: 1 },
    maxRetries: 0,
  });
  app = await startTestApp({ model: client, hosts: [site.host] });
  maya = personOf(app.sandbox);
});
afterAll(async () => {
  await app?.close();
  await site?.close();
  await model?.stop();
});
beforeEach(() => {
  model.clearFixtures();
  model.clearRequests();
});

const pageOf = (title: string, sentences: readonly string[]) => ({
  type: 'text/html',
  body: `<html lang="en"><head><title>${title}</title></head><body><article>${sentences.map((s) => `<p>${s}</p>`).join('')}</article></body></html>`,
});
const answersWith = (reply: unknown) => model.onMessage(/./, { content: JSON.stringify(reply) });
const requests = (): string[] => model.getRequests().map(({ body }) => JSON.stringify(body));
const leaks = (): string[] => requests().filter((body) => /zucchini/i.test(body));
const direct = () => app.sandbox.workspace.channel(maya.id)?.id ?? '';
const last = () => postsOf(app.sandbox, app.channelId).at(-1) as Message;
async function says(text: string, channel = app.channelId, threadTs?: string): Promise<void> {
  // Of answers at one moment any may be the latest.
  app.clock.now = new Date(app.clock.now.getTime() + 1_000);
  await maya.say(channel, text, threadTs);
  await app.settle();
}
async function sends(filled: Record<string, unknown>): Promise<void> {
  expect(
    await maya.submit(
      Object.fromEntries(Object.entries(filled).map(([id, value]) => [id, { input: value }])),
    ),
  ).toEqual({});
  await app.settle();
  app.sandbox.workspace.views.close(maya.id, true);
}
const option = (value: string) => ({ value, text: { type: 'plain_text', text: value } });
const letter = () => textOf(app.sandbox.workspace.messages.inChannel(direct()).at(-1) as Message);

describe('of what people write the model is sent nothing', () => {
  it('where they type a topic, which the app finds by its words', async () => {
    await says('/discuss-ai profile');
    await sends({
      topics: [option('agents')],
      'new-topics': 'zucchini planners: planner',
      kinds: ['tool', 'paper'].map(option),
      posts: '4',
      from: '09:00',
      until: '17:00',
    });
    answersWith(SUMMARY);
    await says(`Zucchini needs this: ${site.url('/plans')}`);
    expect(requests().join()).toContain('agents');
    expect(leaks()).toEqual([]);
    expect((await bestSummary(app.db, 1, 'en'))?.topics).toEqual(['agents', 'zucchini planners']);
  });

  it('where they type a PoC’s brief and show a demo: a question finds it, and they read it', async () => {
    answersWith({});
    await says('/discuss-ai poc new');
    await sends({ url: site.url('/plans'), hours: '6', ...TYPED });
    await maya.press(last(), 'share-demo');
    await app.settle();
    await sends({ url: 'https://demo.invalid/zucchini', note: NOTE });
    model.clearRequests();
    await says(QUESTION, direct());
    expect(letter()).toContain(NOTE);
    expect(leaks()).toEqual([]);
  });

  it('where they ask further in the thread of an answer that quotes them', async () => {
    answersWith(NOT_FOUND);
    const thread = app.sandbox.workspace.messages.inChannel(direct()).findLast(({ byApp }) => !byApp)?.ts;
    await says('and how many tasks were finished with a plan?', direct(), thread);
    expect(requests().join()).toContain('Earlier question: Which chatbot reads invoices');
    expect(leaks()).toEqual([]);
  });

  it('where nothing answers: the nearest that is shown may be theirs', async () => {
    answersWith(NOT_FOUND);
    await says('Which planner for invoices on a laptop writes its steps down?', direct());
    expect(requests()).toHaveLength(1);
    expect(letter()).toContain('https://demo.invalid/zucchini');
    const exchange = { personId: maya.id, channelId: direct(), threadTs: null, since: new Date(0) };
    expect((await latestExchange(app.db, exchange))?.told).toContain('Plans');
    expect(leaks()).toEqual([]);
  });
});

it('what the brief’s writer made of the article may answer', async () => {
  await app.db.query(`update poc set typed = '{title}'`);
  answersWith(NOT_FOUND);
  await says('Which chatbot reads our invoices on a laptop now?', direct());
  expect(requests().join()).toContain('as well as our clerks do');
  expect(requests().join()).not.toContain(TYPED.title);
});
