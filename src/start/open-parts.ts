// Opens the parts that the configuration asks for and joins them; a root, like main.ts and cli.ts, which share it.
// Heavy parts are imported when they are needed: a process with one role does not carry the others' memory.
import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import { retryPolicy } from '../../workers/retry-policy.ts';
import type { Config } from '../config.ts';
import type { ChannelProfile } from '../domain/channel.ts';
import { latestEvaluation } from '../evaluation/latest-evaluation.ts';
import type { EmbeddingClient } from '../llm/embedding-client.ts';
import type { ModelClient } from '../llm/model-client.ts';
import { loadPrompts } from '../llm/prompts.ts';
import type { Deps, Pacing, Publisher } from '../pipeline/ports.ts';
import type { QueueBackend } from '../queue/connection.ts';
import { createQueue, type Queue } from '../queue/queue.ts';
import { createDocumentReader } from '../reading/document-reader.ts';
import type { Database } from '../store/database.ts';
import type { PgliteDatabase } from '../store/pglite.ts';
import { createThreadPool, threadsFor } from '../threads/thread-pool.ts';
import { laterParts } from './later-parts.ts';
import { migrateStore, type OpenStore } from './open-store.ts';

export function backendOf(config: Config, embedded: PgliteDatabase | null): QueueBackend {
  if (config.queue.kind !== 'pglite') return config.queue;
  if (!embedded) throw new Error('The embedded queue needs the embedded database');
  return { kind: 'pglite', database: embedded };
}

export interface Parts {
  deps: Deps;
  db: Database;
  queue: Queue;
  close(): Promise<void>;
}

export interface PartsOptions {
  publisher: Publisher;
  channels: ChannelProfile[];
  pacing: Pacing;
  /** Beside those of the configuration: the sandbox's own feeds. */
  allowPrivateHosts?: string[];
  log: Logger;
}

/** Opens everything that steps need over an open store, which it closes with the rest, or when it fails. */
export async function openParts(
  config: Config,
  { db, embedded }: OpenStore,
  options: PartsOptions,
): Promise<Parts> {
  const { log } = options;
  try {
    const applied = await migrateStore(db);
    if (applied.length > 0) log.debug({ applied }, 'The database is up to date');
    const queue = await createQueue(backendOf(config, embedded), { attempts: retryPolicy, log });
    const now = () => new Date();
    const http = {
      userAgent: userAgent(config),
      keys: config.serviceKeys,
      allowPrivateHosts: [...config.allowPrivateHosts, ...(options.allowPrivateHosts ?? [])],
    };
    const threads = createThreadPool({ maxThreads: threadsFor(availableParallelism()) });
    const later = laterParts(http, db, threads, now);
    const deps: Deps = {
      db,
      queue,
      now,
      random: Math.random,
      log,
      ...later,
      reader: createDocumentReader(threads),
      model: await openModel(config),
      embedder: await openEmbedder(config),
      modelBudget: config.modelBudget,
      latestEvaluation: async () => latestEvaluation(config.dataDir),
      prompts: loadPrompts(config.promptsDir),
      publisher: options.publisher,
      channels: options.channels,
      lessons: config.lessons,
      pacing: options.pacing,
    };
    return {
      deps,
      db,
      queue,
      async close() {
        await queue.close();
        await threads.close();
        await later.http.close();
        await db.close();
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function openModel({ model }: Config): Promise<ModelClient | null> {
  if (!model) return null;
  const [{ createModelClient }, { modelByTask }] = await Promise.all([
    import('../llm/model-client.ts'),
    import('../llm/model-by-task.ts'),
  ]);
  const { apiKey, baseUrl, cheap, strong, tasks } = model;
  const client = ({ name, priceInput, priceOutput }: typeof cheap): ModelClient =>
    createModelClient({
      apiKey,
      baseUrl,
      model: name,
      prices: { inputUsdPerMillion: priceInput, outputUsdPerMillion: priceOutput },
    });
  if (strong.name === cheap.name) return client(cheap);
  return modelByTask(client(cheap), client(strong), (task) => tasks[task] === 'strong');
}

async function openEmbedder({ model }: Config): Promise<EmbeddingClient | null> {
  if (!model?.embedding) return null;
  const { apiKey, baseUrl, embedding } = model;
  const { createEmbeddingClient } = await import('../llm/embedding-client.ts');
  const prices = { inputUsdPerMillion: embedding.priceInput, outputUsdPerMillion: embedding.priceOutput };
  return createEmbeddingClient({ apiKey, baseUrl, model: embedding.name, prices });
}

/** Says who asks, and how to reach whoever runs this. */
export function userAgent(config: Pick<Config, 'contact' | 'version'>): string {
  const contact = config.contact ? `; +${config.contact}` : '';
  return `discuss-ai/${config.version} (feed reader for one team${contact})`;
}
