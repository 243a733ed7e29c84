import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addLink } from '../../src/pipeline/add-link.ts';
import { chooseCards } from '../../src/pipeline/choose-cards.ts';
import { lessLikeThis } from '../../src/pipeline/give-feedback.ts';
import { readArticles } from '../../src/pipeline/read-articles.ts';
import { requestReconcile } from '../../src/pipeline/reconcile-votes.ts';
import { reportStatus } from '../../src/pipeline/report-status.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import { statusMessage } from '../../src/slack/blocks/status.ts';
import { wordsFor } from '../../src/slack/words/words.ts';
import { subscribe } from '../../src/store/sources.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { feedSource } from '../support/feed-source.ts';
import { personOf, postsOf } from '../support/person.ts';
import { itemOf } from '../support/store.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ anyTime: false });
});
afterAll(() => app.close());

/** A Friday, within London's working hours. */
const NOON = new Date('2026-11-20T12:00:00Z');

beforeEach(async () => {
  await app.db.query('truncate article, sighting, source, message, vote, feedback restart identity cascade');
  app.clock.now = NOON;
  app.deps.pacing.anyTime = false;
});

async function take(
  count: number,
  changes: Parameters<typeof itemOf>[1] = {},
  sourceId = 'a',
): Promise<void> {
  await subscribe(app.db, 'config', [feedSource(sourceId)], NOON);
  const items = Array.from({ length: count }, (_, n) =>
    itemOf(n, { ...changes, url: `https://${sourceId}.invalid/${n}` }),
  );
  const { fresh } = await app.db.transaction((tx) =>
    submitArticles(
      tx,
      { items, broughtBy: { kind: 'source', sourceId }, collectionId: null, defaultKind: null },
      NOON,
    ),
  );
  await readArticles(app.deps, { articleIds: fresh });
}

/** Of those that `take` took. */
const askFor = (n: number) =>
  addLink(app.deps, { channelId: app.channelId, personId: 'U0MAYA', url: `https://a.invalid/${n}` });

const choose = async (): Promise<number> =>
  (await chooseCards(app.deps, { channelId: app.channelId })).length;

