// A private channel beside a public one: what is shared there is answered there, and nobody outside hears of it, by
// whichever way they ask. The whole app on the sandbox's workspace.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseCards } from '../../src/pipeline/choose-cards.ts';
import { requestDigest } from '../../src/pipeline/send-digest.ts';
import { requestPersonalDigests } from '../../src/pipeline/send-personal-digest.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import type { Message } from '../../src/sandbox/messages.ts';
import { insertSource } from '../../src/store/sources.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { type Person, personOf, postsOf, textOf, textOfView } from '../support/person.ts';

const page = (title: string) => ({
  type: 'text/html',
  body: `<!doctype html><html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1>
    <p>${'The zebrafish agent plans its work and checks each step of it against a test. '.repeat(6)}</p>
    </article></body></html>`,
});
const SECRET = 'Zebrafish for leads only';

let app: TestApp;
let site: TestSite;
/** In both channels. */
let maya: Person;
/** In the public one alone. */
let aiko: Person;
let leads: string;
let shared: Message;

beforeAll(async () => {
  site = await serveSite({
    '/secret': page(SECRET),
    '/withdrawn': page('Zebrafish withdrawn'),
    '/own': page('Zebrafish for my own eyes'),
  });
  app = await startTestApp({
    hosts: [site.host],
    // The private one first: what knows no channel falls back to the first that it may.
    channels: [{ name: 'leads', isPrivate: true }, { name: 'ai' }],
  });
  [maya, aiko] = [personOf(app.sandbox, 0), personOf(app.sandbox, 2)];
  leads = idOf('leads');
  await maya.openHome();
  await aiko.openHome();
  await app.settle();
  shared = await says(maya, 'leads', `For us: ${site.url('/secret')}`);
});
afterAll(async () => {
  await app?.close();
  await site?.close();
});

const idOf = (name: string): string => app.deps.channels.find((one) => one.name === name)?.id ?? '';
async function says(person: Person, channel: string, text: string): Promise<Message> {
  await person.say(idOf(channel), text);
  const said = app.sandbox.workspace.messages
    .inChannel(idOf(channel))
    .findLast(({ userId }) => userId === person.id) as Message;
  await app.settle();
  return said;
}
const direct = (person: Person): string => app.sandbox.workspace.channel(person.id)?.id ?? '';
async function asks(person: Person, text: string): Promise<string> {
  const before = person.letters().length;
  await person.say(direct(person), text);
  await app.settle();
  return person.letters().slice(before).map(textOf).join('\n');
}

/** All that a person sees: their channels, what is for their eyes alone, Home and modals. */
function seenBy(person: Person): string {
  const { workspace } = app.sandbox;
  const mine = workspace.channels().filter(({ memberIds }) => memberIds.includes(person.id));
  const messages = mine
    .flatMap(({ id }) => workspace.messages.inChannel(id))
    .filter(({ visibleTo }) => visibleTo === null || visibleTo === person.id);
  return [...messages.map(textOf), textOfView(person.home()), textOfView(person.modal())].join('\n');
}

