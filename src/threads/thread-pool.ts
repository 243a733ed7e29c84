// Runs functions of other modules in threads of this process, each call with a cap on its time and memory, so that
// what the web sends never holds the event loop. Knows nothing of what the functions do.
import { setTimeout as wait } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import type { Piscina } from 'piscina';

/** The call took more than it may; its thread is gone, and the next call gets a new one. */
export class ThreadEnded extends Error {
  readonly fault: 'time' | 'memory';
  constructor(fault: 'time' | 'memory', options?: { cause?: unknown }) {
    super(fault === 'time' ? 'It took too long' : 'It took too much memory', options);
    this.name = 'ThreadEnded';
    this.fault = fault;
  }
}

export interface ThreadCall {
  /** From the moment a thread takes the call, in ms. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: any function of one argument
type Task = (input: any) => unknown;

export interface ThreadPool {
  /**
   * Calls the function `name` that `module` exports, in a thread. Input and output are copied, so that they must be
   * plain data; an error comes back with its message but without its class. Throws `ThreadEnded`, the reason of
   * `signal`, and what the function throws.
   *
   *     await pool.run<typeof readPage>(new URL('./read-page.ts', import.meta.url), 'readPage', page, { timeoutMs });
   */
  run<Run extends Task>(
    module: URL,
    name: string,
    input: Parameters<Run>[0],
    call: ThreadCall,
  ): Promise<Awaited<ReturnType<Run>>>;
  /** Ends what is still running. */
  close(): Promise<void>;
}

export interface ThreadPoolOptions {
  maxThreads: number;
  /** Heap and buffers of one thread together. */
  memoryMb?: number;
  /** Threads without work end after this: an idle thread holds some 30 MB. */
  idleMs?: number;
}

/** Two at least, so that one slow document does not hold up the rest; one core stays for the process itself. */
export const threadsFor = (cores: number): number => Math.min(4, Math.max(2, cores - 1));

/**
 * What the process grows by is this, some 40 MB that a thread takes for itself, and what it takes until the next look:
 * under 200 MB. Feeds of 10 MB are within it, whether of long texts or of many items.
 */
const MEMORY_MB = 130;
/** Of it for V8's own limit, near which V8 collects garbage, which counts as held until it does. */
const HEAP_SHARE = 0.6;
const IDLE_MS = 10_000;
/** A thread that allocates as fast as it can takes some 20 MB in this time. */
const WATCH_MS = 20;
const MB = 1_000_000;

export function createThreadPool(options: ThreadPoolOptions): ThreadPool {
  const { memoryMb = MEMORY_MB } = options;
  let opened: Promise<Piscina> | undefined;
  const open = (): Promise<Piscina> => {
    opened ??= openPiscina(options, memoryMb);
    return opened;
  };
  const turns = createTurns(options.maxThreads);
  const watch = watchMemory(async () => (await open()).threads, memoryMb * MB);
  return {
    run: (module, name, input, { timeoutMs, signal }) =>
      // Not left to Piscina's queue: the time a call waits for a thread is not its own.
      turns(async () => {
        signal?.throwIfAborted();
        const piscina = await open();
        const deadline = AbortSignal.timeout(timeoutMs);
        const stopWatching = watch();
        try {
          return await piscina.run(input, {
            filename: module.href,
            name,
            signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
          });
        } catch (error) {
          throw faultOf(error, { deadline, signal });
        } finally {
          stopWatching();
        }
      }),
    async close() {
      await (await opened)?.destroy();
    },
  };
}

/** Loaded when there is something to run: a process that reads nothing does without. */
async function openPiscina({ maxThreads, idleMs }: ThreadPoolOptions, memoryMb: number): Promise<Piscina> {
  const { Piscina } = await import('piscina');
  return new Piscina({
    minThreads: 0,
    maxThreads,
    idleTimeout: idleMs ?? IDLE_MS,
    concurrentTasksPerWorker: 1,
    // Waiting by Atomics would hold a thread's event loop, on which some parsers go on by themselves.
    atomics: 'disabled',
    resourceLimits: {
      maxOldGenerationSizeMb: Math.ceil(memoryMb * HEAP_SHARE),
      maxYoungGenerationSizeMb: 16,
    },
  });
}

function faultOf(error: unknown, ended: { deadline: AbortSignal; signal: AbortSignal | undefined }): unknown {
  if (ended.signal?.aborted) return ended.signal.reason;
  if (ended.deadline.aborted) return new ThreadEnded('time', { cause: error });
  const { code, message } = error as { code?: string; message?: string };
  const isOver = code === 'ERR_WORKER_OUT_OF_MEMORY' || /^worker exited with code/i.test(message ?? '');
  return isOver ? new ThreadEnded('memory', { cause: error }) : error;
}

/** Lets at most `most` calls run at a time, in the order in which they came. */
function createTurns(most: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/**
 * Ends threads that hold more than `limit` bytes. V8's own limit counts neither buffers nor, for minutes, a heap that
 * grows by large objects; it stays as the second line.
 */
function watchMemory(threads: () => Promise<readonly Worker[]>, limit: number): () => () => void {
  let watchers = 0;
  let looking = false;
  const look = async (): Promise<void> => {
    looking = true;
    while (watchers > 0) {
      await wait(WATCH_MS, undefined, { ref: false });
      for (const thread of await threads()) {
        if ((await memoryOf(thread)) > limit) await thread.terminate();
      }
    }
    looking = false;
  };
  return () => {
    watchers += 1;
    if (!looking) void look();
    return () => {
      watchers -= 1;
    };
  };
}

async function memoryOf(thread: Worker): Promise<number> {
  try {
    const heap = await thread.getHeapStatistics();
    return heap.used_heap_size + heap.external_memory;
  } catch (error) {
    // Ended in the meantime.
    if ((error as { code?: string }).code === 'ERR_WORKER_NOT_RUNNING') return 0;
    throw error;
  }
}
