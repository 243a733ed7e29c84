// The app's entries in a message's menu, through the sandbox as a person uses them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/messages.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { type Person, personOf, postsOf, textOf, textOfView } from '../support/person.ts';

const pageOf = (name: string) => ({
  type: 'text/html',
  body: `<!doctype html><html lang="en"><head><title>Page ${name}</title></head><body><article>
    <h1>Page ${name}</h1><p>${`The ${name} agent plans its work and checks each step of it. `.repeat(6)}</p>
    </article></body></html>`,
});

let app: TestApp;
let site: TestSite;
let maya: Person;
let general: string;

beforeAll(async () => {
  site = await serveSite(Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`/${name}`, pageOf(name)])));
  app = await startTestApp({ hosts: [site.host] });
  maya = personOf(app.sandbox, 0);
  general = app.sandbox.workspace.channelNamed('general')?.id ?? '';
});
afterAll(async () => {
  await app?.close();
  await site?.close();
});

/** Said in a channel that the app is no member of: a shortcut works there as well. */
async function saidElsewhere(text: string): Promise<Message> {
  await maya.say(general, text);
  return app.sandbox.workspace.messages.inChannel(general).at(-1) as Message;
}

const answerElsewhere = () =>
  maya
    .answers()
    .filter(({ channelId }) => channelId === general)
    .at(-1) as Message;
const cards = () => postsOf(app.sandbox, app.channelId).map(textOf);
const openedViews = () => app.sandbox.workspace.views.stack(maya.id).length;

describe('Summarise', () => {
  it('opens at once, then shows the summary to the one who asked, and posts nothing', async () => {
    const seen: string[] = [];
    const stop = app.sandbox.workspace.onChange((change) => {
      if (change.kind === 'modal') seen.push(textOfView(maya.modal()));
    });
    await maya.shortcut(await saidElsewhere(`look at ${site.url('/a')}`), 'summarise');
    await app.settle();
    stop();
    expect(seen[0]).toContain('One moment');
    expect(seen.at(-1)).toContain('Page a');
    expect(seen.at(-1)).toContain('plans its work');
    expect(seen.at(-1)).toContain('Share to #discuss-ai');
    expect(cards()).toEqual([]);
    expect(await app.db.query('select 1 from share')).toEqual([]);
  });

  it('shares the summary when asked to, once, and says so in place of the button', async () => {
    await maya.pressInModal('share-summary');
    await app.settle();
    expect(textOfView(maya.modal())).toContain('its card is in #discuss-ai');
    expect(textOfView(maya.modal())).not.toContain('share-summary');
    expect(cards()).toHaveLength(1);
    expect(cards()[0]).toContain(`shared by <@${maya.id}>`);
  });

  it('shows several links, each with its own button, and saves from there', async () => {
    await maya.shortcut(await saidElsewhere(`${site.url('/b')} or ${site.url('/c')}`), 'summarise');
    await app.settle();
    expect(textOfView(maya.modal())).toMatch(/Page b.*Page c/);
    await maya.pressInModal('save');
    await app.settle();
    expect(openedViews()).toBe(2);
    expect(textOfView(maya.modal())).toContain('Saved.');
  });

  it('says that a message has no link', async () => {
    await maya.shortcut(await saidElsewhere('good morning'), 'summarise');
    await app.settle();
    expect(textOfView(maya.modal())).toContain('no link');
  });

  it('leaves a modal alone that was closed while the page was read', async () => {
    const message = await saidElsewhere(site.url('/d'));
    const stop = app.sandbox.workspace.onChange((change) => {
      if (change.kind === 'modal') app.sandbox.workspace.views.close(maya.id, true);
    });
    await maya.shortcut(message, 'summarise');
    await app.settle();
    stop();
    expect(maya.modal()).toBeNull();
    expect(app.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});

describe('a link in a direct message', () => {
  it('is summarised there, and shared from there', async () => {
    const direct = app.sandbox.workspace.channel(maya.id)?.id ?? '';
    await maya.say(direct, `what is ${site.url('/d')}?`);
    await app.settle();
    const answer = app.sandbox.workspace.messages.inChannel(direct).at(-1) as Message;
    expect(textOf(answer)).toContain('Page d');
    expect(textOf(answer)).toContain('feedback_buttons');
    const before = cards().length;
    await maya.press(answer, 'share-summary');
    await app.settle();
    expect(cards()).toHaveLength(before + 1);
    expect(cards().at(-1)).toContain('Page d');
    expect(textOf(maya.answers().at(-1) as Message)).toContain('its card is in #discuss-ai');
  });
});

describe('Add to discuss-ai', () => {
  it('posts the card of what is new, and shows what was there', async () => {
    const message = await saidElsewhere(`${site.url('/b')} and ${site.url('/a')}`);
    await maya.shortcut(message, 'add-article');
    await app.settle();
    const answer = textOf(answerElsewhere());
    expect(answer).toContain('1 card comes to #discuss-ai');
    expect(answer).toContain('1 link was there before');
    expect(cards().filter((text) => text.includes('Page b'))).toHaveLength(1);
    await maya.shortcut(message, 'add-article');
    await app.settle();
    expect(textOf(answerElsewhere())).toContain('Known already');
    expect(cards()).toHaveLength(3);
  });
});
