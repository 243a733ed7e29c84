import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { VARIABLES } from '../src/config/environment.ts';
import { nearestName } from '../src/config/yaml.ts';
import {
  ConfigError,
  type Environment,
  loadConfig,
  type Overrides,
  parseStartArguments,
  readEnvironment,
} from '../src/config.ts';
import { ARTICLE_KINDS } from '../src/domain/article.ts';
import { takenSources } from '../src/domain/source-packs.ts';

const projectDir = join(import.meta.dirname, '..');
const rootDir = mkdtempSync(join(tmpdir(), 'discuss-ai-config-'));
const configDir = join(rootDir, 'config');
afterAll(() => rmSync(rootDir, { recursive: true }));

const SOURCES = `sources:
  - { id: blog, url: 'https://blog.example/feed', title: Blog }
  - { id: papers, kind: arxiv, url: 'cat:cs.CL', title: Papers, weight: 0.5, default_kind: paper }
`;
const CHANNELS = `channels:
  - name: discuss-ai
    time_zone: Europe/Berlin
    topics: [{ name: agents, words: [agent, 4o, 2026] }]
`;
const LEARNING = `lessons:
  - id: first
    title: First
    words: Why now.
    readings: [{ title: A text, url: 'https://text.example', words: What it teaches. }]
`;

function writeFiles(files: { sources?: string; channels?: string; learning?: string }): void {
  rmSync(configDir, { recursive: true, force: true });
  mkdirSync(configDir);
  writeFileSync(join(configDir, 'sources.yaml'), files.sources ?? SOURCES);
  writeFileSync(join(configDir, 'channels.yaml'), files.channels ?? CHANNELS);
  writeFileSync(join(configDir, 'learning.yaml'), files.learning ?? LEARNING);
}

beforeEach(() => writeFiles({}));

const load = (environment: Environment = {}, overrides: Overrides = {}) =>
  loadConfig(environment, overrides, rootDir);

