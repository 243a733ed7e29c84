// The same road with a model, which here is aimock, a stand-in for OpenAI-compatible endpoints.
import { LLMock } from '@copilotkit/aimock';
import { afterEach, describe, expect, it } from 'vitest';
import { createModelClient } from '../../src/llm/model-client.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { personOf, postsOf, textOf } from '../support/person.ts';

const SENTENCES = [
  'The planner writes its steps down before it edits a single file in the repository.',
  'Thirty-one of forty tasks were finished, against nineteen without a plan.',
  'The plan costs a tenth of all tokens, which is less than one wrong turn costs.',
];
const SUMMARY = {
  tldr: 'Planning before editing finishes half as many tasks again.',
  points: SENTENCES.map((quote, n) => ({ text: `Point ${n + 1} of the model.`, quote })),
  kind: 'tool',
  topics: ['agents'],
  tryIt: 'Ask your own agent for a plan first.',
};

let app: TestApp;
let site: TestSite;
let model: LLMock;
afterEach(async () => {
  await app.close();
  await site.close();
  await model.stop();
});

async function share(content: string, budget = 1): Promise<string> {
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
  app.deps.pacing.modelBudgetUsdPerDay = budget;
  await personOf(app.sandbox).say(app.channelId, site.url('/plans'));
  await app.settle();
  const [reply] = postsOf(app.sandbox, app.channelId);
  if (!reply) throw new Error('There is no reply');
  return textOf(reply);
}

describe('with a model', () => {
  it('shows its summary, and keeps what the call cost', async () => {
    const text = await share(JSON.stringify(SUMMARY));
    expect(text).toContain(SUMMARY.tldr);
    expect(text).toContain('Point 1 of the model.');
    expect(text).not.toContain('extract, without a model');
    const calls = await app.db.query<{ cost_usd: number; task: string }>(
      'select task, cost_usd from model_call',
    );
    expect(calls).toHaveLength(1);
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
});
