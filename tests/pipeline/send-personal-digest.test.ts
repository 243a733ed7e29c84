// A person's own: Home, topics and the digest by direct message, on the real parts and in the sandbox's workspace.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendPersonalDigest } from '../../src/pipeline/send-personal-digest.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import { saveRead } from '../../src/store/articles.ts';
import { indexArticle } from '../../src/store/index-articles.ts';
import { claimMessage, savePosted } from '../../src/store/messages.ts';
import { insertSource } from '../../src/store/sources.ts';
import { saveSummary } from '../../src/store/summaries.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type Person, personOf, textOf, textOfView } from '../support/person.ts';

let app: TestApp;
/** Answers of chat.postMessage that get lost from now on. */
let lost = 0;
const calls: string[] = [];
let maya: Person;
let meilin: Person;

/** In Europe/London a Wednesday, 09:30; in Asia/Shanghai 17:30. */
const WEDNESDAY = new Date('2026-11-25T09:30:00Z');
function at(time: string): void {
  app.clock.now = new Date(time);
}

beforeAll(async () => {
  app = await startTestApp({
    faultFor: (method) => {
      calls.push(method);
      if (method !== 'chat.postMessage' || lost === 0) return null;
      lost -= 1;
      return { kind: 'lost-answer' };
    },
  });
  const lab = { id: 'lab', kind: 'feed', url: 'https://example.com/feed', title: 'Lab' } as const;
  await insertSource(app.db, { ...lab, weight: 1, defaultKind: null }, app.clock.now);
  maya = personOf(app.sandbox, 0);
  meilin = personOf(app.sandbox, 3);
});
afterAll(() => app.close());

beforeEach(() => {
  at(WEDNESDAY.toISOString());
});

let articles = 0;
async function addArticle(title: string, when = app.clock.now, posted = false): Promise<number> {
  articles += 1;
  const { db } = app;
  const url = `https://example.com/${articles}`;
  const item = {
    guid: url,
    url,
    title,
    publishedAt: when,
    authors: [],
    html: '',
    kind: null,
    discussionUrl: null,
  };
  const { all } = await db.transaction((tx) =>
    submitArticles(
      tx,
      {
        items: [item],
        broughtBy: { kind: 'source', sourceId: 'lab' },
        collectionId: null,
        defaultKind: null,
      },
      when,
    ),
  );
  const articleId = all[0] ?? 0;
  const text = `${title}. It is measured on ten tasks and works.`;
  await saveRead(db, {
    articleId,
    state: 'page',
    error: null,
    text,
    language: 'en',
    wordCount: 60,
    title: null,
    publishedAt: null,
  });
  await indexArticle(db, { articleId, language: 'en', title, text, pairs: '' });
  await saveSummary(
    db,
    articleId,
    'en',
    {
      method: 'extract',
      tldr: `${title} in one sentence.`,
      points: [],
      kind: 'news',
      topics: [],
      tryIt: null,
      details: null,
    },
    when,
  );
  if (posted) {
    const id = `card-${articleId}`;
    await claimMessage(db, { id, channelId: app.channelId, purpose: 'card', articleId, key: id }, when);
    await savePosted(db, id, `17000000${articleId}.000100`, when);
  }
  return articleId;
}

async function home(person: Person): Promise<string> {
  await person.openHome();
  await app.settle();
  return textOfView(person.home());
}
const choose = (value: string) => ({ selected_option: { value } });
const chooseAll = (...values: string[]) => ({ selected_options: values.map((value) => ({ value })) });
async function onHome(person: Person, action: string, chosen: object): Promise<void> {
  await person.pressOnHome(action, { ...chosen });
  await app.settle();
}
async function dueNow(): Promise<void> {
  await sendPersonalDigest(app.deps);
  await app.settle();
}

async function postponeAll(centuries: number): Promise<void> {
  await app.db.query(`update digest_setting set next_at = next_at + $1 * interval '100 years'`, [centuries]);
}

describe('the Home tab', () => {
  it('shows what the channel looked at, and what is the person’s own', async () => {
    const articleId = await addArticle('An agent in the channel', app.clock.now, true);
    await app.db.query(`insert into save values ($1, $2, $3)`, [maya.id, articleId, WEDNESDAY]);
    await app.db.query(`insert into vote values ($1, $2, '+1', $3, 'vote', true, 1)`, [
      articleId,
      maya.id,
      `card-${articleId}`,
    ]);
    const shown = await home(maya);
    expect(shown).toContain('The week in #discuss-ai');
    expect(shown).toMatch(/Your list.+An agent in the channel.+Your votes.+An agent in the channel/);
    expect(shown).toContain('It is off: nothing is sent to you');
    expect(shown).toContain('Europe/London');
  });

  it('opens in one call of Slack, once the person is known', async () => {
    await home(maya);
    calls.length = 0;
    await home(maya);
    expect(calls).toEqual(['views.publish']);
  });

  it('is in the person’s own language and zone', async () => {
    const shown = await home(meilin);
    expect(shown).toContain('你的话题');
    expect(shown).toContain('Asia/Shanghai');
    expect(shown).not.toContain('Your topics');
  });

  it('keeps topics in one stance each, and shows them again', async () => {
    await home(maya);
    await onHome(maya, 'follow-topics', chooseAll('agents', 'inference cost'));
    await onHome(maya, 'mute-topics', chooseAll('agents'));
    const rows = await app.db.query(
      'select topic, stance from person_topic where person_id = $1 order by 1',
      [maya.id],
    );
    expect(rows).toEqual([
      { topic: 'agents', stance: 'mute' },
      { topic: 'inference cost', stance: 'follow' },
    ]);
    await onHome(maya, 'mute-topics', chooseAll());
    await onHome(maya, 'follow-topics', chooseAll());
    expect(await app.db.query('select 1 from person_topic')).toEqual([]);
  });

  it('searches and pages the saves, and stays where it is when one is removed', async () => {
    for (let n = 1; n <= 7; n += 1) {
      const id = await addArticle(n === 7 ? 'Speculative decoding at last' : `Saved number ${n}`);
      await app.db.query(`insert into save values ($1, $2, $3)`, [
        maya.id,
        id,
        new Date(WEDNESDAY.getTime() + n * 1000),
      ]);
    }
    await home(maya);
    await onHome(maya, 'home-older', { value: 'saves:1' });
    expect(textOfView(maya.home())).toContain('Saved number 2');
    expect(textOfView(maya.home())).not.toContain('Saved number 3');
    await onHome(maya, 'home-newer', { value: 'saves:0' });
    await onHome(maya, 'search-saves', { value: 'speculative' });
    expect(textOfView(maya.home())).toContain('Speculative decoding at last');
    expect(textOfView(maya.home())).not.toContain('Saved number 6');
    await onHome(maya, 'save', {});
    expect(textOfView(maya.home())).toContain('Nothing found for');
    await onHome(maya, 'search-saves', { value: null });
    expect(textOfView(maya.home())).toContain('Saved number 6');
  });
});