function problems(environment: Environment = {}, overrides: Overrides = {}): string[] {
  try {
    load(environment, overrides);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('environment', () => {
  test('starts with nothing set: sandbox, embedded store and queue, no model, all roles', () => {
    const config = load();
    expect(config).toMatchObject({
      dataDir: join(rootDir, 'data'),
      slack: { kind: 'sandbox' },
      store: { kind: 'pglite', dataDir: join(rootDir, 'data') },
      queue: { kind: 'pglite' },
      model: null,
      roles: ['slack', 'worker', 'web'],
      web: { host: '127.0.0.1', port: 3000 },
      sandbox: { host: '127.0.0.1', port: 3001 },
      logLevel: 'info',
    });
  });

  test('counts an empty variable as unset', () => {
    expect(load({ SLACK_BOT_TOKEN: '', DATABASE_URL: ' ', OPENAI_API_KEY: '' })).toMatchObject({
      slack: { kind: 'sandbox' },
      store: { kind: 'pglite' },
      model: null,
    });
  });

  test.each([
    [{ DATABASE_URL: 'postgres://h/d' }, 'postgres', 'postgres'],
    [{ DATABASE_URL: 'postgresql://h/d', REDIS_URL: 'redis://h' }, 'postgres', 'redis'],
    [{ REDIS_URL: 'rediss://h' }, 'pglite', 'redis'],
  ])('chooses store and queue from %j', (environment, store, queue) => {
    const config = load(environment);
    expect(config.store.kind).toBe(store);
    expect(config.queue.kind).toBe(queue);
  });

  test('runs in a workspace over Socket Mode or HTTP, and prefers Socket Mode', () => {
    const bot = { SLACK_BOT_TOKEN: 'xoxb-1' };
    const socket = { ...bot, SLACK_APP_TOKEN: 'xapp-1' };
    expect(load(socket).slack).toEqual({
      kind: 'socket',
      botToken: 'xoxb-1',
      appToken: 'xapp-1',
      apiUrl: null,
    });
    expect(
      load({ ...bot, SLACK_SIGNING_SECRET: 's', SLACK_API_URL: 'https://slack-gov.com/api' }).slack,
    ).toEqual({
      kind: 'http',
      botToken: 'xoxb-1',
      signingSecret: 's',
      apiUrl: 'https://slack-gov.com/api/',
    });
    expect(load({ ...socket, SLACK_SIGNING_SECRET: 's' }).slack.kind).toBe('socket');
  });

  test.each([
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, /^SLACK_BOT_TOKEN: .*SLACK_APP_TOKEN.*SLACK_SIGNING_SECRET/],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, /^SLACK_APP_TOKEN: .*SLACK_BOT_TOKEN is not/],
    [{ SLACK_SIGNING_SECRET: 's' }, /^SLACK_SIGNING_SECRET: .*SLACK_BOT_TOKEN is not/],
    [{ SLACK_API_URL: 'http://h/' }, /^SLACK_API_URL: .*SLACK_BOT_TOKEN is not/],
    [{ SLACK_BOT_TOKEN: 'xoxp-1', SLACK_APP_TOKEN: 'xapp-1' }, /^SLACK_BOT_TOKEN: .*xoxp-.*expected.*xoxb-/],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xoxb-1' }, /^SLACK_APP_TOKEN: .*xoxb-.*expected.*xapp-/],
    [{ PORT: '99999' }, /^PORT: found "99999", expected a port from 0 to 65535/],
    [{ PORT: '3001' }, /^SANDBOX_PORT: found 3001, which PORT has/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL: found "loud", expected one of fatal/],
    [{ MODEL_BUDGET_USD_PER_DAY: '-1' }, /^MODEL_BUDGET_USD_PER_DAY: found "-1", expected an amount/],
    [{ REDIS_URL: 'localhost:6379' }, /^REDIS_URL: found no address, expected one that begins with redis:/],
    [{ OPENAI_MODEL: 'm' }, /^OPENAI_MODEL: .*OPENAI_API_KEY/],
    [{ OPENAI_BASE_URL: 'http://localhost:11434/v1' }, /^OPENAI_MODEL: found nothing/],
    [{ SLACK_BOT_TOKN: 'x' }, /^SLACK_BOT_TOKN: .*did you mean SLACK_BOT_TOKEN/],
  ])('refuses %j with one line that names the key', (environment, line) => {
    expect(problems(environment)).toEqual([expect.stringMatching(line)]);
  });

  test('never repeats a secret in an error', () => {
    const found = problems({
      SLACK_BOT_TOKEN: 'wrong-secret-1',
      SLACK_APP_TOKEN: 'xoxp-secret-2',
      DATABASE_URL: 'mysql://user:secret-3@host/db',
      OPENAI_BASE_URL: 'secret-4',
    });
    expect(found.length).toBeGreaterThanOrEqual(4);
    expect(found.join('\n')).not.toMatch(/secret-\d/);
  });

  test('knows the price of its default model, and asks for the price of another', () => {
    expect(load({ OPENAI_API_KEY: 'k' }).model).toMatchObject({
      apiKey: 'k',
      baseUrl: null,
      cheap: { name: 'gpt-5-mini', priceInput: 0.25, priceOutput: 2 },
    });
    expect(problems({ OPENAI_API_KEY: 'k', OPENAI_MODEL: 'other' })).toEqual([
      expect.stringMatching(/^MODEL_PRICE_INPUT: .*other.*budget/),
      expect.stringMatching(/^MODEL_PRICE_OUTPUT: /),
    ]);
  });

  test('takes prices, tasks and budgets from model.yaml, and the day’s budget rather from the environment', () => {
    writeFileSync(
      join(configDir, 'model.yaml'),
      'tasks: { brief-poc: strong }\nprices: { small: { input: 0.1, output: 0.4 }, big: { input: 5, output: 15 } }\n' +
        'budget_usd: { day: 2, month: 30, tasks: { ask: { day: 0.5 } } }\n',
    );
    const models = { OPENAI_API_KEY: 'k', OPENAI_MODEL: 'small', OPENAI_MODEL_STRONG: 'big' };
    expect(load(models)).toMatchObject({
      model: {
        cheap: { name: 'small', priceInput: 0.1, priceOutput: 0.4 },
        strong: { name: 'big', priceInput: 5, priceOutput: 15 },
        tasks: { 'brief-poc': 'strong' },
      },
      modelBudget: { dayUsd: 2, monthUsd: 30, tasks: { ask: { dayUsd: 0.5, monthUsd: null } } },
    });
    expect(load({ ...models, MODEL_BUDGET_USD_PER_DAY: '0.25' }).modelBudget.dayUsd).toBe(0.25);
    expect(problems({ ...models, OPENAI_MODEL_STRONG: 'huge' })[0]).toMatch(
      /^OPENAI_MODEL_STRONG: .*huge.*model.yaml/,
    );
  });

  test('takes a model of embeddings from the environment or the file, with its price', () => {
    const models = { OPENAI_API_KEY: 'k', OPENAI_MODEL_EMBEDDING: 'vectors' };
    const local = { OPENAI_BASE_URL: 'http://localhost:11434/v1', OPENAI_MODEL: 'qwen3' };
    expect(load({ ...local, OPENAI_MODEL_EMBEDDING: 'vectors' }).model?.embedding).toEqual({
      name: 'vectors',
      priceInput: 0,
      priceOutput: 0,
    });
    expect(load({ OPENAI_API_KEY: 'k' }).model?.embedding).toBe(null);
    expect(problems(models)).toEqual([
      expect.stringMatching(/^OPENAI_MODEL_EMBEDDING: .*vectors.*model.yaml/),
    ]);
  });

  test('takes a local endpoint without a key, at no cost', () => {
    expect(load({ OPENAI_BASE_URL: 'http://localhost:11434/v1', OPENAI_MODEL: 'qwen3' }).model).toEqual({
      apiKey: null,
      baseUrl: 'http://localhost:11434/v1',
      cheap: { name: 'qwen3', priceInput: 0, priceOutput: 0 },
      embedding: null,
      strong: { name: 'qwen3', priceInput: 0, priceOutput: 0 },
      tasks: {},
    });
  });

  test('reads .env beside package.json, and lets the process environment win', () => {
    writeFileSync(join(rootDir, '.env'), 'PORT=4100\nPATH=/from/the/file\nCONTACT="ops@team.example"\n');
    const environment = readEnvironment(rootDir);
    rmSync(join(rootDir, '.env'));
    expect(environment).toMatchObject({ PORT: '4100', CONTACT: 'ops@team.example' });
    expect(environment.PATH).not.toBe('/from/the/file');
  });

  test('is frozen to its depths', () => {
    const config = load();
    expect(() => config.channels[0]?.topics[0]?.words.push('x')).toThrow(TypeError);
    expect(() => Object.assign(config.web, { port: 1 })).toThrow(TypeError);
  });
});

