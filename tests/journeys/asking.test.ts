// What people see who ask, with a model and by the page: the real process, Chromium, and an endpoint that stands in for
// a model. The steps follow each other. With SCREENSHOTS=1 the README's picture is taken on the way.
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ChatRequest,
  chunk,
  completion,
  type ModelServer,
  startModelServer,
} from '../llm/model-server.ts';
import { serveSite, type TestSite } from '../support/app.ts';
import { type OpenBrowser, openBrowser, SKIP_WITHOUT_CHROMIUM } from '../support/browser.ts';
import {
  configWithSource,
  PROCESS_TIMEOUT_MS,
  type ProductProcess,
  pageOf,
  startProduct,
} from '../support/process.ts';
import { type Visitor, visitorOf } from '../support/sandbox-page.ts';

interface Told {
  title: string;
  sentences: string[];
  /** What the model makes of it: each with the number of its sentence. */
  summary: [string, number][];
}
const CACHING: Told = {
  title: 'What prompt caching saves',
  sentences: [
    'We put the unchanging part of every prompt first, so that the endpoint can keep it in its cache.',
    'Prompt caching made inference cheaper by 40 % for our support assistant, whose prompts share 6,000 tokens.',
    'Short prompts gain nothing, since a cache entry begins at 1,024 tokens.',
    'The first token came 0.3 seconds earlier on average, measured on a week of real questions.',
  ],
  summary: [
    ['Prompt caching made inference cheaper by 40 % for a support assistant.', 2],
    ['The unchanging part of every prompt stands first.', 1],
    ['Short prompts gain nothing: a cache entry begins at 1,024 tokens.', 3],
    ['The first token came 0.3 seconds earlier on average.', 4],
  ],
};
const AGAIN: Told = {
  title: 'Prompt caching, measured again',
  sentences: [
    'We repeated the measurement for an assistant whose users come back only after hours.',
    'Prompt caching made inference cheaper by 15 % only, because most entries were dropped before they were used again.',
    'Whoever asks rarely should pay for a longer life of the cache, or leave it.',
    'All logs are published with the prices of the day.',
  ],
  summary: [
    ['Prompt caching made inference cheaper by 15 % only where users come back after hours.', 2],
    ['Most entries were dropped before they were used again.', 2],
    ['Whoever asks rarely should pay for a longer life of the cache, or leave it.', 3],
  ],
};
const PLANS: Told = {
  title: 'Plans that an agent can check',
  sentences: [
    'We present an agent that plans its own work before it touches a file, and checks each step against a test.',
    'On forty tasks from our own backlog it finished thirty-one, against nineteen for the same model without a plan.',
    'The plan costs about a tenth of all tokens.',
    'The agent still fails where the tests are missing, since it then has nothing to check itself against.',
  ],
  summary: [
    ['An agent plans its work before it touches a file, and checks each step against a test.', 1],
    ['It finished 31 of 40 tasks, against 19 without a plan.', 2],
    ['The plan costs about a tenth of all tokens.', 3],
    ['It fails where the tests are missing.', 4],
  ],
};
const ALL = { '/caching': CACHING, '/again': AGAIN, '/plans': PLANS };

/** What the model answers: each sentence with words of the passage that it rests on. */
const ANSWERS: [RegExp, [string, string][]][] = [
  [
    /How much cheaper/,
    [
      [
        'Prompt caching made inference cheaper by 40 % for a support assistant whose prompts share 6,000 tokens.',
        '40 %',
      ],
      [
        'Measured again, prompt caching made inference cheaper by 15 % only, because most entries were dropped.',
        '15 %',
      ],
    ],
  ],
  [/how much (?:earlier|sooner)/i, [['The first token came 0.3 seconds earlier on average.', '0.3 seconds']]],
  [/便宜/, [['对提示很长的客服助手，提示缓存让推理便宜了 40 %。', '40 %']]],
];

const page = ({ title, sentences }: Told) => ({
  type: 'text/html',
  body:
    `<!doctype html><html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1>` +
    `${sentences.map((sentence) => `<p>${sentence}</p>`).join('')}</article></body></html>`,
});

/** The configuration of tests, with a Chinese channel beside the English one. */
async function configWithChinese(folder: string, url: string): Promise<string> {
  const configDir = await configWithSource(folder, url);
  await appendFile(
    join(configDir, 'channels.yaml'),
    '\n  - { name: ai-zh, language: zh-Hans, time_zone: Asia/Shanghai, topics: [{ name: 推理, words: [推理, inference] }] }\n',
  );
  return configDir;
}

