// What a crash leaves between two steps is picked up.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { collectSource } from '../../src/pipeline/collect-source.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import { sweepStore } from '../../src/pipeline/sweep-store.ts';
import { recordEvent } from '../../src/store/events.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { claimDigestForTest } from '../support/claims.ts';
import { postsOf } from '../support/person.ts';
import { itemOf } from '../support/store.ts';

let app: TestApp;
beforeEach(async () => {
  app = await startTestApp();
});
afterEach(() => app.close());

const later = (minutes: number): void => {
  app.clock.now = new Date(app.clock.now.getTime() + minutes * 60_000);
};

it('posts what was claimed and never sent', async () => {
  await claimDigestForTest(app.deps, app.channelId);
  await sweepStore(app.deps);
  await app.settle();
  expect(postsOf(app.sandbox, app.channelId)).toHaveLength(0);
  later(10);
  await sweepStore(app.deps);
  await sweepStore(app.deps);
  await app.settle();
  expect(postsOf(app.sandbox, app.channelId)).toHaveLength(1);
});

it('gives up on a post after two days, when it is no longer news', async () => {
  await claimDigestForTest(app.deps, app.channelId);
  later(3 * 24 * 60);
  await sweepStore(app.deps);
  await app.settle();
  expect(postsOf(app.sandbox, app.channelId)).toHaveLength(0);
});

it('reads what was taken in and never read', async () => {
  const broughtBy = { kind: 'person' as const, personId: 'U1', channelId: app.channelId, messageTs: null };
  const now = app.deps.now();
  await app.db.transaction((tx) =>
    submitArticles(tx, { items: [itemOf(1)], broughtBy, collectionId: null, defaultKind: null }, now),
  );
  later(10);
  await sweepStore(app.deps);
  await app.settle();
  const [article] = await app.db.query<{ read_state: string }>('select read_state from article');
  expect(article?.read_state).toBe('feed');
});

it('keeps an event’s id for a day, and no longer than needed', async () => {
  await recordEvent(app.db, 'Ev1', app.deps.now());
  later(24 * 60);
  await sweepStore(app.deps);
  expect(await recordEvent(app.db, 'Ev1', app.deps.now())).toBe(false);
  later(2 * 60);
  await sweepStore(app.deps);
  expect(await recordEvent(app.db, 'Ev1', app.deps.now())).toBe(true);
});

it('leaves a source alone that is not part of the collection', async () => {
  await collectSource(app.deps, { collectionId: 1, sourceId: 'unknown' });
  expect(app.lines.filter((line) => Number(line.level) >= 40)).toEqual([]);
});
