// Several channels over one collection: each with its own topics, language, zone and sources.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModelClient } from '../../src/llm/model-client.ts';
import { requestCollection } from '../../src/pipeline/collect-source.ts';
import { requestDigest } from '../../src/pipeline/send-digest.ts';
import { subscribe } from '../../src/store/sources.ts';
import { completion, type ModelServer, startModelServer } from '../llm/model-server.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { feedSource } from '../support/feed-source.ts';
import { personOf, postsOf, textOf } from '../support/person.ts';

const SENTENCES: Record<string, string[]> = {
  '/agent': [
    'The agent writes its steps down before it edits a single file in the repository.',
    'Thirty-one of forty tasks were finished, against nineteen without a plan.',
    'The plan costs a tenth of all tokens, which is less than one wrong turn costs.',
  ],
  '/latency': [
    'Inference latency fell by half when the model drafts with its own early layers.',
    'There is no second model to host, and the quality of the answers did not change.',
    'The method needs access to the layers, so it does not work behind a closed interface.',
  ],
};
const TOPICS = [
  { name: 'agents', words: ['agent'], weight: 1 },
  { name: 'inference cost', words: ['inference', 'latency'], weight: 1 },
];

let app: TestApp;
let site: TestSite;
let model: ModelServer;
const channel = (name: string): string => app.deps.channels.find((one) => one.name === name)?.id ?? '';
const said = (name: string): string => postsOf(app.sandbox, channel(name)).map(textOf).join('\n');

/** Shorter than the sentences they rest on: an extract would have those as they stand. */
const IN_ENGLISH: Record<string, string> = {
  '/agent': 'The agent writes its steps down before it edits.',
  '/latency': 'Inference latency fell by half.',
};
const IN_CHINESE = '先写下步骤，再动手修改。';

/** Answers in the language that the prompt asks for, and rests on a sentence of the article. */
function summaryFor(prompt: string): string {
  const path = Object.keys(SENTENCES).find((one) => prompt.includes(SENTENCES[one]?.[0] ?? one)) ?? '';
  const text = /Chinese/.test(prompt) ? IN_CHINESE : IN_ENGLISH[path];
  return JSON.stringify({
    tldr: { text, sentence: 1 },
    points: [{ text, sentence: 1 }],
    kind: 'news',
    topics: ['agents'],
    tryIt: null,
    limits: [],
    numbers: [],
  });
}

beforeAll(async () => {
  model = await startModelServer(({ messages }) =>
    completion(summaryFor(messages.map(({ content }) => content).join('\n'))),
  );
  const page = (title: string, path: string) =>
    `<html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1>${SENTENCES[path]?.map((s) => `<p>${s}</p>`).join('')}</article></body></html>`;
  const item = (title: string, path: string) =>
    `<item><title>${title}</title><link>http://${site.host}${path}</link><guid>${path}</guid><description>${title}.</description></item>`;
  const feed = (...items: string[]) =>
    `<?xml version="1.0"?><rss version="2.0"><channel><title>Lab</title><link>https://example.com/</link>${items.join('')}</channel></rss>`;
  site = await serveSite({
    '/feed': { type: 'application/rss+xml', body: () => feed(item('An agent that plans', '/agent')) },
    '/speed': { type: 'application/rss+xml', body: () => feed(item('Half the latency', '/latency')) },
    '/agent': { type: 'text/html', body: page('An agent that plans', '/agent') },
    '/latency': { type: 'text/html', body: page('Half the latency', '/latency') },
  });
  app = await startTestApp({
    hosts: [site.host],
    model: createModelClient({
      apiKey: 'sk-none',
      baseUrl: model.url,
      model: 'small',
      prices: { inputUsdPerMillion: 1, outputUsdPerMillion: 1 },
      maxRetries: 0,
    }),
    channels: [
      { name: 'ai', topics: TOPICS },
      { name: 'agents-only', topics: TOPICS.slice(0, 1), sources: ['-speed'] },
      { name: 'ai-zh', topics: TOPICS, language: 'zh-Hans', timeZone: 'Asia/Shanghai' },
    ],
  });
  const source = (id: string) =>
    feedSource(id, { url: site.url(`/${id}`), title: id === 'feed' ? 'Lab' : 'Speed lab' });
  await subscribe(app.db, 'run', [source('feed'), source('speed')], app.deps.now());
  await requestCollection(app.deps);
  await app.settle();
});
afterAll(async () => {
  await app.close();
  await site.close();
  await model.close();
});

describe('several channels', () => {
  it('each get what fits them, from the sources that they take', () => {
    expect(said('ai')).toContain('An agent that plans');
    expect(said('ai')).toContain('Half the latency');
    expect(said('agents-only')).toContain('An agent that plans');
    expect(said('agents-only')).not.toContain('Half the latency');
    expect(said('ai-zh')).toContain('An agent that plans');
  });

  it('share one reading, and one summary for each language', async () => {
    expect(site.requests.get('/agent')).toBe(1);
    const rows = await app.db.query<{ language: string; asked: number }>(
      `select summary.language, count(*)::int as asked from summary join article on article.id = article_id
       where method = 'model' and title = 'An agent that plans' group by summary.language order by 1`,
    );
    expect(rows).toEqual([
      { language: 'en', asked: 1 },
      { language: 'zh-Hans', asked: 1 },
    ]);
    // Two articles in two languages; three channels have five cards of them.
    expect(model.requests).toHaveLength(4);
    expect(await app.db.query(`select 1 from message where purpose = 'card'`)).toHaveLength(5);
  });

  it('each speak their own language, on cards and in the digest', async () => {
    for (const { id } of app.deps.channels) await requestDigest(app.deps, id);
    await app.settle();
    expect(said('ai')).toMatch(/Why here: agents, which #ai follows/);
    expect(said('ai')).toMatch(/The week in #ai[\s\S]*before it edits[^.]/);
    expect(said('ai-zh')).toMatch(/推荐理由：#ai-zh 关注/);
    expect(said('ai-zh')).toMatch(/#ai-zh 本周周报[\s\S]*先写下步骤/);
    expect(said('ai-zh')).not.toMatch(/Why here|posted|Vote\b|before it edits\./);
  });

  it('answer privately in the person’s language, with threads of the channels they are in', async () => {
    const meilin = personOf(app.sandbox, 3);
    await meilin.say(channel('ai'), '/discuss-ai top');
    await app.settle();
    expect(textOf(meilin.answers().at(-1) as never)).toMatch(/最近 7 天还没有人投票/);
    const maya = personOf(app.sandbox, 0);
    await maya.say(channel('ai-zh'), '/discuss-ai search plans');
    await app.settle();
    const found = JSON.stringify(maya.answers().at(-1)?.blocks);
    expect(found).toContain('The agent writes its steps down before it edits');
    // The thread is where the first of their channels had it.
    expect(found).toMatch(new RegExp(`archives/(${app.deps.channels.map(({ id }) => id).join('|')})/p`));
  });
});
