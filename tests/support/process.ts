// The product as `npm start` runs it, in a process of its own and on free ports. Gives its lines and
// its end; must be stopped by whoever started it.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import manifest from '../../package.json' with { type: 'json' };

/** What package.json gives to `node` there. */
const START = manifest.scripts.start.split(' ').slice(1);

const TERMINAL_PROGRAM = 'script';
/** Whether a terminal can be had for a process. */
export const HAS_SCRIPT = spawnSync(TERMINAL_PROGRAM, ['--version'], { encoding: 'utf8' }).stdout?.includes(
  'util-linux',
);

/** Longer than a start on two cores with twenty others at work; what does not come by then will not come. */
const PATIENCE_MS = 150_000;

/** For tests that start the product: it may have to wait for its processor. */
export const PROCESS_TIMEOUT_MS = 360_000;

/** What an operator's command left behind once it had ended. */
export interface CommandOutcome {
  out: string;
  problems: string;
  code: number;
}

/** One of the product's commands as an operator types it, in a process of its own, with nothing but `env` given. */
export async function runCommand(
  script: 'src/cli.ts' | 'src/eval.ts',
  args: readonly string[],
  env: Record<string, string>,
): Promise<CommandOutcome> {
  const bare = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
  return await new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env: { ...bare, ...env } }, (error, out, problems) => {
      resolve({ out, problems, code: error ? Number(error.code) : 0 });
    });
  });
}

export interface ProductProcess {
  pid: number;
  /** What it has written so far, both streams. */
  lines: readonly string[];
  /** The first line that matches, from the start on; rejects when the process ends without it. */
  line(pattern: RegExp): Promise<string>;
  /** Exit code, or the signal that ended it. */
  ended: Promise<number | string>;
  /** Types into its terminal; `\x03` is Ctrl-C. */
  type(keys: string): void;
  /** Sends SIGTERM, and SIGKILL after 10 s, as `docker stop` does; resolves with how it ended. */
  stop(): Promise<number | string>;
}

export function startProduct(options: {
  dataDir: string;
  env?: Record<string, string>;
  /** Of the command line. */
  args?: string[];
  /** Within a pseudo-terminal, by the `script` of util-linux; both streams are then one. */
  inTerminal?: boolean;
  /** As the README says, with npm and its shell before the product. */
  byNpm?: boolean;
}): ProductProcess {
  const command = options.byNpm
    ? ['npm', 'start', '--', ...(options.args ?? [])]
    : [process.execPath, ...START, ...(options.args ?? [])];
  const [program = '', ...args] = options.inTerminal
    ? [TERMINAL_PROGRAM, '-qec', `exec ${command.map((word) => `'${word}'`).join(' ')}`, '/dev/null']
    : command;
  const child = spawn(program, args, {
    // Nothing of the test's own environment: a developer's tokens must not reach a real workspace.
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      DATA_DIR: options.dataDir,
      PORT: '0',
      SANDBOX_PORT: '0',
      ...options.env,
    },
    stdio: 'pipe',
    // A group of its own, so that what npm left behind can be ended too.
    detached: options.byNpm ?? false,
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const check of waiting) check();
  };
  const closed = [child.stdout, child.stderr].map(
    (stream) =>
      new Promise<void>((resolve) => {
        createInterface({ input: stream })
          .on('line', (text) => {
            lines.push(text);
            look();
          })
          .once('close', resolve);
      }),
  );
  let over: number | string | null = null;
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      void Promise.all(closed).then(() => {
        over = code ?? signal ?? 'unknown';
        look();
        resolve(over);
      });
    });
  });
  return {
    pid: child.pid ?? -1,
    lines,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const settle = (result: () => void): void => {
          clearTimeout(timer);
          waiting.delete(check);
          result();
        };
        const said = (problem: string): Error => new Error(`${problem} ${pattern}:\n${lines.join('\n')}`);
        const check = (): void => {
          const found = lines.find((text) => pattern.test(text));
          if (found !== undefined) settle(() => resolve(found));
          else if (over !== null) settle(() => reject(said(`It ended (${over}) without a line like`)));
        };
        const timer = setTimeout(() => settle(() => reject(said('No line like'))), PATIENCE_MS);
        waiting.add(check);
        check();
      }),
    ended,
    type: (keys) => void child.stdin.write(keys),
    stop: () => end(child, ended, options.byNpm ? -(child.pid ?? 0) : null),
  };
}

/** `group`: what ends at last with the process; what is left of it has closed no stream, and so has not ended. */
async function end(
  child: ChildProcess,
  ended: Promise<number | string>,
  group: number | null,
): Promise<number | string> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  // What supervisors do with a process that hangs, and when; it must not outlive its test.
  const last = setTimeout(() => (group ? process.kill(group, 'SIGKILL') : child.kill('SIGKILL')), 10_000);
  try {
    return await ended;
  } finally {
    clearTimeout(last);
  }
}

/**
 * The project's own configuration, with one source at `url` in place of the web's: tests leave the web alone. In its
 * channel's zone it is noon, so that no day ends within a test and brings a new day's places.
 */
export async function configWithSource(folder: string, url: string): Promise<string> {
  const configDir = join(folder, 'config');
  await cp('config', configDir, { recursive: true });
  const sources = `sources:\n  - { id: quiet-lab, kind: feed, url: '${url}', title: Quiet lab }\n`;
  await writeFile(join(configDir, 'sources.yaml'), sources);
  const channels = join(configDir, 'channels.yaml');
  const hour = new Date().getUTCHours();
  // These names count westwards: at 15:00 UTC it is noon three hours to the west.
  const noon = hour >= 12 ? `Etc/GMT+${hour - 12}` : `Etc/GMT-${12 - hour}`;
  await writeFile(
    channels,
    (await readFile(channels, 'utf8')).replace(/(\n {4}time_zone: )\S+/, `$1${noon}`),
  );
  return configDir;
}

/** The address of the sandbox's page, once it is announced. */
export async function pageOf(product: ProductProcess): Promise<string> {
  const line = await product.line(/Open http:\/\/\S+ to see/);
  return /http:\/\/\S+/.exec(line)?.[0] ?? '';
}
