// What is like one report of a story may differ from another one of it: through submit, read, index, rules and store.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { openTestStore } from '../support/store.ts';
import { joinReports } from '../support/stories.ts';

// A busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let db: Database;
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());
const forget = () => db.query('truncate article, sighting, source, story cascade');
beforeEach(forget);

interface Told {
  title: string;
  site?: string;
  text?: string;
}

const START = Date.UTC(2026, 10, 24, 8);
const MINUTE_MS = 60_000;

/** The story of each report, as they come in one after the other, each from a site of its own. */
async function storiesOf(told: readonly Told[]): Promise<(string | null)[]> {
  const reports = told.map(({ title, text = '', site = '' }, n) => ({
    sourceId: site || `site-${n}.example`,
    item: {
      guid: `report ${n}`,
      url: `https://${site || `site-${n}.example`}/report/${n}`,
      title,
      publishedAt: new Date(START + n * MINUTE_MS),
      authors: [],
      html: `<h1>${title}</h1><p>${text}</p>`,
      kind: null,
      discussionUrl: null,
    },
  }));
  return await joinReports(db, reports);
}

const PRO = { title: 'Google releases Gemini 2.5 Pro' };
const FLASH = { title: 'Google releases Gemini 2.5 Flash' };
const BOTH = { title: 'Google releases Gemini 2.5 Pro and Flash' };

describe('a report that is like one of a story and differs from another', () => {
  it.each<[string, string, string, string]>([
    ['members of a family', PRO.title, BOTH.title, FLASH.title],
    [
      'who raises',
      'Anthropic raises Series B funding round',
      'Anthropic and Perplexity raise Series B funding rounds',
      'Perplexity raises Series B funding round',
    ],
    [
      'who is sued',
      'Acme sues Kestrel over training data',
      'Acme sues Kestrel and Bramble over training data',
      'Acme sues Bramble over training data',
    ],
    [
      'places',
      'Anthropic opens an office in Tokyo',
      'Anthropic opens offices in Tokyo and Bengaluru',
      'Anthropic opens an office in Bengaluru',
    ],
    [
      'sums',
      'Kestrel raises $600 million from Acme',
      'Kestrel raises a funding round from Acme',
      'Kestrel raises $900 million from Acme',
    ],
    [
      'what is released, and what it costs',
      'Acme releases Kestrel 3 for agents',
      'Acme releases Kestrel 3 for agents and cuts its price',
      'Acme cuts the price of Kestrel 3 for agents',
    ],
  ])('is a story of its own: %s', async (_, first, between, last) => {
    const [one, two, three] = await storiesOf([first, between, last].map((title) => ({ title })));
    expect(two).toBe(one);
    expect(three).not.toBe(one);
  });

  it('joins where it says mostly the same of the same parties, and another one tells of both that act', async () => {
    const [nvidia, both, microsoft] = [
      'Nvidia orders Bramble to stop Kestrel 5 and Osprey 5',
      'Nvidia and Microsoft order Bramble to stop Kestrel 5 and Osprey 5',
      'Microsoft orders Bramble to stop Kestrel 5 and Osprey 5',
    ].map((title) => ({ title }));
    const [one, two] = await storiesOf([nvidia, microsoft] as Told[]);
    expect(two).not.toBe(one);
    await forget();
    const three = await storiesOf([nvidia, both, microsoft] as Told[]);
    expect(new Set(three).size).toBe(1);
  });

  it.each([[PRO.title], [FLASH.title]])('joins without that one: %s', async (title) => {
    const [one, two] = await storiesOf([BOTH, { title }]);
    expect(two).toBe(one);
  });

  it('is refused by the first report, however many have joined since', async () => {
    const all = await storiesOf([PRO, ...Array.from({ length: 14 }, () => BOTH), FLASH]);
    expect(new Set(all.slice(0, -1)).size).toBe(1);
    expect(all.at(-1)).not.toBe(all[0]);
  });

  it('joins the story that takes it, where another refuses it', async () => {
    const [pro, , flash, again] = await storiesOf([
      PRO,
      BOTH,
      FLASH,
      { title: 'Gemini 2.5 Flash is released by Google' },
    ]);
    expect(flash).not.toBe(pro);
    expect(again).toBe(flash);
  });

  it('stays where it was when it is the same article again', async () => {
    const text =
      'Google today released Gemini 2.5 Pro and Gemini 2.5 Flash. The first is for hard questions, the second for ' +
      'many of them. Both read a million tokens, cost what the previews did, and can be had from this morning in ' +
      'the studio and in the cloud. The previews go away at the end of the month.';
    const site = 'paper.example';
    const [one, two, three] = await storiesOf([PRO, { ...BOTH, site, text }, { ...FLASH, site, text }]);
    expect(two).toBe(one);
    expect(three).toBe(one);
  });
});
