import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JOBS } from '../src/queue/jobs.ts';
import { brokenRules } from './support/architecture.ts';
import { importsOf, scanFolder, scanSource } from './support/source-scan.ts';

const rootDir = join(import.meta.dirname, '..');
const sources = ['src', 'workers'].flatMap((folder) => scanFolder(rootDir, folder));

test('the project keeps to its layout', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(brokenRules(sources)).toEqual([]);
});

test('nothing that runs in a real workspace knows of the sandbox', () => {
  const app = ['domain', 'store', 'queue', 'sources', 'reading', 'llm', 'pipeline', 'slack', 'web'].map(
    (name) => `src/${name}/`,
  );
  const inApp = sources.filter(({ path }) => [...app, 'workers/'].some((home) => path.startsWith(home)));
  expect(inApp.length).toBeGreaterThan(200);
  expect(
    inApp
      .filter(({ code, strings }) => /sandbox/i.test([code, ...strings.map(({ text }) => text)].join()))
      .map(({ path }) => path),
  ).toEqual([]);
});

test('every import is written with its ending and leads to a file', () => {
  const known = new Set([...sources.map((source) => source.path), 'package.json']);
  const leadsNowhere = sources.flatMap((source) =>
    importsOf(source)
      .filter(({ target }) => target !== null)
      .filter(
        ({ kind, target }) =>
          !(kind === 'import' ? known.has(`${target}`) : existsSync(join(rootDir, `${target}`))),
      )
      .map(({ line, target }) => `${source.path}:${line}: ${target}`),
  );
  expect(leadsNowhere).toEqual([]);
});