describe('chooseCards', () => {
  it('posts one card at a time in working hours, and none outside of them', async () => {
    await take(10);
    expect(await choose()).toBe(1);
    expect(await choose()).toBe(0);
    app.clock.now = new Date('2026-11-20T14:00:00Z');
    expect(await choose()).toBe(1);
    app.clock.now = new Date('2026-11-20T18:00:00Z');
    expect(await choose()).toBe(0);
    app.clock.now = new Date('2026-11-21T12:00:00Z');
    expect(await choose()).toBe(0);
  });

  it('gives what a person asked for a place beyond the budget, and says so in the status', async () => {
    app.deps.pacing.anyTime = true;
    await take(10);
    await askFor(4);
    await askFor(7);
    expect(await choose()).toBe(4);
    expect(await choose()).toBe(0);
    const status = await reportStatus(app.deps, app.channelId);
    expect(status).toMatchObject({ postedToday: 4, postsPerDay: 4, askedToday: 2, waiting: 4 });
    expect(JSON.stringify(statusMessage(status, wordsFor('en', 'UTC')))).toContain(
      '4 of 4 posts made today, 2 more that people added, 4 articles waiting',
    );
  });

  it('leaves out what is older than the channel wants', async () => {
    await take(3, { publishedAt: new Date('2026-10-01T12:00:00Z') });
    expect(await choose()).toBe(0);
    app.deps.pacing.anyTime = true;
    expect(await choose()).toBe(3);
  });

  it('takes only from the packs and sources that the channel takes', async () => {
    await take(3, {}, 'left-out');
    const [profile] = app.deps.channels;
    if (!profile) throw new Error('There is no channel');
    app.deps.channels = [{ ...profile, sources: ['-left-out'] }];
    expect(await choose()).toBe(0);
    app.deps.channels = [{ ...profile, packs: ['research'] }];
    await app.db.query(`update source set pack = 'video'`);
    expect(await choose()).toBe(0);
    app.deps.channels = [profile];
    expect(await choose()).toBe(1);
  });

  it('takes an article that one of its sources brought, whichever came first', async () => {
    await take(1, {}, 'first');
    const again = itemOf(0, { url: 'https://first.invalid/0' });
    await subscribe(app.db, 'config', [feedSource('second')], NOON);
    await app.db.transaction((tx) =>
      submitArticles(
        tx,
        {
          items: [again],
          broughtBy: { kind: 'source', sourceId: 'second' },
          collectionId: null,
          defaultKind: null,
        },
        NOON,
      ),
    );
    await app.db.query(`update source set pack = case id when 'first' then 'research' else 'tools' end`);
    const [profile] = app.deps.channels;
    if (!profile) throw new Error('There is no channel');
    app.deps.channels = [{ ...profile, packs: ['video'] }];
    expect(await choose()).toBe(0);
    app.deps.channels = [{ ...profile, packs: ['tools'] }];
    expect(await choose()).toBe(1);
    app.deps.channels = [profile];
  });

  it('weighs what a person wanted less of', async () => {
    await take(2, {}, 'loud');
    const [first] = await app.db.query<{ id: number }>('select id from article order by id limit 1');
    const noted = await lessLikeThis(app.deps, {
      articleId: first?.id ?? 0,
      channelId: app.channelId,
      personId: 'U1',
      reason: 'source',
    });
    expect(noted).toMatchObject({ kind: 'noted', sourceName: 'loud' });
    await take(1, {}, 'calm');
    await app.db.query(`update source set enabled = true`);
    const [choice] = await chooseCards(app.deps, { channelId: app.channelId });
    const [row] = await app.db.query<{ source_id: string }>('select source_id from article where id = $1', [
      choice?.articleId,
    ]);
    expect(row?.source_id).toBe('calm');
  });

  it('gives what asks more of its readers to a channel that found a card too basic', async () => {
    const easy =
      'You do not need to know how to code. In this simple guide we learn step by step what an agent is. It is easy. ' +
      'First you say what you want. Then it makes a plan. Then it does the job, and you look at what it did. ' +
      'You can try it on your own task today, and you will know the basics by the end of it.';
    const asEasy =
      'This is how to let a helper book your trip. You tell it where you want to go and when. It looks for a train, it ' +
      'asks you if the price is fine, and then it buys the ticket. Anyone can do this at home in an hour. An agent like ' +
      'that is easy to make: you write down what it may do and what it may not, and you see how it goes.';
    const hard =
      'We prove that an agent with clipped gradients attains the O(1/T) rate for non-convex objectives. Our theorem ' +
      'improves on the asymptotic regularization bounds; an ablation on GPT-2 with λ = 0.01 confirms the generalization ' +
      'gap that the posterior predicts, and the stochastic baselines diverge. We derive matching lower bounds.';
    await take(1, { title: 'An agent', html: `<p>${easy}</p>`, kind: 'news' }, 'easy');
    app.deps.pacing.anyTime = true;
    const [profile] = app.deps.channels;
    if (!profile) throw new Error('There is no channel');
    app.deps.channels = [{ ...profile, postsPerDay: 1 }];
    const first = (await chooseCards(app.deps, { channelId: app.channelId }))[0]?.articleId ?? 0;
    await take(1, { title: 'Your own agent', html: `<p>${asEasy}</p>`, kind: 'news' }, 'as-easy');
    await take(1, { title: 'An agent', html: `<p>${hard}</p>`, kind: 'news' }, 'hard');
    // Without a word from anybody, the other easy one would be next.
    await app.db.query(`update source set enabled = true, weight = case id when 'hard' then 0.85 else 1 end`);
    app.deps.channels = [{ ...profile, postsPerDay: 2 }];
    const about = { articleId: first, channelId: app.channelId, personId: 'U1' };
    const noted = await lessLikeThis(app.deps, { ...about, reason: 'too-basic' });
    expect(noted).toMatchObject({ kind: 'noted', level: 'introductory' });
    const next = async () => {
      const [choice] = await chooseCards(app.deps, { channelId: app.channelId });
      const [row] = await app.db.query<{ source_id: string }>('select source_id from article where id = $1', [
        choice?.articleId,
      ]);
      return row?.source_id;
    };
    expect(await next()).toBe('hard');
    app.deps.channels = [profile];
  });
});

describe('reconcileVotes', () => {
  it('counts the reactions that were set and taken back while nobody listened', async () => {
    await take(1);
    app.deps.pacing.anyTime = true;
    await choose();
    await app.settle();
    const card = postsOf(app.sandbox, app.channelId).at(-1);
    if (!card) throw new Error('There is no card');
    await personOf(app.sandbox, 0).react(card, '+1');
    await app.settle();
    const tally = async () =>
      (await app.db.query<{ votes: number }>('select votes from tally'))[0]?.votes ?? 0;
    expect(await tally()).toBe(1);

    // As Slack's own state changes while the app is down: no event is delivered.
    card.reactions = [{ name: 'thumbsup::skin-tone-2', users: ['U0BEN', 'U0CLEO'] }];
    app.clock.now = new Date(Date.now() + 60_000);
    await requestReconcile(app.deps);
    await app.settle();
    expect(await tally()).toBe(2);
  });
});
