// What a crash leaves between two steps is picked up.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCollectSource } from '../../src/pipeline/collect-source.ts';
import { forgetPerson } from '../../src/pipeline/forget-person.ts';
import { rateAnswer } from '../../src/pipeline/keep-answer.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import { sweepStore } from '../../src/pipeline/sweep-store.ts';
import { recordEvent } from '../../src/store/events.ts';
import { forgottenPeople } from '../../src/store/personal-data.ts';
import { takeMessageState } from '../../src/store/shares.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { claimDigestForTest } from '../support/claims.ts';
import { personOf, postsOf } from '../support/person.ts';
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

const HOUR = 60;
const DAY = 24 * HOUR;
const known = async (table: string): Promise<number> =>
  (await app.db.query<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? 0;

it('keeps an event’s id for 25 hours: Slack may repeat it for a day', async () => {
  await recordEvent(app.db, 'Ev1', app.deps.now());
  later(25 * HOUR - 1);
  await sweepStore(app.deps);
  expect(await recordEvent(app.db, 'Ev1', app.deps.now())).toBe(false);
  later(2);
  await sweepStore(app.deps);
  expect(await recordEvent(app.db, 'Ev1', app.deps.now())).toBe(true);
});

it('keeps a message’s latest state as long: an older one that comes late is not taken in', async () => {
  const at = { channelId: app.channelId, messageTs: '1.000000', deleted: true };
  const take = (eventTs: string) => takeMessageState(app.db, { ...at, eventTs }, app.deps.now());
  await take('5.000000');
  later(25 * HOUR - 1);
  await sweepStore(app.deps);
  expect(await take('4.000000')).toBe(false);
  later(2);
  await sweepStore(app.deps);
  expect(await known('message_state')).toBe(0);
});

it('keeps an answer and its rating for 90 days', async () => {
  const maya = personOf(app.sandbox);
  await maya.say(app.channelId, '/discuss-ai top');
  await app.settle();
  const [{ id: answerId } = { id: '' }] = await app.db.query<{ id: string }>('select id from answer');
  await rateAnswer(app.deps, { answerId, personId: maya.id, helpful: true });
  later(90 * DAY - 1);
  await sweepStore(app.deps);
  expect([await known('answer'), await known('answer_feedback')]).toEqual([1, 1]);
  later(2);
  await sweepStore(app.deps);
  expect([await known('answer'), await known('answer_feedback')]).toEqual([0, 0]);
});

it('remembers for 15 days that a person was forgotten: as long as reactions are compared, and a day', async () => {
  await forgetPerson(app.deps, 'U0SOMEONE1');
  later(15 * DAY - 1);
  await sweepStore(app.deps);
  expect([...(await forgottenPeople(app.db)).keys()]).toEqual(['U0SOMEONE1']);
  later(2);
  await sweepStore(app.deps);
  expect([...(await forgottenPeople(app.db)).keys()]).toEqual([]);
});

it('leaves a source alone that is not part of the collection', async () => {
  await createCollectSource(app.deps)({ collectionId: 1, sourceId: 'unknown' });
  expect(app.lines.filter((line) => Number(line.level) >= 40)).toEqual([]);
});
