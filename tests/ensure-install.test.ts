// What stands before `npm start` and `npm test`: a clone without node_modules, with one dependency that needs no network.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const PATIENCE = { timeout: 180_000 };

let clone: string;

beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), 'clone-'));
  await mkdir(join(clone, 'src', 'store', 'migrations'), { recursive: true });
  await mkdir(join(clone, 'part'));
  const dependencies = { part: 'file:part' };
  const files = {
    'package.json': JSON.stringify({ name: 'clone', version: '1.0.0', dependencies }),
    'part/package.json': JSON.stringify({ name: 'part', version: '1.0.0' }),
    'package-lock.json': JSON.stringify({
      name: 'clone',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: {
        '': { name: 'clone', version: '1.0.0', dependencies },
        'node_modules/part': { resolved: 'part', link: true },
        part: { version: '1.0.0' },
      },
    }),
    'src/compile-cache.mjs': '',
    'src/prepare-install.ts': `import { appendFileSync } from 'node:fs';\nappendFileSync('times-prepared', 'x');\n`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(clone, name), text);
  await cp('src/ensure-install.mjs', join(clone, 'src', 'ensure-install.mjs'));
});
afterEach(() => rm(clone, { recursive: true, force: true }));

/** `nodes`: the folder whose `node` comes first on the path. */
async function ensure(nodes = dirname(process.execPath)): Promise<{ code: number; said: string }> {
  const env = { ...process.env, PATH: `${nodes}${delimiter}${process.env.PATH}` };
  return await new Promise((resolve) => {
    execFile(process.execPath, ['src/ensure-install.mjs'], { cwd: clone, env }, (error, _out, said) =>
      resolve({ code: error ? Number(error.code) : 0, said }),
    );
  });
}

const timesPrepared = async (): Promise<number> =>
  (await readFile(join(clone, 'times-prepared'), 'utf8')).length;

describe('before a start', () => {
  it(
    'installs what the lockfile asks for, once, and again when the lockfile is newer',
    PATIENCE,
    async () => {
      const first = await ensure();
      expect(first).toEqual({ code: 0, said: expect.stringContaining('Installing dependencies') });
      expect(await readFile(join(clone, 'node_modules', 'part', 'package.json'), 'utf8')).toContain('part');
      expect(await timesPrepared()).toBe(1);
      expect(await ensure()).toEqual({ code: 0, said: '' });
      expect(await timesPrepared()).toBe(1);

      const later = new Date(Date.now() + 60_000);
      await utimes(join(clone, 'package-lock.json'), later, later);
      expect((await ensure()).said).toContain('Installing dependencies');
      expect(await timesPrepared()).toBe(2);
    },
  );

  it('says what to do when the installation fails, and does not go on', PATIENCE, async () => {
    await writeFile(join(clone, 'package-lock.json'), '{ "lockfileVersion": 3, "packages": {} }');
    const outcome = await ensure();
    expect(outcome.code).toBe(1);
    expect(outcome.said).toContain('`npm ci` repeats it');
  });

  it('needs a Node that runs TypeScript, and says so in one line', PATIENCE, async () => {
    const old = join(clone, 'old');
    await mkdir(old);
    await writeFile(join(old, 'node'), '#!/bin/sh\necho v20.19.0\n', { mode: 0o755 });
    expect((await ensure()).code).toBe(0);
    const { code, said } = await ensure(old);
    expect(code).toBe(1);
    expect(said).toMatch(/^discuss-ai needs Node 22\.19 or newer, and this is 20\.19\.0\. .*\n$/);
  });
});
