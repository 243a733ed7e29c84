// How long work holds the event loop: by the clock, by the processor time of the loop's own thread, and beside them how
// long an idle thread was held in the same time. On a machine that others use as well, the clock counts their work too.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { Figure } from './report.ts';

export interface Hold {
  /** Of the longest turns of the loop, in ms: by the clock, by its own processor time, and of an idle thread. */
  clockMs: number;
  ownMs: number;
  idleMs: number;
}

export const LONGEST_HOLD_MS = 100;
/** An idle thread that was held for longer says that the machine was busy with other work. */
const NOISE_MS = 20;
const EVERY_MS = 5;

/** Holds of fewer than some ms are not told apart. */
export async function watchLoop(work: () => Promise<unknown>): Promise<Hold & { tookMs: number }> {
  const idle = new Worker(import.meta.filename);
  await once(idle, 'message');
  const loop = watch();
  const from = performance.now();
  await work();
  const tookMs = performance.now() - from;
  const { clockMs, ownMs } = loop.end();
  const told = once(idle, 'message') as Promise<[number]>;
  idle.postMessage('end');
  const [idleMs] = await told;
  await idle.terminate();
  return { clockMs, ownMs, idleMs, tookMs };
}

/** Each turn of the loop lasts from one look to the next: timers wait for whatever runs. */
function watch(): { end(): Omit<Hold, 'idleMs'> } {
  let at = performance.now();
  let used = process.threadCpuUsage();
  let clockMs = 0;
  let ownMs = 0;
  const look = (): void => {
    const since = process.threadCpuUsage(used);
    clockMs = Math.max(clockMs, performance.now() - at - EVERY_MS);
    ownMs = Math.max(ownMs, (since.user + since.system) / 1000);
    used = process.threadCpuUsage();
    at = performance.now();
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    end() {
      look();
      clearInterval(timer);
      return { clockMs, ownMs };
    },
  };
}

/** Judged by the clock on a quiet machine, else by the loop's own processor time. */
export function holdFigure(name: string, { clockMs, ownMs, idleMs }: Hold, detail = ''): Figure {
  const isNoisy = idleMs > NOISE_MS;
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  const others = `${ms(clockMs)} by the clock, ${ms(ownMs)} of its own, an idle thread ${ms(idleMs)}`;
  return {
    name: `${name}: event loop`,
    figure: `held ${ms(isNoisy ? ownMs : clockMs)} at most`,
    goal: `≤ ${LONGEST_HOLD_MS} ms`,
    met: (isNoisy ? ownMs : clockMs) <= LONGEST_HOLD_MS,
    detail: detail ? `${others}; ${detail}` : others,
  };
}

if (!isMainThread) {
  const loop = watch();
  parentPort?.postMessage('ready');
  parentPort?.once('message', () => parentPort?.postMessage(loop.end().clockMs));
}
