#!/usr/bin/env node
import { dirname } from 'node:path';
import { examine, isWell, renderFindings } from './cli/doctor.ts';
// Operator commands beside the running app. Prints for people; exit code 0 when all is well, 1 when it is not.
import { readGiven } from './cli/given-file.ts';
import { renderReplayed, replay } from './cli/replay.ts';
import { addFoundSource, checkSources, dropKnownSource, printSources } from './cli/source.ts';
import { printWrongSummaries, resummarise } from './cli/summaries.ts';
import { type Config, ConfigError, loadConfig, readEnvironment } from './config.ts';
import { collectionLine } from './domain/status.ts';
import { grammarOf } from './slack/words/grammar.ts';
import { NotOpml, parseOpml, writeOpml } from './sources/opml.ts';
import { migrateStore, type OpenStore, openStore } from './start/open-store.ts';
import { latestCollectionId, reportCollection } from './store/collections.ts';
import type { Database } from './store/database.ts';
import { listLines } from './store/source-health.ts';
import { subscribeMore } from './store/sources.ts';

/** Operators are spoken to in English. */
const { count } = grammarOf('en');

const USAGE = `Usage: npm run cli -- COMMAND

  doctor [--json]    checks token, scopes, channels, blocks, database, queue, sources, model and clock, and says what to do
  replay FILE [--json]
                     sends a payload of Slack's (JSON or form) through the app, and shows what it does; reaches nobody
  migrate            brings the database up to date and ends
  status             the last collection, and every source with its health
  source add URL     finds the feed of any page, channel, repository or newsletter, tries it, and adds it
  source drop ID     asks a source no more; what it brought stays
  source list        every source: items a week, votes for its cards, last and next time; what nobody votes for
  source check [ID …]
                     asks each source of config/sources.yaml once, and says which do not answer or have moved
  resummarise --since DATE   orders new summaries of what was posted since then by an older prompt
  wrong-summaries    those that people marked as wrong, with the article, as JSON, one a line
  opml export        writes the sources as OPML to standard output
  opml import FILE   subscribes to the feeds of an OPML file

The embedded database can be opened by one process: stop the app first, or use DATABASE_URL.`;

/** A refusal that is told without a stack. */
class Refusal extends Error {}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function withStore<Result>(
  config: Config,
  work: (db: Database, store: OpenStore) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(config.store);
  try {
    await migrateStore(store.db);
    return await work(store.db, store);
  } finally {
    await store.db.close();
  }
}

function dateOf(given: string | undefined): Date {
  const date = new Date(given ?? '');
  if (Number.isNaN(date.getTime()))
    throw new Refusal(`--since: found ${given ?? 'nothing'}, expected a date such as 2026-11-01`);
  return date;
}

async function showStatus(db: Database): Promise<boolean> {
  const latest = await latestCollectionId(db);
  const report = latest === null ? null : await reportCollection(db, latest);
  print(report ? collectionLine(report) : 'no collection has ended yet');
  for (const line of await listLines(db)) {
    const health = line.lastError
      ? `failing since ${line.failingSince?.toISOString() ?? 'now'}: ${line.lastError}`
      : `${count(line.items, { one: 'item', other: 'items' })}, last read ${line.lastSuccessAt?.toISOString() ?? 'never'}`;
    print(`${line.enabled ? ' ' : '-'} ${line.sourceId.padEnd(28)} ${health}`);
  }
  return true;
}

async function importOpml(db: Database, path: string): Promise<boolean> {
  try {
    const { entries, refused } = parseOpml(await readGiven(path));
    const added = await subscribeMore(db, entries, new Date());
    print(`${count(entries.length, { one: 'feed', other: 'feeds' })} in ${path}, ${added} of them new`);
    for (const address of refused) print(`left out, since it is no address of the web: ${address}`);
    return true;
  } catch (error) {
    if (error instanceof NotOpml) throw new Refusal(`${path}: ${error.message}`);
    throw error;
  }
}

async function run(args: readonly string[]): Promise<boolean> {
  const [command, verb, path] = args;
  if (command === undefined || command === 'help' || command === '--help') {
    print(USAGE);
    return command !== undefined;
  }
  const rootDir = dirname(import.meta.dirname);
  const config = loadConfig(readEnvironment(rootDir), {}, rootDir);
  if (command === 'doctor') {
    const findings = await examine(config);
    print(renderFindings(findings, args.includes('--json')));
    return isWell(findings);
  }
  if (command === 'replay' && verb) {
    const replayed = await replay(config, verb);
    print(args.includes('--json') ? JSON.stringify(replayed, null, 2) : renderReplayed(replayed));
    return replayed.acknowledged && replayed.problems.length === 0;
  }
  if (command === 'resummarise' && verb === '--since') {
    const since = dateOf(path);
    if (!config.model) {
      throw new Refusal(
        'No model is configured: set OPENAI_API_KEY or OPENAI_BASE_URL first (docs/models.md)',
      );
    }
    return await withStore(config, (_, store) => resummarise(config, store, since, print));
  }
  return await withStore(config, async (db) => {
    if (command === 'migrate') {
      print('The database is up to date');
      return true;
    }
    if (command === 'status') return await showStatus(db);
    if (command === 'source' && verb === 'list') return await printSources(db, print);
    if (command === 'source' && verb === 'check') return await checkSources(config, db, args.slice(2), print);
    if (command === 'source' && path) {
      if (verb === 'add') return await addFoundSource(config, db, path, print);
      if (verb === 'drop') return await dropKnownSource(db, path, print);
    }
    if (command === 'wrong-summaries') return await printWrongSummaries(db, print);
    if (command === 'opml' && verb === 'export') {
      const lines = await listLines(db);
      const feeds = lines.flatMap(({ title, feedUrl }) => (feedUrl ? [{ title, url: feedUrl }] : []));
      process.stdout.write(writeOpml(feeds));
      return true;
    }
    if (command === 'opml' && verb === 'import' && path) return await importOpml(db, path);
    throw new Refusal(`${args.join(' ')}: no such command\n\n${USAGE}`);
  });
}

try {
  process.exitCode = (await run(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  const told =
    error instanceof Refusal ||
    error instanceof ConfigError ||
    (error instanceof Error && 'forOperator' in error);
  process.stderr.write(`${error instanceof Error ? (told ? error.message : error.stack) : String(error)}\n`);
  process.exitCode = 1;
}
