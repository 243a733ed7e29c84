// The same road with a model, which here is aimock, a stand-in for OpenAI-compatible endpoints.
import { LLMock } from '@copilotkit/aimock';
import { afterEach, describe, expect, it } from 'vitest';
import { createModelClient } from '../../src/llm/model-client.ts';
import { requestPoc } from '../../src/pipeline/prompt-poc.ts';
import { requestResummaries } from '../../src/pipeline/resummarise-article.ts';
import { settleHold, spendOnModel, takeHold } from '../../src/pipeline/spend.ts';
import { replaceSummary } from '../../src/pipeline/summarise-article.ts';
import { getArticle } from '../../src/store/articles.ts';
import { modelCostSince } from '../../src/store/model-calls.ts';
import { listWrongSummaries } from '../../src/store/summaries.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { personOf, postsOf, textOf } from '../support/person.ts';

const SENTENCES = [
  'The planner writes its steps down before it edits a single file in the repository.',
  'Thirty-one of forty tasks were finished, against nineteen without a plan.',
  'The plan costs a tenth of all tokens, which is less than one wrong turn costs.',
];
const SUMMARY = {
  tldr: { text: 'The planner writes its steps down before it edits.', sentence: 1 },
  points: [
    { text: '31 of 40 tasks were finished, against 19 without a plan.', sentence: 2 },
    { text: 'The plan costs a tenth of all tokens.', sentence: 3 },
  ],
  kind: 'tool',
  topics: ['agents'],
  tryIt: { text: 'Ask your own planner for its steps first.', sentence: 1 },
  limits: [],
  numbers: [{ value: '31 of 40', measures: 'tasks finished', sentence: 2 }],
};

let app: TestApp;
let site: TestSite;
let model: LLMock;
afterEach(async () => {
  await app.close();
  await site.close();
  await model.stop();
});

const said = (index = -1): string => JSON.stringify(model.getRequests().at(index)?.body ?? null);

async function share(content: string, budget = 100, around = ''): Promise<string> {
  model = new LLMock({ port: 0 });
  model.onMessage(/./, { content });
  await model.start();
  const body = `<html lang="en"><body><article><h1>Plans</h1>${SENTENCES.map((s) => `<p>${s}</p>`).join('')}</article></body></html>`;
  site = await serveSite({ '/plans': { type: 'text/html', body } });
  const client = createModelClient({
    apiKey: 'sk-a-secret-for-tests',
    baseUrl: `${model.url}/v1`,
    model: 'gpt-test',
    prices: { inputUsdPerMillion: 1_000, outputUsdPerMillion: 1_000 },
    maxRetries: 0,
  });
  app = await startTestApp({ model: client, hosts: [site.host] });
  app.deps.modelBudget.dayUsd = budget;
  await personOf(app.sandbox).say(app.channelId, `${around}${site.url('/plans')}`);
  await app.settle();
  const [reply] = postsOf(app.sandbox, app.channelId);
  if (!reply) throw new Error('There is no reply');
  return textOf(reply);
}

async function summariseAgain(signal?: AbortSignal): Promise<'done' | 'busy'> {
  const article = await getArticle(app.db, 1, app.channelId);
  if (!article) throw new Error('There is no article');
  return await replaceSummary(app.deps, article, app.channelId, () => true, signal);
}

function changePrompt(): void {
  const { prompts } = app.deps;
  const prompt = prompts['summarise-article'];
  app.deps.prompts = { ...prompts, 'summarise-article': { ...prompt, version: prompt.version + 1 } };
}

