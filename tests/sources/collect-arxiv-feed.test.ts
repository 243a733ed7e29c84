// arXiv's daily feed: which batch it holds, and what to make of one that is late, old or empty.
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import {
  type Collected,
  type CollectedItems,
  FRESH_STATE,
  type SourceMemory,
} from '../../src/domain/source.ts';
import { itemsOf, openKindBench, sourceOf } from './kind-bench.ts';

const fixed =
  (name: string): RequestListener =>
  (_request, response) =>
    void response.end(readFileSync(`tests/fixtures/sources/${name}`));

describe('arXiv’s daily feed', () => {
  const US_MORNING = new Date('2026-11-24T06:00:00Z');

  test('tells what is new, replaced and withdrawn, under ids without a version', async () => {
    const bench = await openKindBench(fixed('arxiv-feed.atom'), US_MORNING);
    const items = itemsOf(await bench.collect('arxiv-feed', 'cs.CL'));
    expect(bench.asked()).toEqual(['/arxivFeed/cs.CL']);
    expect(items.map(({ guid, revision }) => [guid, revision?.version, revision?.change])).toEqual([
      ['arXiv:2611.01234', 1, 'new'],
      ['arXiv:2611.02345', 1, 'new'],
      ['arXiv:2609.03456', 3, 'replaced'],
      ['arXiv:2608.04567', 2, 'withdrawn'],
      ['arXiv:2607.05678', 2, 'withdrawn'],
    ]);
    expect(items[0]).toMatchObject({
      url: 'https://arxiv.org/abs/2611.01234v1',
      authors: ['Ada Lovelace', 'Alan Turing', 'Martin King, Jr.'],
      html: 'We plan.',
    });
    expect(items[2]?.revision?.note).toBe('12 pages, accepted at a workshop');
    expect(items[3]?.revision?.note).toContain('an error in Lemma 2');
  });

  test('brings a batch once, is asked again within the hour while the next is due, and says so when it does not come', async () => {
    const bench = await openKindBench(fixed('arxiv-feed.atom'), US_MORNING);
    const source = sourceOf('arxiv-feed', 'cs.CL');
    const ask = async (at: string, memory: SourceMemory | null) => {
      bench.clock.now = new Date(at);
      return await bench.collector.collect(source, { ...FRESH_STATE, memory });
    };
    const tuesday = await ask('2026-11-24T06:00:00Z', null);
    expect(itemsOf(tuesday)).toHaveLength(5);
    const { memory } = tuesday as CollectedItems;
    // Until a quarter past midnight in New York.
    expect(tuesday).toMatchObject({
      rhythm: { everyMs: new Date('2026-11-25T05:15:00Z').getTime() - bench.clock.now.getTime() },
    });

    // Wednesday: yesterday's batch with a fresh date is no new batch.
    expect(await ask('2026-11-25T05:30:00Z', memory)).toMatchObject({
      kind: 'items',
      items: [],
      rhythm: { everyMs: 30 * 60_000 },
    });
    expect(await ask('2026-11-25T16:00:00Z', memory)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('no new batch on Wednesday 25 November'),
    });
    // On a Saturday nothing is due, and nothing is said.
    expect(await ask('2026-11-28T16:00:00Z', memory)).toMatchObject({ kind: 'items', items: [] });
  });

  describe('on Wednesday morning, after Tuesday’s batch of six papers,', () => {
    const TUESDAY = ['1', '2', '3', '4', '5', '6'];
    const HALF_AN_HOUR = 30 * 60_000;
    const feedOf = (numbers: readonly string[], date: string): string =>
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>cs.CL</title>${numbers
        .map(
          (n) =>
            `<entry><id>oai:arXiv.org:2611.0000${n}v1</id><title>Paper ${n}</title><published>${date}T00:00:00-05:00</published></entry>`,
        )
        .join('')}</feed>`;
    /** Asks once for each body, on the days given, with what is remembered of the time before. */
    async function askInTurn(asked: [at: string, body: string][]): Promise<Collected[]> {
      let body = '';
      const bench = await openKindBench((_request, response) => void response.end(body), US_MORNING);
      const outcomes: Collected[] = [];
      let memory: SourceMemory | null = null;
      for (const [at, given] of asked) {
        bench.clock.now = new Date(at);
        body = given;
        const outcome = await bench.collector.collect(sourceOf('arxiv-feed', 'cs.CL'), {
          ...FRESH_STATE,
          memory,
        });
        if (outcome.kind === 'items') memory = outcome.memory;
        outcomes.push(outcome);
      }
      return outcomes;
    }
    const papers = (outcome: Collected | undefined) =>
      outcome?.kind === 'items' ? outcome.items.map(({ title }) => title) : outcome?.kind;
    const tuesday: [string, string] = ['2026-11-24T06:00:00Z', feedOf(TUESDAY, '2026-11-24')];
    const wednesdayAt = (hour: string, numbers: readonly string[], date: string): [string, string] => [
      `2026-11-25T${hour}:00:00Z`,
      feedOf(numbers, date),
    ];

    test('the same papers but one, and one more, are that batch: the one is taken in, and Wednesday’s waited for', async () => {
      const [, again, later] = await askInTurn([
        tuesday,
        wednesdayAt('06', ['1', '2', '3', '4', '5', '7'], '2026-11-25'),
        wednesdayAt('07', ['1', '2', '3', '4', '5', '6', '7'], '2026-11-25'),
      ]);
      expect(papers(again)).toEqual(['Paper 7']);
      expect(again).toMatchObject({ rhythm: { everyMs: HALF_AN_HOUR }, isRepeat: true });
      expect(papers(later)).toEqual([]);
    });

    test('one more paper in a late batch is taken in before the batch is said to be late', async () => {
      const same = wednesdayAt('16', [...TUESDAY, '7'], '2026-11-25');
      const [, more, late] = await askInTurn([tuesday, same, same]);
      expect(papers(more)).toEqual(['Paper 7']);
      expect(late).toMatchObject({ kind: 'failed', reason: expect.stringContaining('no new batch') });
    });

    test('mostly other papers are Wednesday’s batch, and those that came before do not come again', async () => {
      const [, next, again] = await askInTurn([
        tuesday,
        wednesdayAt('06', ['6', '7', '8', '9'], '2026-11-25'),
        wednesdayAt('07', ['6', '7', '8', '9'], '2026-11-25'),
      ]);
      expect(papers(next)).toEqual(['Paper 7', 'Paper 8', 'Paper 9']);
      const untilThursday =
        new Date('2026-11-26T05:15:00Z').getTime() - new Date('2026-11-25T06:00:00Z').getTime();
      expect(next).toMatchObject({ rhythm: { everyMs: untilThursday } });
      expect(next).not.toHaveProperty('isRepeat');
      expect(papers(again)).toEqual([]);
    });

    test('other papers that are dated before Tuesday are an older batch', async () => {
      const [, older, wednesday] = await askInTurn([
        tuesday,
        wednesdayAt('06', ['7', '8', '9'], '2026-11-23'),
        wednesdayAt('07', TUESDAY, '2026-11-24'),
      ]);
      expect(papers(older)).toEqual(['Paper 7', 'Paper 8', 'Paper 9']);
      expect(older).toMatchObject({ rhythm: { everyMs: HALF_AN_HOUR }, isRepeat: true });
      expect(papers(wednesday)).toEqual([]);
    });
  });

  test('an empty feed on a weekday morning is asked again', async () => {
    const bench = await openKindBench((_request, response) => {
      response.end('<feed xmlns="http://www.w3.org/2005/Atom"><title>cs.CL updates</title></feed>');
    }, US_MORNING);
    expect(await bench.collect('arxiv-feed', 'cs.CL')).toMatchObject({
      items: [],
      rhythm: { everyMs: 30 * 60_000 },
    });
  });
});
