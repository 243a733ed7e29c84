// `discuss-ai resummarise` as an operator types it: the real command in a process of its own, on a data folder as the
// app leaves it. And what `wrong-summaries` writes.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { printWrongSummaries } from '../../src/cli/summaries.ts';
import { loadPrompts } from '../../src/llm/prompts.ts';
import { openStore } from '../../src/start/open-store.ts';
import { takeBackSummary } from '../../src/store/summaries.ts';
import { type CommandOutcome, PROCESS_TIMEOUT_MS, runCommand } from '../support/process.ts';
import { type Call, noteCalls, ONE_EACH, openTestQueue, SILENT } from '../support/queues.ts';
import { openTestStore } from '../support/store.ts';
import { addPostedSummary, POSTED_AT, withFolder } from '../support/summarised-folder.ts';

const VERSION = loadPrompts('config/prompts')['summarise-article'].version;
const TEXT = 'Splitting identifiers at case changes makes code 11 % shorter in tokens.';
/** Nothing listens there: the command orders, and asks no model. */
const MODEL = { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_MODEL: 'small' };

let folder: string;
let dataDir: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-summaries-'));
  dataDir = join(folder, 'data');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const cli = (args: string[], env: Record<string, string> = MODEL): Promise<CommandOutcome> =>
  runCommand('src/cli.ts', args, { DATA_DIR: dataDir, ...env });

/** What workers of the app would find to do there. */
async function jobsIn(): Promise<unknown[]> {
  const { embedded } = await openStore({ kind: 'pglite', dataDir });
  if (!embedded) throw new Error('The database is not embedded');
  const queue = await openTestQueue({ kind: 'pglite', database: embedded });
  try {
    const calls: Call[] = [];
    queue.startWorkers(noteCalls(calls), { concurrency: ONE_EACH, log: SILENT });
    await queue.whenIdle();
    return calls.map(({ name, payload }) => [name, payload]);
  } finally {
    await queue.close();
    await embedded.close();
  }
}

describe('resummarise', { timeout: PROCESS_TIMEOUT_MS }, () => {
  it('orders new summaries of what was posted since then by an older prompt, which the app then makes', async () => {
    const articleId = await withFolder(dataDir, (db) =>
      addPostedSummary(db, { title: 'Tokens', text: TEXT, promptVersion: VERSION - 1 }),
    );
    expect(await cli(['resummarise', '--since', '2026-11-21'])).toEqual({
      code: 0,
      out: `Every summary posted since 2026-11-21T00:00:00.000Z is of prompt version ${VERSION} already\n`,
      problems: '',
    });
    expect(await cli(['resummarise', '--since', '2026-11-20'])).toEqual({
      code: 0,
      out: `1 summary ordered by prompt version ${VERSION}: made within the budget while the app runs\n`,
      problems: '',
    });
    expect(await jobsIn()).toEqual([['resummarise-article', { articleId, channelId: 'C1' }]]);
  });

  it('says what it needs, and touches no database', async () => {
    const refused: [string[], Record<string, string>, RegExp][] = [
      [['--since', 'yesterday'], MODEL, /^--since: found yesterday, expected a date such as 2026-11-01\n$/],
      [['--since'], MODEL, /^--since: found nothing, expected a date/],
      [['--since', '2026-11-01'], {}, /^No model is configured: set OPENAI_API_KEY or OPENAI_BASE_URL/],
    ];
    await Promise.all(
      refused.map(async ([args, env, says]) => {
        const { code, out, problems } = await cli(['resummarise', ...args], env);
        expect(problems).toMatch(says);
        expect([code, out]).toEqual([1, '']);
      }),
    );
    expect(existsSync(dataDir)).toBe(false);
  });
});

it('wrong-summaries writes each as a line of JSON, with the article and the reason, and not who said so', async () => {
  const db = await openTestStore();
  const articleId = await addPostedSummary(db, { title: 'Tokens', text: TEXT, promptVersion: VERSION });
  const mark = { articleId, language: 'en', personId: 'U1', reason: 'number', note: 'It is 11 %.' };
  await takeBackSummary(db, mark, POSTED_AT);
  const lines: string[] = [];
  expect(await printWrongSummaries(db, (line) => lines.push(line))).toBe(true);
  await db.close();
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      title: 'Tokens',
      text: TEXT,
      reason: 'number',
      note: 'It is 11 %.',
      summary: expect.objectContaining({ tldr: 'It is shorter.' }),
    }),
  ]);
  expect(lines.join()).not.toMatch(/\n|U1/);
});
