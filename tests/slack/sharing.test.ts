// Links in the channel, on purpose: what is answered, where, and what becomes of it when the message changes.
// The whole app on the sandbox's workspace; events come as Slack sends them.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SharingMode } from '../../src/domain/channel.ts';
import { shareLinks } from '../../src/pipeline/share-link.ts';
import type { Message } from '../../src/sandbox/messages.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { type Person, personOf, postsOf, textOf } from '../support/person.ts';

const NAMES = 'abcdefghijklmnopqrstuvwxyz'.split('');
const pageOf = (name: string) => ({
  type: 'text/html',
  body: `<!doctype html><html lang="en"><head><title>Page ${name}</title></head><body><article>
    <h1>Page ${name}</h1><p>${`The ${name} agent plans its work and checks each step of it. `.repeat(6)}</p>
    </article></body></html>`,
});

let app: TestApp;
let site: TestSite;
let maya: Person;
let tomas: Person;
let used = 0;

beforeAll(async () => {
  site = await serveSite(Object.fromEntries(NAMES.map((name) => [`/${name}`, pageOf(name)])));
  app = await startTestApp({ hosts: [site.host] });
  [maya, tomas] = [personOf(app.sandbox, 0), personOf(app.sandbox, 1)];
});
afterAll(async () => {
  await app?.close();
  await site?.close();
});
afterEach(() => sharing('thread'));

function sharing(mode: SharingMode): void {
  const [profile] = app.deps.channels;
  if (profile) profile.sharing = mode;
}

/** A page that no test has used, and its title. */
function page(): { url: string; title: string } {
  const name = NAMES[used] ?? '';
  used += 1;
  return { url: site.url(`/${name}`), title: `Page ${name}` };
}

async function says(person: Person, text: string, threadTs?: string): Promise<Message> {
  await person.say(app.channelId, text, threadTs);
  const said = app.sandbox.workspace.messages
    .inChannel(app.channelId)
    .filter((message) => message.userId === person.id && message.visibleTo === null)
    .at(-1) as Message;
  await app.settle();
  return said;
}

async function uploads(text: string): Promise<Message> {
  await maya.upload(app.channelId, text, ['paper.pdf']);
  const said = app.sandbox.workspace.messages
    .inChannel(app.channelId)
    .findLast(({ files }) => files?.length) as Message;
  await app.settle();
  return said;
}

const repliesTo = (message: Message) =>
  postsOf(app.sandbox, app.channelId).filter(({ threadTs }) => threadTs === (message.threadTs ?? message.ts));
const reactionsOn = ({ ts }: Message) =>
  app.sandbox.workspace.messages.find(app.channelId, ts)?.reactions.map(({ name }) => name) ?? [];
const sharesOf = async ({ ts }: Message) =>
  (await app.db.query('select 1 from share where message_ts = $1', [ts])).length;

describe('a link in a channel that answers in threads', () => {
  it('gets its summary in the thread; more than one, each its own', async () => {
    const [one, two] = [page(), page()];
    const said = await says(maya, `${one.url} and ${two.url}`);
    const texts = repliesTo(said).map(textOf);
    expect(texts).toHaveLength(2);
    expect(texts.join()).toContain(one.title);
    expect(texts.join()).toContain(two.title);
  });

  it('that the channel had before is answered with when, how many votes, and where', async () => {
    const { url } = page();
    const first = await says(maya, url);
    const [reply] = repliesTo(first) as [Message];
    await tomas.react(reply, '+1');
    await app.settle();
    const again = await says(tomas, `did you see ${url}?utm_source=x`);
    const [answer] = repliesTo(again).map(textOf);
    expect(answer).toContain('Already discussed');
    expect(answer).toContain('<!date^');
    expect(answer).toContain('👍 1');
    expect(answer).toContain(`/archives/${app.channelId}/p${reply.ts.replace('.', '')}`);
  });

  it('in a reply is answered in the same thread', async () => {
    const root = await says(maya, 'what do you read?');
    const inThread = await says(tomas, page().url, root.ts);
    expect(inThread.threadTs).toBe(root.ts);
    expect(repliesTo(root)).toHaveLength(1);
  });

  it('in a message with a file is answered; a file alone is not', async () => {
    const withLink = await uploads(`As they say in ${page().url}`);
    expect(repliesTo(withLink)).toHaveLength(1);
    const alone = await uploads('');
    expect(repliesTo(alone)).toEqual([]);
    expect(await sharesOf(alone)).toBe(0);
  });
});

describe('a file that the app is asked about', () => {
  const NOT_READ = 'I read links, not uploaded files';

  it('by name or in a direct message: it says that it reads links alone', async () => {
    await uploads('@discuss-ai what does this say?');
    expect(textOf(maya.answers().at(-1) as Message)).toContain(NOT_READ);
    await maya.upload(app.sandbox.workspace.channel(maya.id)?.id ?? '', '', ['paper.pdf']);
    await app.settle();
    expect(textOf(maya.letters().at(-1) as Message)).toContain(NOT_READ);
  });

  it.each(['summarise', 'add-article'])('by the menu entry %s: the same', async (entry) => {
    await maya.shortcut(await uploads('the paper'), entry);
    await app.settle();
    const answer = JSON.stringify([maya.modal(), maya.answers().at(-1)]);
    expect(answer).toContain(NOT_READ);
    app.sandbox.workspace.views.close(maya.id, true);
  });
});