describe('a link shared in a private channel', () => {
  it('reaches the app as message.groups, and is summarised in its thread', () => {
    const [reply, ...more] = postsOf(app.sandbox, leads);
    expect(more).toEqual([]);
    expect(reply?.threadTs).toBe(shared.ts);
    expect(textOf(reply as Message)).toContain(SECRET);
  });

  it('is found and saved by who is in the channel', async () => {
    expect(await asks(maya, 'search zebrafish')).toContain(SECRET);
    await maya.press(postsOf(app.sandbox, leads)[0] as Message, 'save');
    await app.settle();
    expect(await asks(maya, 'save list')).toContain(SECRET);
  });

  it('becomes no card, digest entry or line of a public channel', async () => {
    expect(await chooseCards(app.deps, { channelId: idOf('ai') })).toEqual([]);
    await requestDigest(app.deps, idOf('ai'));
    await requestDigest(app.deps, leads);
    await app.settle();
    expect(postsOf(app.sandbox, idOf('ai')).map(textOf).join()).not.toContain('Zebrafish');
    expect(postsOf(app.sandbox, leads).map(textOf).join()).toMatch(/The week in #leads.+Zebrafish for leads/);
  });

  it.each([
    ['search zebrafish', 'Nothing found'],
    ['top all', 'Nothing was posted or voted for yet'],
    ['digest', '#ai'],
    ['poc', ''],
    ['log', ''],
    ['status', 'ai'],
    ['sources', ''],
    ['profile', ''],
  ])('is not told to somebody outside who writes "%s"', async (words, answer) => {
    const told = await asks(aiko, words);
    expect(told).toContain(answer);
    expect(told).not.toMatch(/zebrafish for|#leads/i);
  });

  it('answers a question of who is in both channels privately, and never for all to read', async () => {
    expect(await asks(maya, 'ask what does the zebrafish agent check?')).toContain(SECRET);
    const asked = await says(maya, 'ai', '@discuss-ai what does the zebrafish agent check?');
    const replies = app.sandbox.workspace.messages.replies(idOf('ai'), asked.ts).filter(({ byApp }) => byApp);
    expect(replies.length).toBeGreaterThan(0);
    expect(replies.map(textOf).join()).not.toContain(SECRET);
  });

  it('is in nobody else’s personal digest or Home', async () => {
    await aiko.openHome();
    await app.settle();
    const choice = { selected_option: { value: 'daily' } };
    await aiko.pressOnHome('digest-frequency', choice);
    await requestPersonalDigests(app.deps);
    await aiko.openHome();
    await app.settle();
    expect(textOfView(aiko.home())).toContain('The week in #ai');
  });

  it('is not brought out by a form or a menu opened in a channel that is not the app’s', async () => {
    const general = app.sandbox.workspace.channelNamed('general')?.id ?? '';
    await aiko.say(general, '/discuss-ai profile');
    await app.settle();
    expect(textOfView(aiko.modal())).toContain('#ai');
    await aiko.say(general, `Is this any good? ${site.url('/secret')}`);
    const [said] = app.sandbox.workspace.messages.inChannel(general).slice(-1);
    await aiko.shortcut(said as Message, 'summarise');
    await app.settle();
    // The article is public, and its summary may be read; that somebody shared it, and where, is not.
    expect(textOfView(aiko.modal())).toContain('Share to #ai');
    expect(textOfView(aiko.modal())).not.toMatch(/#leads|shared by/);
    app.sandbox.workspace.views.close(aiko.id, true);
  });

  it('is nowhere in all that somebody outside sees', () => {
    expect(seenBy(aiko)).not.toMatch(/for leads only|#leads/);
    expect(seenBy(maya)).toContain(SECRET);
  });

  it('stays within the channel when its message is deleted', async () => {
    const said = await says(maya, 'leads', `A mistake: ${site.url('/withdrawn')}`);
    await maya.remove(said);
    await app.settle();
    expect(await chooseCards(app.deps, { channelId: idOf('ai') })).toEqual([]);
    expect(await asks(aiko, 'search withdrawn')).not.toContain('Zebrafish withdrawn');
  });

  it('is kept from who leaves the channel, and open to who joins it, at once', async () => {
    const { workspace } = app.sandbox;
    const channel = workspace.channel(leads);
    if (!channel) throw new Error('There is no such channel');
    workspace.join(channel, aiko.id, maya.id);
    await app.settle();
    expect(await asks(aiko, 'search zebrafish')).toContain(SECRET);
    workspace.leave(channel, aiko.id);
    await app.settle();
    expect(await asks(aiko, 'search zebrafish')).not.toContain(SECRET);
  });
});

it('what a person has summarised for their own eyes is nobody else’s either', async () => {
  expect(await asks(maya, site.url('/own'))).toContain('Zebrafish for my own eyes');
  expect(await chooseCards(app.deps, { channelId: idOf('ai') })).toEqual([]);
  expect(await asks(aiko, 'search "own eyes"')).not.toContain('Zebrafish for my');
});

it('what a source brings as well is for every channel', async () => {
  const lab = { id: 'lab', kind: 'feed', url: 'https://lab.example/feed', title: 'Lab' } as const;
  await insertSource(app.db, { ...lab, weight: 1, defaultKind: null }, app.deps.now());
  const item = { guid: '1', url: site.url('/secret'), title: SECRET, publishedAt: null, authors: [] };
  const items = [{ ...item, html: '', kind: null, discussionUrl: null }];
  const broughtBy = { kind: 'source' as const, sourceId: 'lab' };
  const submission = { items, broughtBy, collectionId: null, defaultKind: null };
  await app.db.transaction((tx) => submitArticles(tx, submission, app.deps.now()));
  await chooseCards(app.deps, { channelId: idOf('ai') });
  await app.settle();
  const [card] = postsOf(app.sandbox, idOf('ai')).slice(-1);
  expect(textOf(card as Message)).toContain(SECRET);
  expect(textOf(card as Message)).not.toContain('shared by');
});
