// Processes that end by SIGKILL at a step of their work that chance has chosen; the test's side of post-worker.ts.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { ChannelProfile } from '../../src/domain/channel.ts';
import type { Queryable } from '../../src/store/database.ts';

export interface Order {
  messageIds: string[];
  /** The process's clock goes on from here. */
  startedAt: number;
  channels: ChannelProfile[];
  token: string;
  slackApiUrl: string;
  timeoutMs: number;
}

export interface Answer {
  kind: 'answer';
  id: number;
  rows?: unknown[];
  error?: string;
}

interface Query {
  kind: 'query';
  id: number;
  text: string;
  parameters: unknown[];
}

/** Keeps a few processes ready, since starting one takes longer than what it is killed for. */
export class KilledProcesses {
  readonly #ready: Promise<ChildProcess>[] = [];
  readonly #db: Queryable;
  readonly #killed = new WeakSet<ChildProcess>();
  #current: ChildProcess | null = null;
  #stepsLeft = Number.POSITIVE_INFINITY;
  #lastStep = '';

  constructor(db: Queryable, ahead: number) {
    this.#db = db;
    for (let n = 0; n < ahead; n += 1) this.#ready.push(startWorker());
  }

  /** Where the process in work stands now: a statement or a call has come in, or is about to be answered. */
  step(what: string): void {
    this.#stepsLeft -= 1;
    if (this.#stepsLeft !== 0 || !this.#current) return;
    this.#lastStep = what;
    this.#killed.add(this.#current);
    this.#current.kill('SIGKILL');
  }

  /** Gives the order to a fresh process, and resolves with the step at which it was killed, or `done`. */
  async run(order: Order, stepsToLive: number): Promise<string> {
    const child = await (this.#ready.shift() ?? startWorker());
    if (stepsToLive < Number.POSITIVE_INFINITY) this.#ready.push(startWorker());
    this.#current = child;
    this.#stepsLeft = stepsToLive;
    const done = Promise.withResolvers<string>();
    child.on('message', (message: Query | { kind: 'done' }) => {
      if (message.kind === 'done') done.resolve('done');
      else void this.#answer(child, message);
    });
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL' && this.#killed.has(child)) done.resolve(this.#lastStep);
      else done.reject(new Error(`The worker ended by itself (${code ?? signal})`));
    });
    child.send({ kind: 'order', order });
    const end = await done.promise;
    this.#current = null;
    child.removeAllListeners('exit');
    child.kill('SIGKILL');
    return end;
  }

  async close(): Promise<void> {
    for (const child of await Promise.all(this.#ready)) child.kill('SIGKILL');
  }

  async #answer(child: ChildProcess, { id, text, parameters }: Query): Promise<void> {
    const verb = /^\s*(with|select|insert|update|delete)/i.exec(text)?.[1] ?? 'statement';
    this.step(`before ${verb}`);
    // A statement that was sent is carried out, whatever becomes of who sent it.
    const answer = await this.#db.query(text, parameters).then(
      (rows) => ({ rows }),
      (error: unknown) => ({ error: String(error) }),
    );
    this.step(`after ${verb}`);
    if (child.connected) child.send({ kind: 'answer', id, ...answer }, () => undefined);
  }
}

async function startWorker(): Promise<ChildProcess> {
  const child = fork(new URL('./post-worker.ts', import.meta.url), {
    // As much of the test's environment as a process needs.
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}
