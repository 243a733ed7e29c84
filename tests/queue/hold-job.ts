// A process of its own that begins a job on the embedded database and never ends it; started with `fork`.
import { openFolderDatabase } from '../support/backends.ts';
import { noteCalls, ONE_EACH, openTestQueue, SILENT } from '../support/queues.ts';

const [, , dataDir] = process.argv;
if (dataDir === undefined) throw new Error('Give the data folder');
process.once('disconnect', () => process.exit());
const queue = await openTestQueue({ kind: 'pglite', database: await openFolderDatabase(dataDir) });
const begun = noteCalls([], async () => {
  process.send?.('begun');
  await new Promise(() => undefined);
});
queue.startWorkers(begun, { concurrency: ONE_EACH, log: SILENT });
await queue.enqueue('post-message', { messageId: 'm1' });
