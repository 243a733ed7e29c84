// `npm run eval` as an operator types it: the real command in a process of its own, its folder on disk, and a model's
// endpoint on loopback that knows two models, a good one and one that writes poems.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '../src/evaluation/compare-runs.ts';
import { latestEvaluation } from '../src/evaluation/latest-evaluation.ts';
import { takeBackSummary } from '../src/store/summaries.ts';
import {
  type ChatRequest,
  completion,
  type ModelServer,
  type Reply,
  refusal,
  startModelServer,
} from './llm/model-server.ts';
import { type CommandOutcome, PROCESS_TIMEOUT_MS, runCommand } from './support/process.ts';
import { addPostedSummary, POSTED_AT, withFolder } from './support/summarised-folder.ts';

const TEXTS = ['one', 'two', 'three'].map(
  (word) =>
    `This is text ${word} of the set. We compare five tokenisers on 14 programming languages. Splitting identifiers ` +
    'at case changes makes code 11 % shorter in tokens. For Haskell the difference is 3 %, which is less than noise.',
);
const GOOD = JSON.stringify({
  tldr: { text: 'Splitting identifiers at case changes makes code 11 % shorter in tokens.', sentence: 3 },
  points: [{ text: 'For Haskell the difference is 3 %.', sentence: 4 }],
  kind: 'paper',
  topics: [],
  tryIt: null,
  limits: [],
  numbers: [],
});
/** At one dollar for a million tokens in and ten for a million out, an answer costs a cent. */
const CENT = { prompt_tokens: 5_000, completion_tokens: 500 };
/** Of the price list in config/model.yaml. */
const POET = 'gpt-5-nano';

