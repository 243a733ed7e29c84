// A process of its own that runs one job and closes the queue: it ends by itself only if nothing is left open.
import type { QueueBackend } from '../../src/queue/connection.ts';
import { openPglite } from '../../src/store/pglite.ts';
import { noteCalls, ONE_EACH, openTestQueue, SILENT } from '../support/queues.ts';

const [, , kind, url = ''] = process.argv;
const database = kind === 'pglite' ? await openPglite(null) : null;
const backend: QueueBackend = database
  ? { kind: 'pglite', database }
  : { kind: kind === 'redis' ? 'redis' : 'postgres', url };
const queue = await openTestQueue(backend);
const workers = queue.startWorkers(noteCalls([]), { concurrency: ONE_EACH, log: SILENT });
await queue.schedule('sweep-store', 'sweep', { everyMs: 60_000 }, {});
await queue.whenIdle();
await workers.close({ timeoutMs: 60_000 });
await queue.close();
await database?.close();