describe('a personal digest', () => {
  it('is sent to nobody who has not switched it on', async () => {
    await home(maya);
    await addArticle('An agent nobody asked for');
    at('2026-11-26T09:00:00Z');
    await dueNow();
    expect(maya.letters()).toEqual([]);
  });

  it('comes once, at the hour of the person’s own zone, with what was in none of their channels', async () => {
    await home(meilin);
    await onHome(meilin, 'digest-frequency', choose('daily'));
    await onHome(meilin, 'digest-hour', choose('8'));
    await onHome(meilin, 'follow-topics', chooseAll('agents', 'inference cost'));
    await onHome(meilin, 'mute-topics', chooseAll('inference cost'));
    await addArticle('An agent that plans');
    await addArticle('An agent of lower inference latency');
    await addArticle('An agent that was posted', app.clock.now, true);
    await addArticle('Gardening for beginners');
    at('2026-11-25T23:59:00Z');
    await dueNow();
    expect(meilin.letters()).toEqual([]);
    // 08:00 of the 26th in Shanghai.
    at('2026-11-26T00:00:00Z');
    await dueNow();
    await dueNow();
    expect(meilin.letters()).toHaveLength(1);
    const letter = textOf(meilin.letters()[0] as never);
    expect(letter).toContain('你的话题');
    expect(letter).toContain('An agent that plans');
    expect(letter).not.toMatch(/posted|latency|Gardening/);
    expect(maya.letters()).toEqual([]);
  });

  it('says nothing on a day without news', async () => {
    at('2026-11-27T00:05:00Z');
    await dueNow();
    expect(meilin.letters()).toHaveLength(1);
    expect(app.lines.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  it('goes on where the last one ended', async () => {
    at('2026-11-27T10:00:00Z');
    await addArticle('An agent of Friday');
    at('2026-11-28T00:00:00Z');
    await dueNow();
    expect(meilin.letters()).toHaveLength(2);
    const letter = textOf(meilin.letters()[1] as never);
    expect(letter).toContain('An agent of Friday');
    expect(letter).not.toContain('An agent that plans');
  });

  it('is there once when Slack’s answer is lost', async () => {
    // Slack's times are real ones, by which a message is looked for. On a real day nobody else's digest is due.
    app.clock.now = new Date();
    await postponeAll(1);
    const tomas = personOf(app.sandbox, 1);
    await home(tomas);
    await onHome(tomas, 'digest-frequency', choose('daily'));
    await addArticle('An agent whose letter got lost', new Date(app.clock.now.getTime() - 60_000));
    await app.db.query('update digest_setting set next_at = $2 where person_id = $1', [
      tomas.id,
      app.clock.now,
    ]);
    lost = 1;
    await dueNow();
    expect(lost).toBe(0);
    expect(tomas.letters()).toHaveLength(1);
    await app.db.query('delete from digest_setting where person_id = $1', [tomas.id]);
    await postponeAll(-1);
  });

  it('that could not be sent for hours waits for the next day, and loses nothing', async () => {
    at('2026-11-28T10:00:00Z');
    await addArticle('An agent of Saturday');
    at('2026-11-29T09:00:00Z');
    await dueNow();
    expect(meilin.letters()).toHaveLength(2);
    at('2026-11-30T00:00:00Z');
    await dueNow();
    expect(textOf(meilin.letters()[2] as never)).toContain('An agent of Saturday');
  });

  it('of a week without news is one line, on Monday', async () => {
    await home(maya);
    at('2026-11-30T11:00:00Z');
    await onHome(maya, 'digest-frequency', choose('weekly'));
    at('2026-12-07T08:59:00Z');
    await dueNow();
    expect(maya.letters()).toEqual([]);
    at('2026-12-07T09:00:00Z');
    await dueNow();
    expect(maya.letters()).toHaveLength(1);
    expect(textOf(maya.letters()[0] as never)).toContain('Nothing new in your topics this week');
  });

  it('goes with its person who asks to be forgotten', async () => {
    await meilin.say(app.channelId, '/discuss-ai forget me');
    await app.settle();
    const asked = meilin.answers().at(-1);
    if (!asked) throw new Error('Nothing was asked');
    await meilin.press(asked, 'forget-me');
    await app.settle();
    at('2026-12-01T00:00:00Z');
    await addArticle('An agent after that');
    await dueNow();
    expect(meilin.letters().map(textOf)).toHaveLength(3);
    expect(await app.db.query('select 1 from personal_digest where person_id = $1', [meilin.id])).toEqual([]);
  });
});
