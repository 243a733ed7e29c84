// A link that a person asks to be added: the whole app on the sandbox's workspace, pages on loopback.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/messages.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { type Person, personOf, postsOf, textOf, textOfView } from '../support/person.ts';

const words = (about: string): string => `The ${about} agent plans its work and checks each step. `.repeat(8);
const html = (title: string, text: string) =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><article><p>${text}</p></article></body></html>`;

let draft = 'Soon.';
let app: TestApp;
let site: TestSite;
let maya: Person;

beforeAll(async () => {
  const type = 'text/html';
  site = await serveSite({
    '/draft': { type, body: () => html('A draft', draft) },
    '/plain.txt': {
      type: 'text/plain; charset=utf-8',
      body: `\n  Notes on planning\n\n${words('plain')}`,
    },
    '/nameless': { type, body: html('', words('nameless')) },
    '/once?utm_source=x': { type, body: html('Once', words('single')) },
    '/old': { type, body: html('One page', words('moved')) },
    '/new': {
      type,
      body: `${html('One page', words('moved'))}`.replace(
        '</title>',
        '</title><link rel="canonical" href="/old">',
      ),
    },
  });
  app = await startTestApp({
    hosts: [site.host],
    resolve: async (name) => {
      if (name === 'wiki.company.example') return [{ address: '10.0.0.7', family: 4 }];
      throw Object.assign(new Error(`no ${name}`), { code: 'ENOTFOUND' });
    },
  });
  maya = personOf(app.sandbox, 0);
});
afterAll(async () => {
  await app?.close();
  await site?.close();
});

async function asks(text: string): Promise<string> {
  await maya.say(app.channelId, `/discuss-ai ${text}`);
  await app.settle();
  return textOf(maya.answers().at(-1) as Message);
}

const cards = (): string[] => postsOf(app.sandbox, app.channelId).map(textOf);

describe('a page that cannot be read', () => {
  it.each([
    ['http://wiki.company.example/plan', 'I do not read addresses inside a private network'],
    [
      'https://nowhere.example/',
      'I could not read that page of nowhere.example, so it gets no card: its name is not known.',
    ],
    ['/missing', 'so it gets no card: HTTP 404. Check its address in a browser and try again later'],
    ['/draft', 'the page has almost no text'],
  ])('%s is refused with what to do, and leaves nothing in the channel', async (address, answer) => {
    expect(await asks(`add ${address.startsWith('/') ? site.url(address) : address}`)).toContain(answer);
    expect(cards()).toEqual([]);
    expect(await app.db.query('select from message')).toEqual([]);
    expect(await asks('status')).toContain('0 of 4 posts made today, 0 articles waiting');
    expect(await asks('digest')).not.toContain(address);
  });

  it('is asked again when a person asks again', async () => {
    draft = words('finished');
    expect(await asks(`add ${site.url('/draft')}`)).toContain('1 card comes to #discuss-ai');
    expect(cards()).toHaveLength(1);
    expect(cards()[0]).toContain('A draft');
    expect(cards()[0]).toContain('The finished agent plans its work');
  });

  it('says so of each link of a message, and in a summary offers nothing to share', async () => {
    await maya.say(
      app.channelId,
      `${site.url('/draft')} http://wiki.company.example/ ${site.url('/missing')}`,
    );
    const said = app.sandbox.workspace.messages.inChannel(app.channelId).at(-1) as Message;
    await app.settle();
    await maya.shortcut(said, 'add-article');
    await app.settle();
    const answer = textOf(maya.answers().at(-1) as Message);
    expect(answer).toContain('Known already');
    expect(answer).toContain('A draft');
    expect(answer).toContain('I do not read addresses inside a private network');
    expect(answer).toContain(`I could not read that page of ${site.host}`);
    await maya.shortcut(said, 'summarise');
    await app.settle();
    const summary = textOfView(maya.modal());
    expect(summary.match(/I could not read it/g)).toHaveLength(2);
    expect(summary.match(/"share-summary"/g)).toHaveLength(1);
  });

  it('heads no digest when it was shared in the channel, unless people vote for it', async () => {
    await maya.say(app.channelId, `have you seen ${site.url('/gone')}`);
    const said = app.sandbox.workspace.messages.inChannel(app.channelId).at(-1) as Message;
    await app.settle();
    expect(await asks('top')).not.toContain(site.url('/gone'));
    await maya.react(said, '+1');
    await app.settle();
    expect(await asks('top')).toContain(site.url('/gone'));
  });
});

describe('a page that can be read', () => {
  it.each([
    ['/plain.txt', 'Notes on planning'],
    ['/nameless', 'The nameless agent plans its work and checks each step.'],
  ])('%s has no title, and is called by its first line', async (path, title) => {
    await asks(`add ${site.url(path)}`);
    const card = cards().find((text) => text.includes(path)) ?? '';
    const { elements } = JSON.parse(card)[0].elements[0];
    expect(elements).toContainEqual(expect.objectContaining({ type: 'link', text: title }));
  });

  it('gets one card, whatever its address carries', async () => {
    const before = cards().length;
    await asks(`add ${site.url('/once')}?utm_source=x`);
    expect(cards()).toHaveLength(before + 1);
    expect(await asks(`add <${site.url('/once')}|once>`)).toContain('Known already');
    expect(cards()).toHaveLength(before + 1);
  });

  it('is known by another address of its own', async () => {
    await asks(`add ${site.url('/old')}`);
    const before = cards().length;
    expect(await asks(`add ${site.url('/new')}`)).toContain('Known already');
    expect(cards()).toHaveLength(before);
  });
});
