import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { pino } from 'pino';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import manifest from '../package.json' with { type: 'json' };
import { type Environment, loadConfig, parseStartArguments, ROLES } from '../src/config.ts';
import type { Check } from '../src/web/health.ts';
import { createWebServer } from '../src/web/server.ts';
import { importsOf, packageOf, scanSource } from './support/source-scan.ts';

const rootDir = join(import.meta.dirname, '..');
const copyDir = mkdtempSync(join(tmpdir(), 'discuss-ai-image-'));
afterAll(() => rmSync(copyDir, { recursive: true }));

/** As `npm start` does. */
const start = manifest.scripts.start.split(' ');

interface Instruction {
  name: string;
  rest: string;
}

/** The instructions of the last stage, which is the image. */
function lastStage(): Instruction[] {
  const text = readFileSync(join(rootDir, 'Dockerfile'), 'utf8').replace(/\\\n/g, ' ');
  const lines = text.split('\n').filter((line) => /^[A-Z]+\s/.test(line));
  const all = lines.map((line) => ({
    name: line.split(' ', 1)[0] ?? '',
    rest: line.replace(/^[A-Z]+\s+/, ''),
  }));
  return all.slice(all.findLastIndex(({ name }) => name === 'FROM'));
}

const image = lastStage();
const only = (name: string) =>
  image.filter((instruction) => instruction.name === name).map(({ rest }) => rest);

/** What the image takes from the project, as `COPY` names it. */
const copied = only('COPY')
  .filter((rest) => !rest.startsWith('--from'))
  .flatMap((rest) => rest.trim().split(/\s+/).slice(0, -1));
const ignoreFile = readFileSync(join(rootDir, '.dockerignore'), 'utf8').split('\n');
for (const name of copied) cpSync(join(rootDir, name), join(copyDir, name), { recursive: true });

describe('the image', () => {
  test('copies only what .dockerignore lets through, and that keeps secrets and data out', () => {
    expect(ignoreFile).toContain('*');
    const kept = ignoreFile.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(kept.sort()).toEqual([...copied, 'package-lock.json'].sort());
    for (const name of ['.env', 'data', 'node_modules', 'tests'])
      expect(existsSync(join(copyDir, name))).toBe(false);
  });

  test('holds every file that the program imports, and only production dependencies', () => {
    const packages = new Set<string>();
    const missing: string[] = [];
    const roots = ['prepare-install.ts', 'compile-ahead.ts', 'main.ts', 'cli.ts'];
    const waiting = ['src/compile-cache.mjs', ...roots.map((name) => `src/${name}`)];
    const seen = new Set(waiting);
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const file = join(copyDir, path);
      if (!existsSync(file)) missing.push(path);
      else if (/\.(ts|mjs)$/.test(path)) {
        for (const { specifier, target } of importsOf(scanSource(path, readFileSync(file, 'utf8')))) {
          if (target === null) packages.add(packageOf(specifier));
          else if (!seen.has(target)) {
            seen.add(target);
            waiting.push(target);
          }
        }
      }
    }
    expect(missing).toEqual([]);
    expect(seen.size).toBeGreaterThan(50);
    const allowed = Object.keys(manifest.dependencies);
    expect([...packages].filter((name) => !name.startsWith('node:') && !allowed.includes(name))).toEqual([]);
  });

  test.each(['config', 'src/store/migrations', 'src/sandbox/page'])(
    'holds all of %s, which is read while running',
    (folder) => {
      const list = (from: string) => readdirSync(join(from, folder), { recursive: true }).map(String).sort();
      expect(list(copyDir).length).toBeGreaterThan(0);
      expect(list(copyDir)).toEqual(list(rootDir));
    },
  );

  test('runs as a person of its own, with its data in a volume it may write', () => {
    expect(only('USER')).toEqual(['node']);
    expect(only('VOLUME')).toEqual(['/data']);
    const chown = image.findIndex(({ rest }) => rest.includes('chown node:node /data'));
    expect(chown).toBeGreaterThan(-1);
    expect(chown).toBeLessThan(image.findIndex(({ name }) => name === 'USER'));
    expect(JSON.parse(only('CMD')[0] ?? '')).toEqual(start);
  });
});

describe('the health check', () => {
  const [, args = '[]'] = only('HEALTHCHECK')[0]?.split(' CMD ') ?? [];
  const [command = '', ...parameters] = z.array(z.string()).parse(JSON.parse(args));

  async function exitCode(port: number): Promise<number> {
    try {
      await promisify(execFile)(command, parameters, {
        env: { PATH: `${process.env.PATH}`, PORT: String(port) },
      });
      return 0;
    } catch (error) {
      return z.object({ code: z.number() }).parse(error).code;
    }
  }

  test('passes while the process is well, fails when it is not or is gone', async () => {
    let database: Check = { ok: true };
    const server = createWebServer({
      slackRequestListener: null,
      health: async () => ({ database, queue: { ok: true }, lastCollectionAgeSeconds: null, figures: [] }),
      log: pino({ level: 'silent' }),
    });
    const port = await server.listen(0, '127.0.0.1');
    expect(await exitCode(port)).toBe(0);
    database = { ok: false, reason: 'gone' };
    expect(await exitCode(port)).toBe(1);
    await server.close();
    expect(await exitCode(port)).toBe(1);
  });
});

describe('docker-compose.yml', () => {
  const service = z.object({
    command: z.array(z.string()),
    environment: z.record(z.string(), z.string()),
    depends_on: z.record(z.string(), z.object({ condition: z.literal('service_healthy') })),
  });
  const compose = parse(readFileSync(join(rootDir, 'docker-compose.yml'), 'utf8'), { merge: true });

  test.each(ROLES)('starts the role %s with a configuration that the program accepts', (role) => {
    const { command, environment, depends_on } = service.parse(compose.services[role]);
    const fill = (text: string) => text.replace(/\$\{POSTGRES_PASSWORD:\?[^}]*\}/, 'secret');
    const settings: Environment = {
      ...parseEnv(readFileSync(join(rootDir, '.env.example'), 'utf8')),
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      ...Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, fill(value)])),
    };
    expect(command.slice(0, start.length)).toEqual(start);
    const config = loadConfig(settings, parseStartArguments(command.slice(start.length)), rootDir);
    expect(config).toMatchObject({ roles: [role], store: { kind: 'postgres' }, queue: { kind: 'redis' } });
    for (const name of Object.keys(depends_on))
      expect(compose.services[name].healthcheck.test.length).toBeGreaterThan(1);
  });

  test('gives what mostly waits one of malloc’s arenas, and leaves workers theirs', () => {
    const arenas = ROLES.map((role) => service.parse(compose.services[role]).environment.MALLOC_ARENA_MAX);
    expect(arenas).toEqual(ROLES.map((role) => (role === 'worker' ? undefined : '1')));
  });

  test('keeps the data of Postgres and Redis in volumes', () => {
    for (const name of ['postgres', 'redis']) {
      const [volume = ''] = z.array(z.string()).parse(compose.services[name].volumes);
      expect(Object.keys(compose.volumes)).toContain(volume.split(':', 1)[0]);
    }
  });
});
