// Runs in a thread of its own: holds the embedded database, and carries out one request after the other. A transaction
// has the session to itself; what others send meanwhile waits here.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PGlite, types } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { faultOf, type Opening, type Reply, type Request, type StatementResult } from './pglite-messages.ts';
import { createStatements, type Statements } from './pglite-statements.ts';

/** Postgres' own default, 128 MB, is taken at the start and kept; the files are in the system's cache anyway. */
const SHARED_BUFFERS = '32MB';

interface Session {
  pglite: PGlite;
  statements: Statements;
}

async function openSession({ folder, template, wasm }: Opening): Promise<Session> {
  const pglite = await PGlite.create({
    dataDir: folder ?? 'memory://',
    pgliteWasmModule: wasm,
    // Always, since a folder that has its index cannot be written without it.
    extensions: { vector },
    startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`],
    ...(template ? { loadDataDir: template } : {}),
    parsers: { [types.DATE]: (value) => value },
    serializers: { [types.JSONB]: serialiseJsonb, [types.JSON]: serialiseJsonb },
  });
  // BullMQ's statements name its functions without their schema; ours come first.
  await pglite.exec('SET search_path TO public, bullmq; SET TIME ZONE UTC');
  return { pglite, statements: createStatements(pglite) };
}

function serialiseJsonb(value: unknown): string {
  if (Array.isArray(value)) {
    throw new TypeError('An array for a jsonb parameter must be passed as JSON.stringify(array)');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** After these, what is known of the session's statements may no longer hold. */
const CHANGES_SCHEMA = /\b(create|alter|drop|discard|deallocate)\b/i;

/** As in `pg`: parameters mean one prepared statement, none the simple protocol, which takes several. */
async function runStatement(
  { pglite, statements }: Session,
  { text, parameters }: { text: string; parameters: readonly unknown[] },
): Promise<StatementResult> {
  if (parameters.length > 0) return resultOf(await statements.run(text, parameters));
  const results = await pglite.exec(text);
  if (CHANGES_SCHEMA.test(text)) statements.forget();
  return resultOf(results.at(-1));
}

interface SomeResult {
  rows?: unknown[];
  rowCount?: number;
  affectedRows?: number;
}

function resultOf({ rows = [], rowCount, affectedRows }: SomeResult = {}): StatementResult {
  return { rows, rowCount: rowCount ?? affectedRows ?? 0 };
}

async function endTransaction({ statements, pglite }: Session, commit: boolean): Promise<StatementResult> {
  if (commit && (await statements.command('COMMIT')) !== 'COMMIT') {
    // After a failed statement that was swallowed, Postgres answers COMMIT with ROLLBACK.
    statements.forget();
    throw new Error('The transaction was rolled back: a statement in it had failed');
  }
  // Types learnt from a table that the rollback takes away must not be kept.
  if (!commit) {
    statements.forget();
    await pglite.exec('ROLLBACK');
  }
  return { rows: [], rowCount: 0 };
}

/** Carries out requests for ever, or until one closes the database. */
async function serve(session: Session, port: MessagePort): Promise<void> {
  const tell = (reply: Reply): void => port.postMessage(reply);
  const inbox = createInbox(port);
  for (let open: number | null = null; ; ) {
    const request = await inbox.next(open);
    try {
      tell({ kind: 'result', id: request.id, result: await carryOut(session, request) });
    } catch (error) {
      tell({ kind: 'fault', id: request.id, fault: faultOf(error) });
    }
    if (request.do === 'begin') open = request.transaction;
    if (request.do === 'end') open = null;
    if (request.do === 'close') return;
  }
}

async function carryOut(session: Session, request: Request): Promise<StatementResult> {
  if (request.do === 'run') return await runStatement(session, request);
  if (request.do === 'begin') return resultOf((await session.pglite.exec('BEGIN')).at(-1));
  if (request.do === 'end') return await endTransaction(session, request.commit);
  await session.pglite.close();
  return resultOf();
}

interface Inbox {
  /** The next request; while a transaction is open, the next of its own. */
  next(transaction: number | null): Promise<Request>;
}

function createInbox(port: MessagePort): Inbox {
  // By transaction; `null` is what stands outside of any.
  const lines = new Map<number | null, Request[]>();
  const lineOf = (request: Request): number | null => {
    if (request.do === 'run') return request.transaction;
    return request.do === 'end' ? request.transaction : null;
  };
  let arrived = (): void => undefined;
  port.on('message', (request: Request) => {
    const line = lines.get(lineOf(request));
    if (line) line.push(request);
    else lines.set(lineOf(request), [request]);
    arrived();
  });
  return {
    async next(transaction) {
      for (;;) {
        const line = lines.get(transaction);
        const request = line?.shift();
        if (line?.length === 0) lines.delete(transaction);
        if (request) return request;
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
    },
  };
}

async function main(port: MessagePort, opening: Opening): Promise<void> {
  let session: Session;
  try {
    session = await openSession(opening);
  } catch (error) {
    port.postMessage({ kind: 'fault', id: null, fault: faultOf(error) } satisfies Reply);
    return;
  }
  session.pglite.onNotification((channel, payload) => {
    port.postMessage({ kind: 'notification', channel, payload } satisfies Reply);
  });
  port.postMessage({ kind: 'open' } satisfies Reply);
  await serve(session, port);
}

if (parentPort) await main(parentPort, workerData as Opening);
