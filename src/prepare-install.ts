// Runs once after an installation (ensure-install.mjs, Dockerfile), so that the first start need not do it: makes the
// database that new ones are copied from, and compiles what a start loads. A root, like main.ts.
import pino from 'pino';
import { retryPolicy } from '../workers/retry-policy.ts';
import { createQueue } from './queue/queue.ts';
import { runCompileAhead } from './run-compile-ahead.ts';
import { MIGRATIONS_DIR, migrateStore, TEMPLATE_DIR } from './start/open-store.ts';
import { makeTemplate } from './store/database-template.ts';
import { openPglite } from './store/pglite.ts';

await makeTemplate(TEMPLATE_DIR, MIGRATIONS_DIR, async (dataDir) => {
  const database = await openPglite(dataDir);
  await migrateStore(database);
  // Which brings tables of its own.
  const backend = { kind: 'pglite', database } as const;
  const queue = await createQueue(backend, { attempts: retryPolicy, log: pino({ level: 'silent' }) });
  await queue.close();
  await database.close();
});

// Once for each kind of process that compile-cache.mjs tells apart.
for (const roleArguments of [[], ['--role', 'slack']]) runCompileAhead(roleArguments);