describe('docs/architecture.md shows today’s', () => {
  const text = readFileSync(join(rootDir, 'docs/architecture.md'), 'utf8');
  /** What stands in backticks in the first cell of a row under a heading. */
  const rowsUnder = (heading: string): string[] => {
    const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
    const cells = section.split('\n').flatMap((line) => /^\| (`.*?) \|/.exec(line)?.[1] ?? []);
    return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)).sort();
  };
  const namesIn = (folder: string, pattern: RegExp): string[] =>
    readdirSync(join(rootDir, folder), { withFileTypes: true }).flatMap((entry) =>
      pattern.test(entry.isDirectory() ? `${entry.name}/` : entry.name) ? [entry.name] : [],
    );

  test('modules', () => {
    const folders = [...namesIn('src', /\/$/), 'workers'].map((name) => `${name}/`);
    expect(rowsUnder('Modules')).toEqual(folders.sort());
  });

  test('jobs', () => {
    expect(rowsUnder('Jobs')).toEqual(Object.keys(JOBS).sort());
  });

  test('tables', () => {
    const folder = 'src/store/migrations';
    const sql = namesIn(folder, /\.sql$/)
      .map((name) => readFileSync(join(rootDir, folder, name), 'utf8'))
      .join('\n');
    const made = [...sql.matchAll(/^create table (?:if not exists )?(\w+)/gim)].map(([, name = '']) => name);
    const dropped = new Set([...sql.matchAll(/^drop table (?:if exists )?(\w+)/gim)].map(([, name]) => name));
    expect(rowsUnder('Tables')).toEqual(made.filter((name) => !dropped.has(name)).sort());
  });

  test('decisions', () => {
    const listed = [...text.matchAll(/^\d+\. \[.*\]\(decisions\/(.*)\)$/gm)].map(([, name]) => name);
    expect(listed).toEqual(namesIn('docs/decisions', /\.md$/).sort());
  });
});

/** The rules that one made-up file breaks. */
const rulesBrokenBy = (path: string, source: string) => brokenRules([scanSource(path, source)]);

describe('the checker catches', () => {
  test.each([
    ['src/domain/vote.ts', `import { db } from '../store/database.ts';`],
    ['src/domain/vote.ts', `import type { Db } from '../store/database.ts';`],
    ['src/domain/vote.ts', `export { db } from '../store/database.ts';`],
    ['src/domain/vote.ts', `const store = await import('../store/database.ts');`],
    ['src/domain/vote.ts', `type Db = import('../store/database.ts').Database;`],
    ['src/domain/vote.ts', `import '../store/database.ts';`],
    ['src/domain/vote.ts', `import {\n  one,\n  two,\n} from\n  "../pipeline/ports.ts";`],
    ['src/domain/vote.ts', `import { readFileSync } from 'node:fs';`],
    ['src/domain/vote.ts', `import { z } from 'zod';`],
    ['src/store/votes.ts', `import { Queue } from '../queue/queue.ts';`],
    ['src/sources/feed.ts', `import { read } from '../reading/read.ts';`],
    ['src/reading/read.ts', `new Worker(new URL('../llm/thread.ts', import.meta.url));`],
    ['src/pipeline/post-card.ts', `import { publisher } from '../slack/publisher.ts';`],
    ['src/pipeline/post-card.ts', `import { WebClient } from '@slack/web-api';`],
    ['src/pipeline/post-card.ts', `import OpenAI from 'openai/client';`],
    ['src/slack/app.ts', `import { handlers } from '../../workers/handlers.ts';`],
    ['src/slack/blocks/card.ts', `import { server } from '../../web/server.ts';`],
    ['workers/handlers.ts', `import { sandbox } from '../src/sandbox/workspace.ts';`],
    ['src/sandbox/workspace.ts', `import { main } from '../main.ts';`],
    ['src/pipeline/post-card.ts', `import { loadConfig } from '../config.ts';`],
    ['src/pipeline/post-card.ts', `import type { Config } from '../config.ts';`],
    ['workers/handlers.ts', `import { readConfigFiles } from '../src/config/files.ts';`],
    ['src/slack/helpers.ts', ``],
    ['src/slack/lib/words.ts', ``],
    ['src/config/files.ts', `import { votes } from '../store/votes.ts';`],
    ['src/main.ts', `import { all } from './domain/index.ts';`],
    ['src/main.ts', `import { odds } from './utils/odds.ts';`],
    ['src/main.ts', `const token = process.env.SLACK_BOT_TOKEN;`],
    ['src/slack/app.ts', `const { SLACK } = process . env;`],
    ['src/slack/cast-vote.ts', `await deps.queue.enqueue('post-card', { messageId });`],
    ['workers/handlers.ts', `await queue.enqueueMany('post-card', []);`],
    ['src/slack/app.ts', `await client.chat.postMessage({ channel, text });`],
    ['src/slack/app.ts', `await client.chat\n  .update({ channel, ts });`],
    ['src/slack/app.ts', `await client.apiCall('chat.postMessage', {});`],
    ['src/slack/app.ts', `await say('hello');`],
    ['src/pipeline/top.ts', `await db.query(\`select id from article where votes > \${least}\`);`],
    ['src/pipeline/top.ts', `await db.query('DELETE FROM article');`],
    ['workers/main.ts', 'await db.query(`\n  with best as (select 1) select 2`);'],
    ['src/web/health.ts', `await db.query('select 1');`],
    ['src/domain/vote.ts', `const now = new Date();`],
    ['src/pipeline/top.ts', `const now = Date.now();`],
    ['src/pipeline/top.ts', `const id = \`\${Math.random()}\`;`],
    ['src/slack/app.ts', `try { go(); } catch {}`],
    ['src/slack/app.ts', `try { go(); } catch (error) {\n  // nothing to do\n}`],
    ['src/slack/app.ts', `await go().catch(() => {});`],
    ['src/slack/app.ts', `await go().catch((_error) => undefined);`],
    ['src/slack/app.ts', `const gone = go(); gone.catch(() => undefined);`],
  ])('%s: %s', (path, source) => {
    expect(rulesBrokenBy(path, source)).toEqual([expect.stringContaining(path)]);
  });
});

describe('the checker lets pass', () => {
  test.each([
    [
      'src/domain/vote.ts',
      `import normalizeUrl from 'normalize-url';\nimport type { A } from './article.ts';`,
    ],
    ['src/domain/vote.ts', `// import { db } from '../store/database.ts'; new Date()\n/* process.env */`],
    ['src/domain/vote.ts', `const words = "Math.random, new Date() and process.env are not for here";`],
    ['src/domain/vote.ts', `const at = new Date(now.getTime() + 1);`],
    [
      'src/pipeline/post-card.ts',
      `import { votes } from '../store/votes.ts'; await deps.queue.enqueue('x', {});`,
    ],
    ['src/pipeline/top.ts', `const help = 'Select a person from the list';`],
    [
      'src/slack/app.ts',
      `import { vote } from '../pipeline/cast-vote.ts'; import { App } from '@slack/bolt';`,
    ],
    ['src/slack/publisher.ts', `await client.chat.postMessage({});`],
    ['src/sandbox/web-api.ts', `const methods = { 'chat.postMessage': post };`],
    ['src/sandbox/web-api.ts', `import { limits } from '../slack/blocks/limits.ts';`],
    ['src/store/votes.ts', 'await db.query(`select votes from tally`);'],
    ['src/main.ts', `import { loadConfig } from './config.ts'; import { app } from './slack/app.ts';`],
    ['src/config.ts', `export const environment = () => process.env;`],
    ['src/slack/app.ts', `try { go(); } catch (error) { log.warn(error); }`],
    ['src/slack/app.ts', `const turn = last.then(go); last = turn.catch(() => undefined); return turn;`],
    ['src/slack/app.ts', `const ended = go(); ended.catch(() => undefined); await write(); await ended;`],
  ])('%s: %s', (path, source) => {
    expect(rulesBrokenBy(path, source)).toEqual([]);
  });
});

describe('the scanner', () => {
  test('tells code from strings, templates, comments and regular expressions', () => {
    const source = scanSource(
      'a.ts',
      `const a = x / 2 / y; const b = /[/'"\`]/.test("/*"); \`t \${ \`in \${\`deep\`}\` + "s" } u\`; // 'end\nconst c = \`$5\`;`,
    );
    expect(source.strings.map(({ text }) => text)).toEqual(['/*', 't ', 'in ', 'deep', '', 's', ' u', '$5']);
    expect(source.code).toContain('const a = x / 2 / y;');
    expect(source.code).toContain('const c = `');
    expect(source.code).not.toContain('end');
  });

  test('keeps offsets and lines, and finds every literal, whatever stands in it', () => {
    const literal = fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text));
    const comment = fc.string().map((text) => `/*${text.replaceAll('*/', '')} */`);
    fc.assert(
      fc.property(fc.array(fc.tuple(comment, literal), { maxLength: 8 }), (pairs) => {
        const text = pairs.map(([note, value]) => `f(${note}${value});\n`).join('');
        const scanned = scanSource('a.ts', text);
        expect(scanned.code.length).toBe(text.length);
        expect(scanned.strings.map((string) => `"${string.text}"`)).toEqual(pairs.map(([, value]) => value));
      }),
    );
  });
});
