import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ARTICLE_KINDS, type Summary } from '../../src/domain/article.ts';
import { BRIEF_LIMITS, briefWithModel, templateBrief } from '../../src/llm/brief-poc.ts';
import { createModelClient, type ModelClient } from '../../src/llm/model-client.ts';
import { loadPrompts } from '../../src/llm/prompts.ts';

const summary: Summary = {
  method: 'extract',
  tldr: 'We propose SkipDraft, which needs no draft model',
  points: [{ text: 'It is 2.1 times faster on summarisation.', quote: null }],
  kind: 'paper',
  topics: [],
  tryIt: null,
  details: null,
};
const ARTICLE = {
  title: 'SkipDraft: no draft model',
  url: 'https://example.org/skipdraft',
  kind: 'paper' as const,
  summary,
  text: 'We propose SkipDraft. We test it on two public datasets of news. The weights are released under the Apache 2.0 licence. Our code is available at https://github.com/example/skipdraft.',
  language: 'en',
};
const REPLY = {
  title: 'Try SkipDraft on our summariser',
  hypothesis: 'It halves the time of a summary.',
  forWhom: 'The summariser team.',
  timeBoxHours: 6.4,
  steps: ['1. Run one summary with it.', '- Collect twenty articles and measure.', 'Show both side by side.'],
  metric: 'Seconds per summary over twenty articles; half of today.',
  dataAndLicence: 'Our own articles; the licence is open.',
  cost: 'One GPU hour, about 2 USD.',
  done: 'Two summaries appear, one sooner.',
};

describe('briefWithModel', () => {
  let mock: LLMock;
  let model: ModelClient;
  const prompts = loadPrompts('config/prompts');
  beforeAll(async () => {
    mock = new LLMock({ port: 0 });
    await mock.start();
    model = createModelClient({
      apiKey: 'k',
      baseUrl: `${mock.url}/v1`,
      model: 'small',
      prices: null,
      maxRetries: 0,
    });
  });
  afterAll(() => mock.stop());
  beforeEach(() => mock.clearFixtures());

  it('gives a brief with steps that are not numbered twice and whole hours', async () => {
    mock.onMessage(/./, { content: JSON.stringify(REPLY) });
    expect(await briefWithModel(model, prompts, ARTICLE)).toMatchObject({
      kind: 'answer',
      value: {
        method: 'model',
        timeBoxHours: 6,
        steps: [
          'Run one summary with it.',
          'Collect twenty articles and measure.',
          'Show both side by side.',
        ],
      },
    });
  });

  it('sends the summary and the article between the delimiters', async () => {
    mock.onMessage(/./, { content: JSON.stringify(REPLY) });
    await briefWithModel(model, prompts, ARTICLE);
    const body = mock.getRequests().at(-1)?.body as { messages: { content: string }[] };
    const user = body.messages[1]?.content ?? '';
    const delimiter = /<(article-[0-9a-f]{16})>/.exec(user)?.[1] ?? 'none';
    const inside = user.split(new RegExp(`</?${delimiter}>`))[1] ?? '';
    expect(inside).toContain('- It is 2.1 times faster on summarisation.');
    expect(inside).toContain('We test it on two public datasets');
  });

  it.each([
    ['a brief of a month', { ...REPLY, timeBoxHours: 160 }],
    ['a step-less brief', { ...REPLY, steps: [] }],
    ['a part that is only a link', { ...REPLY, metric: 'https://evil.example/metric' }],
    ['nonsense', 'bananas'],
  ])('fails where the model gives %s', async (_, reply) => {
    mock.onMessage(/./, { content: JSON.stringify(reply) });
    expect((await briefWithModel(model, prompts, ARTICLE)).kind).toBe('failed');
  });
});

describe('templateBrief', () => {
  it.each(ARTICLE_KINDS)('gives a complete brief for a %s, measuring before building', (kind) => {
    const brief = templateBrief({ ...ARTICLE, kind });
    const { method, steps, timeBoxHours, ...parts } = brief;
    expect(method).toBe('template');
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(timeBoxHours).toBeGreaterThan(1);
    expect(timeBoxHours).toBeLessThanOrEqual(BRIEF_LIMITS.hours);
    for (const part of [...Object.values(parts), ...steps]) {
      expect(part.length).toBeGreaterThan(10);
      expect(part.length).toBeLessThanOrEqual(800);
      expect(part).not.toMatch(/undefined|null|!/);
    }
  });

  it.each(ARTICLE_KINDS)('is in Chinese for a channel that is, for a %s too', (kind) => {
    const bare = { ...ARTICLE, kind, title: '', text: '', summary: { ...summary, tldr: '', points: [] } };
    const english = templateBrief(bare);
    const {
      method: _method,
      steps,
      timeBoxHours,
      ...parts
    } = templateBrief({ ...bare, language: 'zh-Hans' });
    expect(timeBoxHours).toBe(english.timeBoxHours);
    expect(steps).toHaveLength(english.steps.length);
    for (const part of [...Object.values(parts), ...steps]) {
      expect(part).toMatch(/\p{Script=Han}{4}/u);
      expect(part).not.toMatch(/[a-z]{3,} [a-z]{2,}|undefined|null|[!！]/i);
    }
  });

  it("uses the article's own sentences on results, data, licence and code", () => {
    const brief = templateBrief(ARTICLE);
    expect(brief.hypothesis).toContain('We propose SkipDraft, which needs no draft model.');
    expect(brief.metric).toContain('2.1 times faster');
    expect(brief.dataAndLicence).toContain('two public datasets');
    expect(brief.dataAndLicence).toContain('Apache 2.0');
    expect(brief.steps[0]).toContain('github.com/example/skipdraft');
  });

  it('says what an article leaves open', () => {
    const brief = templateBrief({ ...ARTICLE, text: '', summary: { ...summary, tldr: '', points: [] } });
    expect(brief.hypothesis).toContain('SkipDraft: no draft model.');
    expect(brief.dataAndLicence).toContain('does not say under which licence');
    expect(brief.metric).toContain('no figure');
  });
});
