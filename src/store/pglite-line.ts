// The line to the thread that holds the embedded database: sends requests, and gives each its answer. Knows no
// transaction.
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { errorOf, type Opening, type Reply, type Request, type StatementResult } from './pglite-messages.ts';

type WithoutId<One> = One extends unknown ? Omit<One, 'id'> : never;

export interface PgliteLine {
  /** Requests are taken in the order in which they were sent. Rejects with what the thread threw. */
  send(request: WithoutId<Request>): Promise<StatementResult>;
  onNotification(listener: (channel: string, payload: string) => void): () => void;
  /** Once everything sent before is answered; later requests are rejected. */
  close(): Promise<void>;
}

interface Pending {
  resolve: (result: StatementResult) => void;
  reject: (error: Error) => void;
}

/** Young objects are what answers are made of; V8's default would let them take three times as much for long. */
const YOUNG_GENERATION_MB = 8;

let compiled: Promise<WebAssembly.Module> | undefined;

/** Compiled once for all databases of the process: it takes a second of processor time, and threads can share it. */
async function compilePglite(): Promise<WebAssembly.Module> {
  const wasm = new URL('./pglite.wasm', import.meta.resolve('@electric-sql/pglite'));
  compiled ??= readFile(wasm).then((bytes) => WebAssembly.compile(bytes));
  return await compiled;
}

/** Starts the thread and opens the database in it. Throws what PGlite throws. */
export async function openPgliteLine(opening: Omit<Opening, 'wasm'>): Promise<PgliteLine> {
  const thread = new Worker(new URL('./pglite-thread.ts', import.meta.url), {
    name: 'database',
    workerData: { ...opening, wasm: await compilePglite() } satisfies Opening,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const listeners = new Set<(channel: string, payload: string) => void>();
  const pending = new Map<number, Pending>();
  let ended: Error | null = null;
  let lastId = 0;

  const settle = (id: number): Pending | undefined => {
    const one = pending.get(id);
    pending.delete(id);
    // A process with nothing else to do may end, whether or not the database was closed.
    if (pending.size === 0) thread.unref();
    return one;
  };
  const end = (reason: Error): void => {
    ended ??= reason;
    for (const { reject } of pending.values()) reject(ended);
    pending.clear();
  };
  const opened = new Promise<void>((resolve, reject) => {
    thread.on('message', (reply: Reply) => {
      if (reply.kind === 'open') resolve();
      else if (reply.kind === 'result') settle(reply.id)?.resolve(reply.result);
      else if (reply.kind === 'fault' && reply.id !== null) settle(reply.id)?.reject(errorOf(reply.fault));
      else if (reply.kind === 'fault') reject(errorOf(reply.fault));
      else for (const listener of listeners) listener(reply.channel, reply.payload);
    });
    thread.on('error', (cause) => {
      end(new Error(`The database's thread ended: ${cause.message}: start again`, { cause }));
      reject(cause);
    });
    thread.on('exit', () => {
      end(new Error('The database is closed'));
      reject(new Error("The database's thread ended before the database was open"));
    });
  });
  await opened;
  thread.unref();

  const send: PgliteLine['send'] = (request) =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended);
      lastId += 1;
      thread.postMessage({ ...request, id: lastId });
      if (pending.size === 0) thread.ref();
      pending.set(lastId, { resolve, reject });
    });
  return {
    send,
    onNotification(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      const closed = send({ do: 'close' });
      ended ??= new Error('The database is closed');
      await closed.finally(() => thread.terminate());
    },
  };
}
