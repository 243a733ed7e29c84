// What an operator sees of a collection in a terminal while it runs, over the real store and a terminal of our own.
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTerminal } from '../../src/start/terminal.ts';
import { watchCollections } from '../../src/start/watch-collections.ts';
import {
  finishCollection,
  saveOutcomes,
  startCollection,
  takeReportable,
} from '../../src/store/collections.ts';
import type { Database } from '../../src/store/database.ts';
import { subscribe } from '../../src/store/sources.ts';
import { feedSource } from '../support/feed-source.ts';
import { openTestStore } from '../support/store.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
/** For whatever is waited for: long, since nothing is measured. */
const PATIENCE = { timeout: 60_000 };

let db: Database;
beforeAll(async () => {
  db = await openTestStore();
  await subscribe(db, 'config', [feedSource('a'), feedSource('b')], NOW);
});
afterAll(() => db.close());

function terminalOf(isTTY: boolean): { output: NodeJS.WriteStream; written: () => string } {
  let written = '';
  const output = new Writable({
    write(chunk, _encoding, done) {
      written += chunk;
      done();
    },
  });
  Object.assign(output, { isTTY, columns: 120, rows: 40 });
  return { output: output as unknown as NodeJS.WriteStream, written: () => written };
}

describe('a collection in a terminal', () => {
  it('moves a line while it runs, under what is logged, and takes it away at its end', async () => {
    const { output, written } = terminalOf(true);
    const { log, progress } = await openTerminal({ level: 'info', readable: true, output });
    if (!progress) throw new Error('A terminal shows progress');
    const shown: (string | null)[] = [];
    const show = (line: string | null): void => {
      shown.push(line);
      progress(line);
    };
    const stop = watchCollections(db, show, (error) => {
      throw error;
    });
    const collectionId = await startCollection(db, ['a', 'b'], NOW);
    const line = (answered: number, items: number) =>
      `  collecting: ${answered} of 2 feeds, ${items} items, 0 of 0 new ones read, 0 posted`;
    await vi.waitFor(() => expect(shown).toContain(line(0, 0)), PATIENCE);
    await saveOutcomes(db, [{ collectionId, sourceId: 'a', state: 'collected', items: 7 }]);
    await vi.waitFor(() => expect(shown).toContain(line(1, 7)), PATIENCE);

    log.info('a line of the log');
    await vi.waitFor(() => expect(written()).toMatch(/a line of the log[\s\S]*collecting: 1 of 2/), PATIENCE);
    expect(written()).toContain('\u001B[');

    await saveOutcomes(db, [{ collectionId, sourceId: 'b', state: 'failed', items: 0 }]);
    expect(await finishCollection(db, collectionId, NOW)).toBe(true);
    expect(await takeReportable(db, NOW, NOW)).toEqual([collectionId]);
    await vi.waitFor(() => expect(shown.at(-1)).toBeNull(), PATIENCE);
    stop();
  });

  it('hears of a store that does not answer, and goes on looking', async () => {
    const faults: unknown[] = [];
    const broken = { query: () => Promise.reject(new Error('the disk is full')) } as unknown as Database;
    const stop = watchCollections(
      broken,
      () => undefined,
      (error) => faults.push(error),
    );
    await vi.waitFor(() => expect(faults.length).toBeGreaterThan(1), PATIENCE);
    stop();
  });
});

describe('elsewhere than in a terminal', () => {
  it.each([
    ['people', true, /INFO: hello\n$/],
    ['machines', false, /^\{.*"msg":"hello"\}\n$/],
  ])('there are plain lines for %s, and no progress', async (_name, readable, plain) => {
    const { output, written } = terminalOf(false);
    const { log, progress } = await openTerminal({ level: 'info', readable, output });
    expect(progress).toBeNull();
    log.info('hello');
    await vi.waitFor(() => expect(written()).toMatch(plain), PATIENCE);
    expect(written()).not.toContain('\u001B');
  });
});
