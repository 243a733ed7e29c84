// What people post, change and take back while nothing of Slack's reaches the app, through the whole app on the sandbox's
// workspace: its events are sent to an address where nobody listens, and its history has everything.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SharingMode } from '../../src/domain/channel.ts';
import { catchUpLinks, requestCatchUp } from '../../src/pipeline/catch-up-links.ts';
import { forgetPerson } from '../../src/pipeline/forget-person.ts';
import { reconcileVotes } from '../../src/pipeline/reconcile-votes.ts';
import type { Message } from '../../src/sandbox/messages.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { type Person, personOf, postsOf, textOf } from '../support/person.ts';

type Fault = ReturnType<NonNullable<SandboxOptions['faultFor']>>;

const PAGES = 40;
const DAY_MS = 24 * 3_600_000;
const pageOf = (n: number) => ({
  type: 'text/html',
  body: `<!doctype html><html lang="en"><head><title>Page ${n}</title></head><body><article>
    <h1>Page ${n}</h1><p>${`Agent number ${n} plans its work and checks each step of it. `.repeat(6)}</p>
    </article></body></html>`,
});

let app: TestApp;
let site: TestSite;
let maya: Person;
let tomas: Person;
let used = 0;
const faults = new Map<string, Fault>();
const asked: string[] = [];

beforeAll(async () => {
  site = await serveSite(Object.fromEntries(Array.from({ length: PAGES }, (_, n) => [`/${n}`, pageOf(n)])));
  app = await startTestApp({
    hosts: [site.host],
    faultFor: (method) => {
      asked.push(method);
      const fault = faults.get(method) ?? null;
      faults.delete(method);
      return fault;
    },
  });
  [maya, tomas] = [personOf(app.sandbox, 0), personOf(app.sandbox, 1)];
});
afterAll(async () => {
  await app?.close();
  await site?.close();
});

