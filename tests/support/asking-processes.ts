// Starts processes that ask arXiv's stand-in over one database, and ends them as a crash would.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

export interface Settings {
  databaseUrl: string;
  /** Of the server that stands in for arXiv. */
  origin: string;
  arxivGapMs: number;
}

export interface Ask {
  id: number;
  what: 'arxiv' | 'arxiv-feed' | 'page';
  /** How far the process's clock is ahead of the machine's. */
  skippedMs: number;
}

export interface Asked {
  id: number;
  outcome: 'answered' | 'not';
  /** Why not; empty where it was. */
  reason: string;
}

export interface AskingProcess {
  ask(what: Ask['what'], skippedMs?: number): Promise<Asked>;
  /** By SIGKILL. */
  kill(): Promise<void>;
}

/** Killed when the test ends at the latest. */
export async function startAsking(settings: Settings): Promise<AskingProcess> {
  const child = fork(new URL('./asking-process.ts', import.meta.url), [JSON.stringify(settings)], {
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error('The asking process ended before it was ready'))),
  ]);
  const waiting = new Map<number, (asked: Asked) => void>();
  child.on('message', (asked: Asked) => waiting.get(asked.id)?.(asked));
  let asks = 0;
  return {
    kill,
    async ask(what, skippedMs = 0) {
      asks += 1;
      const id = asks;
      const answered = new Promise<Asked>((resolve) => waiting.set(id, resolve));
      child.send({ id, what, skippedMs } satisfies Ask);
      return await answered;
    },
  };
}