let folder: string;
let dataDir: string;
let server: ModelServer;
/** What the endpoint gives in place of an answer to such a request; `null` for an answer. */
let trouble: (request: ChatRequest) => Reply | null;
let usage: typeof CENT;
beforeEach(async () => {
  trouble = () => null;
  usage = CENT;
  folder = mkdtempSync(join(tmpdir(), 'eval-command-'));
  dataDir = join(folder, 'data');
  writeFileSync(
    join(folder, 'ours.jsonl'),
    TEXTS.map((text) => JSON.stringify({ title: 'Tokenisers', text, references: [] })).join('\n'),
  );
  server = await startModelServer(
    (request) => trouble(request) ?? completion(request.model === POET ? 'A rose.' : GOOD, { usage }),
  );
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function evaluate(args: string[], env: Record<string, string> = {}): Promise<CommandOutcome> {
  const set = join(folder, 'ours.jsonl');
  return await runCommand('src/eval.ts', ['--set', set, '--at-once', '1', ...args], {
    DATA_DIR: dataDir,
    OPENAI_API_KEY: 'tok_1234567890abcdef',
    OPENAI_BASE_URL: server.url,
    OPENAI_MODEL: 'small',
    MODEL_PRICE_INPUT: '1',
    MODEL_PRICE_OUTPUT: '10',
    ...env,
  });
}

const runs = (): Run[] => {
  const path = join(dataDir, 'evals', 'runs');
  const names = existsSync(path) ? readdirSync(path).sort() : [];
  return names.map((name) => JSON.parse(readFileSync(join(path, name), 'utf8')) as Run);
};
const asked = (): string[] => server.requests.map(({ model }) => model);

/** Ends with 1, says one sentence and no stack, and leaves nothing that a later run is compared with. */
function expectRefusal({ problems, code }: CommandOutcome, says: string | RegExp): void {
  expect(problems).toMatch(says);
  expect(problems).not.toMatch(/^ {4}at /m);
  expect(code).toBe(1);
  expect(runs()).toEqual([]);
  expect(latestEvaluation(dataDir)).toBeNull();
}

describe('npm run eval', { timeout: PROCESS_TIMEOUT_MS }, () => {
  it('compares a model with another, and later with a kept run and a prompt, paying only for what is new', async () => {
    const first = await evaluate(['--against', POET, '--budget', '5']);
    expect(first).toMatchObject({ code: 0, problems: '' });
    expect(first.out).toMatch(
      /^gpt-5-nano: 3 articles of "ours", 3 to be asked for, about 0\.\d{4} USD, 5\.0000 USD left of the budget$/m,
    );
    expect(first.out).toMatch(/^small: 3 articles of "ours", 3 to be asked for, about 0\.\d{4} USD, /m);
    expect(first.out).toMatch(/^usable summaries +100\.0 % .* 3 /m);
    expect(first.out).toMatch(/^against: gpt-5-nano/m);
    expect(first.out).toMatch(/^Run \S+-small; cost 0\.0300 USD$/m);
    // What does not fit is asked for once more.
    expect(asked()).toEqual([...Array(6).fill(POET), ...Array(3).fill('small')]);
    expect(runs().map(({ model, results }) => [model, results.map(({ values }) => values.usable)])).toEqual([
      [POET, [0, 0, 0]],
      ['small', [1, 1, 1]],
    ]);
    expect(latestEvaluation(dataDir)).toMatchObject({ model: 'small', set: 'ours' });
    const page = /^Report: (.+)$/m.exec(first.out)?.[1] ?? '';
    expect(readFileSync(page, 'utf8')).toContain(POET);

    const prompt = join(folder, 'brief.md');
    const words = readFileSync('config/prompts/summarise-article.md', 'utf8');
    writeFileSync(prompt, `${words.replace('version: 2', 'version: 7')}\nBe as brief as a telegram.\n`);
    const poet = runs()[0]?.id ?? '';
    const second = await evaluate(['--prompt', prompt, '--against', poet, '--budget', '5']);
    expect(second).toMatchObject({ code: 0, problems: '' });
    expect(second.out).toMatch(/^against: gpt-5-nano/m);
    expect(second.out).toMatch(/^last run: small, prompt 2 /m);
    expect(asked().slice(9)).toEqual(Array(3).fill('small'));
    expect(JSON.stringify(server.requests[9]?.messages)).toContain('as brief as a telegram');
    expect(runs().at(-1)).toMatchObject({ model: 'small', promptVersion: 7, costUsd: 0.03 });

    const third = await evaluate(['--prompt', prompt, '--budget', '0']);
    expect(third.out).toMatch(/^small: 3 articles of "ours", 0 to be asked for, about 0\.0000 USD/m);
    expect(third.code).toBe(0);
    expect(asked()).toHaveLength(12);
  });

  it('marks where two models differ by more than chance, and nothing between a run and itself', async () => {
    const many = Array.from({ length: 8 }, (_, n) => ({
      title: 'Tokenisers',
      text: `Text ${n}. ${TEXTS[0]}`,
    }));
    writeFileSync(
      join(folder, 'ours.jsonl'),
      many.map((article) => JSON.stringify({ ...article, references: [] })).join('\n'),
    );
    const row = ({ out }: CommandOutcome): string => /^usable summaries .*$/m.exec(out)?.[0] ?? '';
    const good = await evaluate(['--against', POET, '--budget', '5']);
    expect(row(good)).toMatch(/ \+100\.0 ▲ *$/);
    const own = runs().find(({ model }) => model === 'small')?.id ?? '';
    const same = await evaluate(['--against', own, '--budget', '5']);
    expect(same.out).toMatch(/^against: small, prompt 2/m);
    expect(row(same)).toMatch(/ ±0\.0 *$/);
    expect(same.out).not.toMatch(/[▲▼] *$/m);
    const bad = await evaluate(['--model', POET, '--against', own, '--budget', '5']);
    expect(row(bad)).toMatch(/ −100\.0 ▼ *$/);
  });

  it('spends no more than its budget, and goes on later where it stopped', async () => {
    expectRefusal(await evaluate(['--budget', '0.000001']), /^That is more than is left.*--budget/);
    expect(asked()).toEqual([]);
    // Enough by the estimate, and not by what the endpoint then counts.
    usage = { prompt_tokens: 500_000, completion_tokens: 0 };
    expectRefusal(await evaluate(['--budget', '0.3']), /^The budget is used up after 1 of 3 articles/);
    expect(asked()).toHaveLength(1);
    const { out, code } = await evaluate(['--budget', '2']);
    expect(out).toMatch(/^small: 3 articles of "ours", 2 to be asked for, /m);
    expect(out).toMatch(/; cost 1\.0000 USD$/m);
    expect([code, asked().length]).toEqual([0, 3]);
  });

  it('sends nothing that may cost more than is left, and keeps to the app’s budget on the embedded database', async () => {
    // By the estimate three answers cost about 2 cents; one alone may cost up to 5.
    expectRefusal(
      await evaluate(['--budget', '0.04']),
      /^The budget is used up after 0 of 3 articles: .*may cost 0\.0\d{3} USD/,
    );
    expect(asked()).toEqual([]);
    const { problems, code } = await evaluate([], { MODEL_BUDGET_USD_PER_DAY: '0.06' });
    expect(problems).toMatch(/^The budget is used up after 2 of 3 articles: .*may cost 0\.0\d{3} USD/);
    expect([code, asked().length]).toEqual([1, 2]);
    const costs = await withFolder(dataDir, (db) =>
      db.query('select task, cost_usd::float8 as usd from model_call'),
    );
    expect(costs).toEqual(Array(2).fill({ task: 'evaluate-model', usd: 0.01 }));
  });

  it('evaluates on what people marked as wrong too', async () => {
    await withFolder(dataDir, async (db) => {
      const text = `${TEXTS[0]} The bolts of the harbour bridge are blue.`;
      const articleId = await addPostedSummary(db, { title: 'Bolts', text, promptVersion: 2 });
      const mark = { articleId, language: 'en', personId: 'U1', reason: 'number', note: null };
      expect(await takeBackSummary(db, mark, POSTED_AT)).toBe(true);
    });
    const { out, code, problems } = await evaluate(['--with-wrong', '--budget', '5']);
    expect([code, problems]).toEqual([0, '']);
    expect(out).toContain('small: 4 articles of "ours"');
    expect(JSON.stringify(server.requests[3]?.messages)).toContain('bolts of the harbour bridge');
    expect(runs()[0]?.results.at(-1)).toMatchObject({ id: 'wrong-1-en', traits: ['marked wrong', 'number'] });
  });

  it('refuses what it cannot do in one sentence, and asks nothing', async () => {
    const refused: [string[], RegExp][] = [
      [['--agains', 'x'], /--agains/],
      [['--budget', 'much'], /^--budget: found much, expected a number from 0$/m],
      [['--prompt', 'nowhere.md'], /nowhere\.md: the prompt cannot be read/],
      [['--set', 'nowhere'], /nowhere: there is no such file or folder$/m],
      [['--against', 'unpriced', '--budget', '5'], /^What unpriced costs is not known.*prices/],
    ];
    await Promise.all(
      refused.map(async ([args, says]) => {
        expectRefusal(await evaluate(args), says);
      }),
    );
    expect(asked()).toEqual([]);
  });

  it('takes an endpoint that is down for no measure of the model, and one that fails now and then for part of it', async () => {
    trouble = () => refusal(401, 'no such key');
    expectRefusal(
      await evaluate(['--budget', '5']),
      /^The endpoint answered for none of the articles \(.*API key/,
    );
    trouble = ({ messages }) =>
      JSON.stringify(messages).includes('text two') ? refusal(400, 'too long for me') : null;
    const { out, code } = await evaluate(['--budget', '5']);
    expect(out).toMatch(/^The endpoint gave no answer for 1 of 3 articles \(.*too long for me\)/m);
    expect(code).toBe(0);
    expect(runs()[0]?.results.map(({ values }) => values.usable)).toEqual([1, 0, 1]);
    trouble = () => null;
    expect((await evaluate(['--budget', '5'])).out).toContain('3 articles of "ours", 1 to be asked for');
  });

  it('says how it is used, whatever the configuration', async () => {
    const { out, code } = await evaluate(['--help'], { MODEL_PRICE_INPUT: 'dear' });
    expect(out).toMatch(/^Usage: npm run eval/);
    expect(code).toBe(0);
  });
});