describe('a message that is edited', () => {
  it('is answered for the link that came in, and not again for the one that was there', async () => {
    const [one, two] = [page(), page()];
    const said = await says(maya, one.url);
    await maya.edit(said, `${one.url} and ${two.url}`);
    await app.settle();
    const texts = repliesTo(said).map(textOf);
    expect(texts).toHaveLength(2);
    expect(texts[1]).toContain(two.title);
    expect(await sharesOf(said)).toBe(2);
  });

  it('loses the answer to the link that was taken out', async () => {
    const [one, two] = [page(), page()];
    const said = await says(maya, `${one.url} and ${two.url}`);
    await maya.edit(said, two.url);
    await app.settle();
    const texts = repliesTo(said).map(textOf);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain(two.title);
    expect(await sharesOf(said)).toBe(1);
    await maya.edit(said, `${two.url} and once more ${one.url}`);
    await app.settle();
    expect(repliesTo(said)).toHaveLength(2);
  });

  it('without a change of its links changes nothing', async () => {
    const said = await says(maya, page().url);
    await maya.edit(said, `${said.text} is worth a look`);
    await app.settle();
    expect(repliesTo(said)).toHaveLength(1);
  });

  it('is not answered by what it said before, when Slack delivers the first version last', async () => {
    const [one, two] = [page(), page()];
    const base = {
      channelId: app.channelId,
      messageTs: '1795332000.000100',
      threadTs: null,
      personId: maya.id,
    };
    expect(
      await shareLinks(app.deps, { ...base, eventId: 'E2', eventTs: '1795332009.000000', urls: [two.url] }),
    ).toBe('taken');
    expect(
      await shareLinks(app.deps, { ...base, eventId: 'E1', eventTs: base.messageTs, urls: [one.url] }),
    ).toBe('seen');
    const shared = await app.db.query<{ url: string }>(
      'select url from share join article on id = article_id where message_ts = $1',
      [base.messageTs],
    );
    expect(shared).toEqual([{ url: two.url }]);
    // Nobody wrote that message in the sandbox: what was ordered for it is let go.
    await app.db.query('update message set gone_at = now() where thread_ts = $1', [base.messageTs]);
    await app.settle();
  });
});

describe('a message that is deleted', () => {
  it('takes its answers along, and the votes on it; what was voted elsewhere stays', async () => {
    const { url } = page();
    const said = await says(maya, url);
    const [reply] = repliesTo(said) as [Message];
    await tomas.react(said, '+1');
    await maya.react(reply, '+1');
    await app.settle();
    const votes = async () =>
      (
        await app.db.query<{ votes: number }>(
          'select votes from tally join article on id = article_id where url = $1',
          [url],
        )
      )[0]?.votes;
    expect(await votes()).toBe(2);
    await maya.remove(said);
    await app.settle();
    expect(repliesTo(said)).toEqual([]);
    expect(await sharesOf(said)).toBe(0);
    expect(await votes()).toBe(1);
  });

  it('is not answered any more when the page was still being read', async () => {
    const { url } = page();
    await maya.say(app.channelId, url);
    const said = app.sandbox.workspace.messages.inChannel(app.channelId).at(-1) as Message;
    await maya.remove(said);
    await app.settle();
    expect(repliesTo(said)).toEqual([]);
  });
});

describe('what bots do', () => {
  it('is left alone: their links, and the edits of the app’s own posts', async () => {
    const said = await says(maya, page().url);
    const [reply] = repliesTo(said) as [Message];
    const before = await app.db.query('select 1 from share');
    const { workspace } = app.sandbox;
    const own = { channelId: app.channelId, userId: reply.userId, byApp: true };
    workspace.post({ ...own, text: `<${page().url}>` });
    workspace.edit(reply, { text: `now with <${page().url}>` }, reply.userId);
    await app.settle();
    expect(await app.db.query('select 1 from share')).toEqual(before);
  });

  it('a card that someone deletes is not refreshed any more', async () => {
    const said = await says(maya, page().url);
    const [reply] = repliesTo(said) as [Message];
    app.sandbox.workspace.remove(reply);
    await app.settle();
    const [row] = await app.db.query<{ gone: boolean }>(
      'select gone_at is not null as gone from message where ts = $1',
      [reply.ts],
    );
    expect(row?.gone).toBe(true);
  });
});

describe('a channel that wants', () => {
  it('only a reaction gets one, another where the link was there before, and none when the link goes', async () => {
    sharing('reaction');
    const { url } = page();
    const said = await says(maya, url);
    expect(repliesTo(said)).toEqual([]);
    expect(reactionsOn(said)).toEqual(['eyes']);
    await maya.edit(said, 'never mind');
    await app.settle();
    expect(reactionsOn(said)).toEqual([]);

    sharing('thread');
    await says(maya, url);
    sharing('reaction');
    const again = await says(tomas, url);
    expect(reactionsOn(again)).toEqual(['leftwards_arrow_with_hook']);
  });

  it('nothing hears nothing, and finds the link all the same', async () => {
    sharing('off');
    const { url, title } = page();
    const said = await says(maya, url);
    await tomas.react(said, '+1');
    await app.settle();
    expect(repliesTo(said)).toEqual([]);
    expect(reactionsOn(said)).toEqual(['+1']);
    await maya.say(app.channelId, `/discuss-ai search "${title}"`);
    await app.settle();
    expect(textOf(maya.answers().at(-1) as Message)).toContain('👍 1');
  });

  it('nothing still answers who asks the app by name', async () => {
    sharing('off');
    const { url, title } = page();
    const said = await says(maya, `@discuss-ai what is ${url}`);
    expect(repliesTo(said).map(textOf).join()).toContain(title);
  });
});