function summaryOf(user: string): string {
  const told = Object.values(ALL).find(({ title }) => user.includes(`Title: ${title}`));
  if (!told) return '{}';
  const rest = { kind: 'lesson', topics: [], tryIt: null, limits: [], numbers: [] };
  const [tldr, ...points] = told.summary.map(([text, sentence]) => ({ text, sentence }));
  if (user.includes('Summarise this article in Simplified Chinese')) {
    return JSON.stringify({
      ...rest,
      tldr: { text: '提示缓存让推理便宜了 40 %。', sentence: 2 },
      points: [{ text: '短提示没有好处：缓存从 1,024 个词元开始。', sentence: 3 }],
    });
  }
  return JSON.stringify({ ...rest, tldr, points });
}

function answerTo(user: string): { found: boolean; sentences: { text: string; passages: number[] }[] } {
  const question = /^Answer this question in [^:]+: (.*)$/m.exec(user)?.[1] ?? '';
  const [, said = []] = ANSWERS.find(([asked]) => asked.test(question)) ?? [];
  const passages = [...user.matchAll(/^\[(\d+)\] ([^[]+)/gm)];
  const sentences = said.map(([text, words]) => ({
    text,
    passages: passages
      .filter(([, , passage = '']) => passage.includes(words))
      .map(([, number]) => Number(number))
      .slice(0, 1),
  }));
  return { found: sentences.length > 0, sentences };
}

describe.skipIf(SKIP_WITHOUT_CHROMIUM)('whoever asks, in Chromium, with a model', () => {
  let folder: string;
  let site: TestSite;
  let model: ModelServer;
  let product: ProductProcess;
  let browser: OpenBrowser;
  let tab: Page;
  let visitor: Visitor;
  const faults: string[] = [];
  /** While it is there, an answer stops after its first sentence. */
  let held: Promise<void> | null = null;

  async function* spoken(answer: ReturnType<typeof answerTo>): AsyncGenerator<object> {
    const [first, ...rest] = answer.sentences;
    yield chunk(`{"found":${answer.found},"sentences":[${first ? JSON.stringify(first) : ''}`);
    if (first) await held;
    yield chunk(`${rest.map((sentence) => `,${JSON.stringify(sentence)}`).join('')}]}`, { finish: 'stop' });
  }
  const reply = ({ messages, stream }: ChatRequest) => {
    const user = messages.find(({ role }) => role === 'user')?.content ?? '';
    if (!/^Answer this question/.test(user))
      return completion(summaryOf(user), { usage: { prompt_tokens: 900, completion_tokens: 120 } });
    const answer = answerTo(user);
    return stream ? { body: null, events: spoken(answer) } : completion(JSON.stringify(answer));
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'asking-'));
    site = await serveSite(Object.fromEntries(Object.entries(ALL).map(([path, told]) => [path, page(told)])));
    model = await startModelServer(reply);
    product = startProduct({
      dataDir: join(folder, 'data'),
      env: {
        CONFIG_DIR: await configWithChinese(folder, `http://${site.host}/feed.xml`),
        ALLOW_PRIVATE_HOSTS: site.host,
        OPENAI_BASE_URL: model.url,
        OPENAI_MODEL: 'small',
        MODEL_PRICE_INPUT: '0.25',
        MODEL_PRICE_OUTPUT: '2',
      },
    });
    [browser] = await Promise.all([openBrowser(), pageOf(product)]);
    tab = await browser.context.newPage();
    tab.on('pageerror', (error) => faults.push(error.message));
    tab.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await tab.goto(await pageOf(product));
    visitor = visitorOf(tab);
    await visitor.messages().nth(5).waitFor();
  }, PROCESS_TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await model?.close();
    await site?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const QUESTION = 'How much cheaper does prompt caching make inference?';
  const thread = () => visitor.thread();
  const answers = () => thread().locator('article').filter({ hasText: 'APP' });
  const messageWith = (text: string): Locator => visitor.messages().filter({ hasText: text });

  it('has links summarised by it', async () => {
    for (const [n, path] of Object.keys(ALL).entries()) {
      await visitor.say(`Read this: ${site.url(path)}`);
      await messageWith('Read this')
        .nth(n)
        .getByRole('button', { name: /1 reply/ })
        .waitFor();
    }
    await messageWith('Read this')
      .first()
      .getByRole('button', { name: /1 reply/ })
      .click();
    await answers().getByText('cheaper by 40 %').waitFor();
  });

  it('is told Why? with the article’s sentences', async () => {
    await visitor.choose(answers().first(), 'Why?');
    await tab.getByText(CACHING.sentences[3] ?? '').waitFor();
  });

  it('sees each sentence of an answer when it is there, and at its end both sources', async () => {
    await tab.keyboard.press('Escape');
    let release: () => void = () => undefined;
    held = new Promise((resolve) => {
      release = resolve;
    });
    await visitor.say(`@discuss-ai ${QUESTION}`);
    await messageWith(QUESTION)
      .getByRole('button', { name: /1 reply/ })
      .click();
    await answers().getByText('whose prompts share 6,000 tokens').waitFor();
    expect(await answers().getByText('15 % only').count()).toBe(0);
    held = null;
    release();
    await answers().getByText('cheaper by 15 % only').waitFor();
    await answers().getByRole('link', { name: CACHING.title }).waitFor();
    await answers().getByRole('link', { name: AGAIN.title }).waitFor();
    await answers().getByText('checked against them').waitFor();
  });

  it('is understood when asking further in the thread', async () => {
    await visitor.say('@discuss-ai and how much sooner was the first token there?', thread());
    await answers().getByText('0.3 seconds earlier').waitFor();
    await visitor.picture('ask');
  });

  it('is told where nothing answers, with the nearest', async () => {
    await tab.keyboard.press('Escape');
    await tab
      .getByRole('navigation')
      .getByRole('button', { name: /^discuss-ai/ })
      .nth(1)
      .click();
    await visitor.say('Which prompt caching was used by the moon landing?');
    await messageWith('moon landing')
      .getByRole('button', { name: /1 reply/ })
      .click();
    await answers().getByText('That is not in what was shared here. The nearest:').waitFor();
  });

  it('reads and asks in Chinese in a Chinese channel', async () => {
    await tab.keyboard.press('Escape');
    await visitor.actAs('Chen Meilin');
    await tab
      .getByRole('navigation')
      .getByRole('button', { name: /^ai-zh/ })
      .click();
    await visitor.say(`读一下：${site.url('/caching')}`);
    await messageWith('读一下').getByRole('button', { name: /1 / }).click();
    await answers().getByText('便宜了 40 %').waitFor();
    await tab.keyboard.press('Escape');
    await visitor.say('@discuss-ai 提示缓存能让推理便宜多少？');
    await messageWith('便宜多少').getByRole('button', { name: /1 / }).click();
    await answers().getByText('对提示很长的客服助手').waitFor();
  });

  it('reads the same answer alone by the command', async () => {
    await visitor.actAs('Maya Fischer');
    await tab
      .getByRole('navigation')
      .getByRole('button', { name: /^discuss-ai/ })
      .first()
      .click();
    await visitor.say('/discuss-ai ask How much cheaper does prompt caching make inference?');
    await visitor.privately().getByText('15 % only').waitFor();
  });

  it('sees what it costs, by what it is asked for, and that nobody has compared models yet', async () => {
    await visitor.say('/discuss-ai status');
    await visitor
      .privately()
      .getByText(/Model small: .* used today, .*\(summaries 0\.\d+ USD, answers 0\.\d+ USD\)/)
      .waitFor();
    await visitor.say('/discuss-ai models');
    await visitor.privately().getByText('No model has been compared yet').waitFor();
  });

  it('takes a wrong summary back: the article’s own sentences take its place', async () => {
    await messageWith('Read this')
      .first()
      .getByRole('button', { name: /1 reply/ })
      .click();
    await visitor.choose(answers().first(), 'Wrong');
    await tab.getByRole('dialog').waitFor();
    await tab.getByRole('dialog').getByRole('radio').first().check();
    await tab
      .getByRole('dialog')
      .getByRole('button', { name: /Take|Send/ })
      .click();
    await answers().getByText('extract, without a model').waitFor();
  });

  it('reads it all in a narrow window, without scrolling sideways', async () => {
    await tab.setViewportSize({ width: 390, height: 800 });
    await answers().getByText('extract, without a model').waitFor();
    expect(await tab.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    expect(faults).toEqual([]);
  });
});