describe('with a model', () => {
  it('shows its summary, and keeps what the call cost', async () => {
    const text = await share(JSON.stringify(SUMMARY));
    expect(text).toContain(SUMMARY.tldr.text);
    expect(text).toContain(SUMMARY.points[0]?.text);
    expect(text).not.toContain('extract, without a model');
    const calls = await app.db.query<{ cost_usd: number; task: string }>(
      'select task, article_id, prompt_version, cost_usd from model_call',
    );
    expect(calls).toMatchObject([{ article_id: 1, prompt_version: 2 }]);
    expect(calls[0]?.task).toBe('summarise-article');
    expect(calls[0]?.cost_usd).toBeGreaterThan(0);
  });

  it('shows an extract that says so when the model answers nonsense', async () => {
    const text = await share('I would rather not.');
    expect(text).toContain('extract, without a model');
    expect(app.lines.some((line) => /No summary by the model/.test(String(line.msg)))).toBe(true);
  });

  it('shows an extract, and says why in the log, when the day’s budget is used up', async () => {
    const text = await share(JSON.stringify(SUMMARY), 0);
    expect(text).toContain('extract, without a model');
    expect(app.lines.some((line) => /budget of 0 USD a day is used up/.test(String(line.msg)))).toBe(true);
    expect(JSON.stringify(app.lines)).not.toContain('sk-a-secret-for-tests');
  });

  it('says in the status and the digest’s health line that the budget is used up', async () => {
    await share(JSON.stringify(SUMMARY), 0);
    const person = personOf(app.sandbox);
    for (const asked of ['status', 'digest']) {
      await person.say(app.channelId, `/discuss-ai ${asked}`);
      await app.settle();
      const answer = person.answers().map(textOf).at(-1);
      expect(answer).toContain('budget of 0.00 USD a day is used up: extracts until the next day (UTC)');
    }
    app.deps.modelBudget.dayUsd = 1;
    await person.say(app.channelId, '/discuss-ai status');
    await app.settle();
    expect(person.answers().map(textOf).at(-1)).not.toContain('used up');
  });

  it('answers Why? with the sentence that each thing in it rests on', async () => {
    await share(JSON.stringify(SUMMARY));
    const person = personOf(app.sandbox);
    const [reply] = postsOf(app.sandbox, app.channelId);
    if (reply) await person.press(reply, 'card-menu', 'why:1');
    await app.settle();
    const answer = person.answers().map(textOf).join();
    for (const sentence of SENTENCES) expect(answer).toContain(sentence);
  });

  it('takes back a summary that a person marks as wrong, keeps it as an example, and does not make it again', async () => {
    await share(JSON.stringify(SUMMARY));
    const person = personOf(app.sandbox);
    const [reply] = postsOf(app.sandbox, app.channelId);
    if (reply) await person.press(reply, 'card-menu', 'wrong:1');
    await app.settle();
    expect(
      await person.submit({
        reason: { input: { value: 'number', text: { type: 'plain_text', text: 'number' } } },
      }),
    ).toEqual({});
    await app.settle();
    const [after] = postsOf(app.sandbox, app.channelId);
    expect(after && textOf(after)).toContain('extract, without a model');
    expect(person.answers().map(textOf).join()).toContain('the summary was taken back');
    const [example] = await listWrongSummaries(app.db, 10);
    expect(example).toMatchObject({
      reason: 'number',
      language: 'en',
      summary: { tldr: SUMMARY.tldr.text },
      promptVersion: 2,
    });
    expect(example?.text).toContain(SENTENCES[0]);
    const before = model.getRequests().length;
    await app.queue.enqueue('resummarise-article', { articleId: 1, channelId: app.channelId });
    await app.settle();
    expect(model.getRequests()).toHaveLength(before);
  });

  it('asks again for what is posted only when an operator says so after the prompt has changed', async () => {
    await share(JSON.stringify(SUMMARY));
    const since = new Date(app.clock.now.getTime() - 3_600_000);
    expect(await requestResummaries(app.deps, since)).toEqual([]);
    const prompts = app.deps.prompts;
    app.deps.prompts = { ...prompts, 'summarise-article': { ...prompts['summarise-article'], version: 3 } };
    await app.settle();
    expect(model.getRequests()).toHaveLength(1);
    model.clearFixtures();
    const again = {
      ...SUMMARY,
      tldr: { text: 'Before it edits, the planner writes its steps down.', sentence: 1 },
    };
    model.onMessage(/./, { content: JSON.stringify(again) });
    expect(await requestResummaries(app.deps, since)).toEqual([{ articleId: 1, channelId: app.channelId }]);
    await app.settle();
    const [reply] = postsOf(app.sandbox, app.channelId);
    expect(reply && textOf(reply)).toContain(again.tldr.text);
    expect(await requestResummaries(app.deps, since)).toEqual([]);
  });

  it('is asked once for the same text by the same prompt, and again when the prompt is another', async () => {
    await share(JSON.stringify(SUMMARY));
    await summariseAgain();
    expect(model.getRequests()).toHaveLength(1);
    changePrompt();
    await summariseAgain();
    expect(model.getRequests()).toHaveLength(2);
  });

  it('waits, and makes no extract, while calls under way may need what is left of the budget', async () => {
    await share(JSON.stringify(SUMMARY));
    changePrompt();
    const hold = { id: 'another process', task: 'brief-poc', mostUsd: 98 };
    expect(await takeHold(app.deps, hold)).toMatchObject({ room: 'granted' });
    expect(await summariseAgain()).toBe('busy');
    expect(model.getRequests()).toHaveLength(1);
    await settleHold(app.deps, hold.id, null);
    expect(await summariseAgain()).toBe('done');
    expect(model.getRequests()).toHaveLength(2);
  });

  it('leaves its work to be done again where the process goes down over it', async () => {
    await share(JSON.stringify(SUMMARY));
    changePrompt();
    await expect(summariseAgain(AbortSignal.abort(new Error('going down')))).rejects.toThrow('going down');
    await summariseAgain();
    expect(model.getRequests()).toHaveLength(2);
  });

  it('is sent of what people write nothing but the links they share', async () => {
    await share(JSON.stringify(SUMMARY), 100, 'Our secret plan Aubergine needs this: ');
    const person = personOf(app.sandbox);
    const [reply] = postsOf(app.sandbox, app.channelId);
    await person.say(app.channelId, 'I would tell nobody of Aubergine.', reply?.ts);
    if (reply) await person.react(reply, '+1');
    if (reply) await person.react(reply, 'hammer_and_wrench');
    await requestPoc(app.deps, app.channelId);
    await app.settle();
    const requests = model.getRequests().map(({ body }) => JSON.stringify(body));
    expect(requests.length).toBeGreaterThan(1);
    expect(requests.filter((body) => /aubergine/i.test(body))).toEqual([]);
    expect(said(0)).toContain(SENTENCES[0]);
  });

  it('tells the managers once when four fifths of a budget are used, and once when it is used up', async () => {
    await share(JSON.stringify(SUMMARY));
    app.deps.modelBudget.dayUsd = 1.2 * (await modelCostSince(app.db, new Date(0)));
    const call = { task: 'summarise-article', articleId: 1, promptVersion: 2 };
    const ask = () =>
      spendOnModel(app.deps, call, async () => ({ kind: 'failed', reason: 'no reply', usage: null }));
    await ask();
    await ask();
    app.deps.modelBudget.dayUsd = 0.5 * app.deps.modelBudget.dayUsd;
    expect(await ask()).toMatchObject({ kind: 'failed', fault: 'budget' });
    await ask();
    const letters = personOf(app.sandbox).letters().map(textOf);
    expect(letters.filter((letter) => letter.includes('Four fifths'))).toHaveLength(1);
    expect(letters.filter((letter) => letter.includes('used up: until the next day'))).toHaveLength(1);
  });
});