describe('command line', () => {
  test('reads roles, given twice or with a comma, and the folder of feeds', () => {
    expect(parseStartArguments(['--role', 'slack,web', '--role=worker', '--feeds', 'x'])).toEqual({
      roles: ['slack', 'web', 'worker'],
      feeds: 'x',
    });
  });

  test.each([
    [['--rol', 'slack'], /--rol: .*did you mean `--role`/],
    [['feeds'], /feeds: not an option/],
    [['--feeds'], /--feeds: found nothing after it/],
  ])('refuses %j', (args, line) => {
    expect(() => parseStartArguments(args)).toThrow(line);
  });

  test('starts one role when the database is shared and Slack is real', () => {
    const environment = {
      DATABASE_URL: 'postgres://h/d',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
    };
    expect(load(environment, { roles: ['worker'] }).roles).toEqual(['worker']);
  });

  test('says what several processes need', () => {
    expect(problems({}, { roles: ['worker'] })).toEqual([
      expect.stringMatching(/^--role worker: .*Set DATABASE_URL/),
      expect.stringMatching(/^--role worker: .*sandbox/),
    ]);
    expect(problems({}, { roles: ['slack', 'worker', 'web'] })).toEqual([]);
    expect(problems({}, { roles: ['wrker'] })).toEqual(['--role: found "wrker": did you mean `worker`?']);
  });

  test('resolves the folder of feeds from where npm was called', () => {
    const fromNpm = { npm_lifecycle_event: 'start', INIT_CWD: rootDir };
    expect(load(fromNpm, { feeds: 'config' }).feedsDir).toBe(configDir);
    expect(problems({}, { feeds: 'nowhere' })).toEqual([expect.stringMatching(/^--feeds: found nowhere/)]);
  });
});