beforeEach(async () => {
  app.network.cut = false;
  app.clock.now = new Date();
  sharing('thread');
  // Everything until now is known.
  await app.db.query('delete from channel_read');
  await catchUp();
});
afterEach(() => {
  expect(app.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

function sharing(mode: SharingMode): void {
  const [profile] = app.deps.channels;
  if (profile) profile.sharing = mode;
}

const url = (): string => {
  used += 1;
  return site.url(`/${used}`);
};

async function says(person: Person, text: string, threadTs?: string): Promise<Message> {
  await person.say(app.channelId, text, threadTs);
  await app.settle();
  return app.sandbox.workspace.messages
    .inChannel(app.channelId)
    .filter((message) => message.userId === person.id && message.visibleTo === null)
    .at(-1) as Message;
}

/** As at a start or a reconnect. */
async function catchUp(): Promise<void> {
  app.network.cut = false;
  await requestCatchUp(app.deps);
  await app.settle();
}

const repliesTo = (message: Message): string[] =>
  postsOf(app.sandbox, app.channelId)
    .filter(({ threadTs }) => threadTs === (message.threadTs ?? message.ts))
    .map(textOf);
const sharesOf = async ({ ts }: Message): Promise<number> =>
  (await app.db.query('select 1 from share where message_ts = $1', [ts])).length;

describe('a link that was posted while the app was cut off', () => {
  it('is answered when it is back, once, however often it looks and whatever events come late', async () => {
    app.network.cut = true;
    const [one, two] = [await says(maya, url()), await says(tomas, `${url()} and ${url()}`)];
    expect(repliesTo(one)).toEqual([]);
    await catchUp();
    expect(repliesTo(one)).toHaveLength(1);
    expect(repliesTo(two)).toHaveLength(2);
    await app.sandbox.delivery.event({
      ...app.sandbox.workspace.json(one),
      channel: app.channelId,
      channel_type: 'channel',
      event_ts: one.ts,
    });
    await Promise.all([catchUp(), catchUp()]);
    await catchUp();
    expect([repliesTo(one).length, repliesTo(two).length]).toEqual([1, 2]);
  });

  it('is found in a thread as well, and in one that was begun before', async () => {
    const before = await says(maya, 'what do you read?');
    app.network.cut = true;
    const inOld = await says(tomas, url(), before.ts);
    const root = await says(maya, 'and this one?');
    const inNew = await says(tomas, url(), root.ts);
    await catchUp();
    expect(repliesTo(inOld)).toHaveLength(1);
    expect(repliesTo(inNew)).toHaveLength(1);
  });

  it('is answered as the channel wants it: by a reaction, or not at all', async () => {
    sharing('reaction');
    app.network.cut = true;
    const marked = await says(maya, url());
    await catchUp();
    expect(marked.reactions.map(({ name }) => name)).toEqual(['eyes']);
    expect(repliesTo(marked)).toEqual([]);

    sharing('off');
    app.network.cut = true;
    const silent = await says(maya, url());
    const byName = await says(maya, `@discuss-ai ${url()}`);
    await catchUp();
    expect([silent.reactions, repliesTo(silent)]).toEqual([[], []]);
    // It counts for search and digest all the same, and who asks the app by name gets an answer everywhere.
    expect(await sharesOf(silent)).toBe(1);
    expect(repliesTo(byName)).toHaveLength(1);
  });

  it('is taken in without an answer when it is of the day before yesterday', async () => {
    app.network.cut = true;
    const old = await says(maya, url());
    app.clock.now = new Date(Date.now() + DAY_MS + 60_000);
    await catchUp();
    expect(repliesTo(old)).toEqual([]);
    expect(await sharesOf(old)).toBe(1);
  });

  it('is left alone when it was there before the app, or more than a week ago', async () => {
    app.network.cut = true;
    const before = await says(maya, url());
    await app.db.query('delete from channel_read');
    await catchUp();
    expect(await sharesOf(before)).toBe(0);
    app.clock.now = new Date(Date.now() + 8 * DAY_MS);
    await catchUp();
    expect(await sharesOf(before)).toBe(0);
  });

  it('is found many pages back, and after Slack has asked to wait', async () => {
    app.network.cut = true;
    const first = await says(maya, url());
    const { messages } = app.sandbox.workspace;
    const chat = { channelId: app.channelId, userId: maya.id, byApp: false, text: 'no link here' };
    for (let n = 0; n < 450; n += 1) messages.add(chat, new Date());
    faults.set('conversations.history', { kind: 'rate-limited', seconds: 1 });
    asked.length = 0;
    await catchUp();
    expect(repliesTo(first)).toHaveLength(1);
    // Three pages, one of them asked for twice.
    expect(asked.filter((method) => method === 'conversations.history')).toHaveLength(4);
  });

  it('is not brought back when who posted it asked to be forgotten', async () => {
    app.network.cut = true;
    const said = await says(tomas, url());
    app.clock.now = new Date(Date.now() + 1_000);
    await forgetPerson(app.deps, tomas.id);
    await catchUp();
    expect(await sharesOf(said)).toBe(0);
    await app.db.query('delete from forgotten_person');
  });

  it('in a channel that the app does not serve is not looked for', async () => {
    asked.length = 0;
    await catchUpLinks(app.deps, { channelId: 'C0ELSEWHERE' });
    expect(asked).toEqual([]);
  });
});

describe('a message that was changed while the app was cut off', () => {
  it('loses the answer to a link that was taken out, and gets one to a link that came in', async () => {
    const [kept, out, added] = [url(), url(), url()];
    const said = await says(maya, `${kept} ${out}`);
    expect(repliesTo(said)).toHaveLength(2);
    app.network.cut = true;
    await maya.edit(said, `${kept} ${added}`);
    await catchUp();
    const titles = repliesTo(said).join();
    expect(titles).toContain(`Page ${used}`);
    expect(titles).not.toContain(`Page ${used - 1}`);
    expect(repliesTo(said)).toHaveLength(2);
  });

  it('is not read back to what an event has told of it', async () => {
    const said = await says(maya, `${url()} ${url()}`);
    await maya.edit(said, site.url(`/${used}`));
    await app.settle();
    await catchUp();
    expect(repliesTo(said)).toHaveLength(1);
    expect(await sharesOf(said)).toBe(1);
  });

  it('takes its answers along when it was deleted', async () => {
    const said = await says(maya, url());
    app.network.cut = true;
    await maya.remove(said);
    await app.settle();
    expect(repliesTo(said)).toHaveLength(1);
    await catchUp();
    expect(repliesTo(said)).toEqual([]);
    expect(await sharesOf(said)).toBe(0);
  });
});

describe('votes of the time of a cut', () => {
  it('on a person’s message with a link count as well', async () => {
    const said = await says(maya, url());
    app.network.cut = true;
    await tomas.react(said, '+1');
    await catchUp();
    const [row] = await app.db.query<{ votes: number }>(
      'select votes from tally join share using (article_id) where message_ts = $1',
      [said.ts],
    );
    expect(row?.votes).toBe(1);
  });

  it('are not asked for where there is no message, as after a link that came by a command', async () => {
    await maya.say(app.channelId, `/discuss-ai add ${url()}`);
    await app.settle();
    await reconcileVotes(app.deps, { channelId: app.channelId });
    expect(await app.db.query(`select 1 from share where message_ts like 'command:%'`)).toHaveLength(1);
  });

  it('are compared to the last message, however often Slack asks to wait in between', async () => {
    const messages = [await says(maya, url()), await says(maya, url()), await says(maya, url())];
    app.network.cut = true;
    for (const message of messages) await tomas.react(message, '+1');
    app.network.cut = false;
    let calls = 0;
    const { publisher } = app.deps;
    const { reactions } = publisher;
    // Slack answers two calls a minute.
    publisher.reactions = async (at) => {
      calls += 1;
      if (calls % 3 === 0) faults.set('reactions.get', { kind: 'rate-limited', seconds: 0.02 });
      return await reactions(at);
    };
    await reconcileVotes(app.deps, { channelId: app.channelId });
    await app.settle();
    publisher.reactions = reactions;
    const rows = await app.db.query(
      `select 1 from vote where person_id = $1 and present and message_id = any($2)`,
      [tomas.id, messages.map(({ ts }) => `share:${app.channelId}:${ts}`)],
    );
    expect(rows).toHaveLength(3);
  });
});