describe('files', () => {
  test('turns the files into the domain’s own types, with defaults', () => {
    const { sources, channels, lessons } = load();
    expect(sources).toEqual([
      {
        id: 'blog',
        kind: 'feed',
        url: 'https://blog.example/feed',
        title: 'Blog',
        weight: 1,
        defaultKind: null,
        pack: null,
        settings: {},
      },
      {
        id: 'papers',
        kind: 'arxiv',
        url: 'cat:cs.CL',
        title: 'Papers',
        weight: 0.5,
        defaultKind: 'paper',
        pack: null,
        settings: {},
      },
    ]);
    expect(channels).toEqual([
      {
        name: 'discuss-ai',
        language: 'en',
        timeZone: 'Europe/Berlin',
        days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
        hours: { from: '09:00', until: '17:00' },
        postsPerDay: 6,
        topics: [{ name: 'agents', words: ['agent', '4o', '2026'], weight: 1 }],
        kinds: {},
        maxAgeDays: 30,
        digest: { day: 'friday', time: '15:00' },
        poc: { day: 'wednesday', time: '10:00' },
        emoji: { '+1': 'vote', hammer_and_wrench: 'poc', bookmark: 'save' },
        sharing: 'thread',
        managers: [],
        packs: null,
        sources: [],
      },
    ]);
    expect(lessons[0]?.readings[0]?.words).toBe('What it teaches.');
  });

  test('reads +1 as an emoji, not as the number 1, and joins aliases and skin tones', () => {
    writeFiles({
      channels: `${CHANNELS}    emoji: { vote: [+1, 100, 'tada::skin-tone-2'], poc: [tools] }\n`,
    });
    expect(load().channels[0]?.emoji).toEqual({
      '+1': 'vote',
      100: 'vote',
      tada: 'vote',
      hammer_and_wrench: 'poc',
    });
  });

  const PACKS = 'packs: [{ id: research, title: Papers }, { id: extra, title: More, default: false }]\n';
  const source = (words: string, head = '') => ({
    sources: `${head}${SOURCES}  - { id: another, title: Another, ${words} }\n`,
  });

  test('takes what is narrowed down, and a channel takes the default packs, or those it names', () => {
    const narrowed = 'kind: hacker-news, pack: research, min_score: 200, words: [agents]';
    const { channels } = {
      channels: CHANNELS + CHANNELS.replace('channels:', '').replace('discuss-ai', 'labs'),
    };
    writeFiles({
      ...source(narrowed, PACKS),
      channels: `${channels}    packs: [extra]\n    sources: [-blog]\n`,
    });
    const config = load();
    expect(config.sources[2]).toMatchObject({
      url: 'https://news.ycombinator.com/',
      pack: 'research',
      settings: { minScore: 200, words: ['agents'] },
    });
    expect(config.channels.map(({ packs, sources }) => [packs, sources])).toEqual([
      [['research'], []],
      [['extra'], ['-blog']],
    ]);
    const taken = (n: number) =>
      takenSources(config.sources, config.channels.slice(n, n + 1)).map(({ id }) => id);
    expect(taken(0)).toEqual(['blog', 'papers', 'another']);
    expect(taken(1)).toEqual(['papers']);
  });

  const channel = (line: string) => ({ channels: `${CHANNELS}    ${line}\n` });
  test.each([
    [
      channel('managers: ["@ada"]'),
      /managers\.0: found "@ada", expected a Slack user id such as U012AB3CD .*, or creator/,
    ],
    [channel('sharing: loud'), /sharing: found "loud", expected one of thread, reaction, off/],
    [
      channel('posts_per_day: six'),
      /channels\.yaml:5:5: channels\.0\.posts_per_day: found "six", expected a number/,
    ],
    [channel('posts_per_day: 101'), /channels\.yaml:5:5: .*found 101, expected a number of at most 100/],
    [channel('post_per_day: 6'), /channels\.yaml:5:5: .*unknown key: did you mean `posts_per_day`/],
    [channel('digest: { day: fryday, time: "15:00" }'), /:5:15: .*"fryday", .*did you mean `friday`/],
    [
      channel('digest: { day: friday, time: 9:00 }'),
      /:5:28: .*digest\.time: found "9:00", expected a time as HH:MM/,
    ],
    [
      channel('hours: { from: "18:00", until: "09:00" }'),
      /hours\.until: found "09:00", expected a time later/,
    ],
    [channel('kinds: { papers: 1 }'), /:5:14: .*kinds\.papers: .*did you mean `paper`/],
    [channel('emoji: { vote: [+1, thumbsup] }'), /:5:25: .*emoji\.vote\.1: .*already means vote/],
    [channel('language: *gone'), /channels\.yaml:5:15: found an alias/],
    [channel('name: again'), /channels\.yaml:5:5: not valid YAML: Map keys must be unique/],
    [{ channels: CHANNELS.replace('Berlin', 'Berln') }, /:3:5: .*"Europe\/Berln", expected .*Europe\/Berlin/],
    [{ channels: CHANNELS.replace('discuss-ai', '"#discuss"') }, /:2:5: channels\.0\.name: .*without #/],
    [{ channels: 'channels: []' }, /:1:1: channels: found \[\], expected a list with at least 1 entry/],
    [{ channels: '' }, /channels\.yaml:1:1: .*expected keys and values/],
    [{ sources: SOURCES.replace('https:', 'ftp:') }, /sources\.yaml:2:17: sources\.0\.url: .*"ftp:.*http:/],
    [
      { sources: SOURCES.replace('id: papers', 'id: blog') },
      /:3:7: sources\.1\.id: found "blog", which entry 1 has/,
    ],
    [{ sources: SOURCES.replace('kind: arxiv', 'kind: arxv') }, /sources\.1\.kind: .*did you mean `arxiv`/],
    [{ sources: SOURCES.replace(', title: Blog', '') }, /sources\.0\.title: found nothing.*add `title:`/],
    [source('kind: youtube, url: UCshort'), /sources\.2\.url: found "UCshort", expected a channel's id/],
    [source('kind: github-releases'), /sources\.2\.url: found nothing, expected a repository as owner\/name/],
    [
      source('kind: hacker-news, selector: a'),
      /sources\.2\.selector: found "a", expected nothing, since the kind hacker-news takes min_score, words/,
    ],
    [
      source('url: "https://a.example", pack: reserch'),
      /sources\.2\.pack: found "reserch": there is none of that name/,
    ],
    [
      { ...source('url: "https://a.example"', PACKS), ...channel('packs: [reserch]') },
      /channels\.0\.packs\.0: found "reserch": did you mean `research`/,
    ],
    [channel('sources: [-blg]'), /channels\.0\.sources\.0: found "-blg": did you mean `blog`/],
    [{ learning: LEARNING.replace('words: Why', 'word: Why') }, /learning\.yaml:4:5: .*did you mean `words`/],
    [{ learning: 'lessons:\n  - id: x\n   title: y\n' }, /learning\.yaml:3:\d+: not valid YAML/],
  ])('points to the line and the fix (%#)', (files, line) => {
    writeFiles(files);
    expect(problems().join('\n')).toMatch(line);
  });

  test('reports everything that is wrong at once', () => {
    writeFiles({ channels: '[', sources: 'source: []' });
    const found = problems({ PORT: 'x' }).join('\n');
    expect(found).toMatch(/PORT/);
    expect(found).toMatch(/channels\.yaml/);
    expect(found).toMatch(/sources\.yaml/);
  });

  test('names a missing file', () => {
    rmSync(join(configDir, 'learning.yaml'));
    expect(problems()).toEqual([expect.stringMatching(/^config\/learning\.yaml: there is no such file/)]);
  });

  test('never throws anything but a ConfigError, whatever a file holds', () => {
    const value = fc.oneof(
      fc.jsonValue().map((json) => JSON.stringify(json)),
      fc.string(),
    );
    fc.assert(
      fc.property(value, fc.constantFrom('sources', 'channels', 'learning'), (content, name) => {
        writeFiles({ [name]: content });
        expect(() => problems()).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });
});

describe('the files that ship', () => {
  const shipped = () => loadConfig({}, {}, projectDir);

  test('are valid, and know eight lessons whose readings say what they teach', () => {
    const { sources, lessons } = shipped();
    expect(sources.length).toBeGreaterThan(0);
    expect(lessons).toHaveLength(8);
    for (const reading of lessons.flatMap((lesson) => lesson.readings)) {
      const words = reading.words.split(/\s+/).length;
      expect({ title: reading.title, fits: words >= 60 && words <= 110 }).toEqual({
        title: reading.title,
        fits: true,
      });
    }
  });

  test('have no reading twice', () => {
    const urls = shipped().lessons.flatMap((lesson) => lesson.readings.map((reading) => reading.url));
    expect(new Set(urls).size).toBe(urls.length);
  });

  test('weigh only kinds that exist, and tell each topic by words of its own', () => {
    for (const channel of shipped().channels) {
      expect(ARTICLE_KINDS).toEqual(expect.arrayContaining(Object.keys(channel.kinds)));
      const words = channel.topics.flatMap((topic) => topic.words.map((word) => word.toLowerCase()));
      expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
    }
  });
});

test('every variable is documented, and the example file holds no other', () => {
  const documented = readFileSync(join(projectDir, 'docs', 'configuration.md'), 'utf8');
  expect(VARIABLES.filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
  const example = Object.keys(parseEnv(readFileSync(join(projectDir, '.env.example'), 'utf8')));
  const known: readonly string[] = [...VARIABLES, 'POSTGRES_PASSWORD'];
  expect(example.filter((name) => !known.includes(name))).toEqual([]);
});

test('finds the nearest name for one slip, and none for a stranger', () => {
  expect(nearestName('posts_pr_day', ['posts_per_day', 'poc'])).toBe('posts_per_day');
  expect(nearestName('zebra', ['posts_per_day', 'poc'])).toBeNull();
});
