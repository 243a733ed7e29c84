// What a newcomer does and sees: the real process, its page in Chromium, clicks and all. The steps follow each other
// as on a first visit. With SCREENSHOTS=1 the pictures of the README are taken on the way.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveSite, type TestSite } from '../support/app.ts';
import { type OpenBrowser, openBrowser, SKIP_WITHOUT_CHROMIUM } from '../support/browser.ts';
import {
  configWithSource,
  PROCESS_TIMEOUT_MS,
  type ProductProcess,
  pageOf,
  startProduct,
} from '../support/process.ts';
import { type Visitor, visitorOf } from '../support/sandbox-page.ts';

const html = (title: string, sentences: string[]): { type: string; body: string } => ({
  type: 'text/html',
  body:
    `<!doctype html><html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1>` +
    `${sentences.map((sentence) => `<p>${sentence}</p>`).join('')}</article></body></html>`,
});

const AGENT = html('Plans that an agent can check', [
  'We present an agent that plans its own work before it touches a file, and checks each step against a test.',
  'On forty tasks from our own backlog it finished thirty-one, against nineteen for the same model without a plan.',
  'The plan costs about a tenth of all tokens, and most of the time saved is time not spent on wrong turns.',
  'The agent still fails where the tests are missing, since it then has nothing to check itself against.',
  'All prompts and the harness are in the repository, under a permissive licence.',
]);
const DRAFT = html('Drafting with early layers', [
  'Inference latency fell by half when we let the model draft with its own early layers.',
  'There is no second model to host, and the quality of the answers did not change on our evaluation.',
  'The method needs access to the layers, so that it does not work behind a closed interface.',
  'We measured it on one accelerator with batches of eight, which is what our service sees at noon.',
]);

/** An address of this machine where nobody listens any more. */
async function closedAddress(): Promise<string> {
  const site = await serveSite({});
  await site.close();
  return site.host;
}

describe.skipIf(SKIP_WITHOUT_CHROMIUM)("a newcomer's first visit, in Chromium, to the real process", () => {
  let folder: string;
  let site: TestSite;
  let product: ProductProcess;
  let browser: OpenBrowser;
  let page: Page;
  let visitor: Visitor;
  const faults: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'newcomer-'));
    site = await serveSite({ '/agent': AGENT, '/draft': DRAFT });
    const unreachable = await closedAddress();
    product = startProduct({
      dataDir: join(folder, 'data'),
      env: {
        CONFIG_DIR: await configWithSource(folder, `http://${unreachable}/feed.xml`),
        ALLOW_PRIVATE_HOSTS: `${site.host},${unreachable}`,
      },
    });
    [browser] = await Promise.all([openBrowser(), pageOf(product)]);
    page = await browser.context.newPage();
    visitor = visitorOf(page);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(await pageOf(product));
  }, PROCESS_TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await site?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const cardOf = (title: string): Locator =>
    visitor
      .messages()
      .filter({ has: page.getByRole('link', { name: title, exact: true }) })
      .filter({ has: page.getByRole('button', { name: 'Vote' }) });
  const FIRST = 'Knowledge retrieval architecture for LLMs';
  const SECOND = 'Emerging architectures for LLM applications';
  async function runFromMenu(entry: string): Promise<void> {
    await page.getByRole('button', { name: 'Sandbox' }).click();
    await page.getByRole('menuitem', { name: entry }).click();
  }
  it('finds cards of the learning track, each with a reason', async () => {
    await visitor.messages().nth(5).waitFor();
    expect(await visitor.messages().count()).toBe(6);
    const card = cardOf(FIRST);
    await card.getByText('lesson', { exact: true }).waitFor();
    await card.getByText('Learning track', { exact: true }).waitFor();
    await card
      .getByText('Why here: retrieval and prompting, which #discuss-ai follows · extract, without a model')
      .waitFor();
  });

  it('counts the reaction of one member and the vote of another', async () => {
    const card = cardOf(FIRST);
    await card.hover();
    await card.getByRole('button', { name: 'React with :+1:' }).click();
    await card.getByText('👍 1', { exact: false }).first().waitFor();
    await visitor.actAs('Tomás Rivera');
    await card.getByRole('button', { name: 'Vote' }).click();
    await card.getByText('which #discuss-ai follows · 👍 2 · extract').waitFor();
    await cardOf(SECOND).getByRole('button', { name: 'Vote' }).click();
    await cardOf(SECOND).getByText('follows · 👍 1 · extract').waitFor();
    await visitor.picture('channel', cardOf(SECOND));
  });

  it('keeps what a member saves, and shows the list to nobody else', async () => {
    await cardOf(SECOND).getByRole('button', { name: 'Save' }).click();
    await visitor.privately().getByText('Saved. Your list: /discuss-ai save list').waitFor();
    await visitor.say('/discuss-ai save list');
    const list = visitor.privately().filter({ has: page.getByRole('button', { name: 'Remove' }) });
    await list.getByRole('link', { name: SECOND }).waitFor();
    await visitor.actAs('Aiko Tanaka');
    expect(await visitor.privately().count()).toBe(0);
    await visitor.say('/discuss-ai save list');
    await visitor.privately().getByText('You have saved nothing yet').waitFor();
  });

  it('answers a link in the channel with its summary in the thread', async () => {
    await visitor.say(`Would this help with our backlog? ${site.url('/agent')}`);
    const shared = visitor.messages().filter({ hasText: 'Would this help' });
    await shared.getByRole('button', { name: /1 reply/ }).click();
    const reply = visitor.thread().locator('article').nth(1);
    await reply.getByRole('link', { name: 'Plans that an agent can check' }).waitFor();
    await reply.getByText('plans its own work before it touches a file').waitFor();
    await reply.getByText('1 min read').waitFor();
    await visitor.thread().getByRole('textbox', { name: 'Reply' }).fill('I can try it on Thursday');
    await page.keyboard.press('Enter');
    await visitor.thread().getByText('I can try it on Thursday').waitFor();
    await shared.getByRole('button', { name: /2 replies/ }).waitFor();
    await visitor.picture('thread', cardOf(FIRST));
    await page.keyboard.press('Escape');
    await visitor.thread().waitFor({ state: 'hidden' });
  });

  it('posts the card of a link that was added, without a reload', async () => {
    await visitor.say(`/discuss-ai add ${site.url('/draft')}`);
    await visitor.privately().getByText('1 card comes to #discuss-ai in a moment.').waitFor();
    await cardOf('Drafting with early layers').getByText('shared by @Aiko Tanaka').waitFor();
    await visitor.say('/discuss-ai add nonsense');
    await visitor.privately().getByText('"nonsense" is no web address').waitFor();
  });

  it("summarises a message's links from its menu, for one person's eyes, and shares them when asked to", async () => {
    const shared = visitor.messages().filter({ hasText: 'Would this help' });
    await shared.hover();
    await shared.getByRole('button', { name: 'More message actions' }).click();
    await page.getByRole('menuitem', { name: 'Summarise' }).click();
    const summary = page.getByRole('dialog', { name: 'Summary' });
    await summary.getByRole('link', { name: 'Plans that an agent can check' }).waitFor();
    await summary.getByText('plans its own work before it touches a file').waitFor();
    await visitor.picture('summarise', shared);
    await summary.getByRole('button', { name: 'Share to #discuss-ai' }).click();
    await summary.getByText('Shared: its card is in #discuss-ai').waitFor();
    await page.keyboard.press('Escape');
    await summary.waitFor({ state: 'hidden' });
    await cardOf('Plans that an agent can check').getByText('shared by @Aiko Tanaka').waitFor();
  });

  it("edits the channel's profile in a form, which counts at once", async () => {
    await visitor.say('/discuss-ai profile');
    const form = page.getByRole('dialog', { name: "The channel's profile" });
    const posts = form.getByRole('textbox', { name: 'Posts a day, at most' });
    expect(await posts.inputValue()).toBe('6');
    await visitor.picture('profile');
    await posts.fill('7');
    await form.getByRole('button', { name: 'Save' }).click();
    const changed = page
      .getByRole('dialog')
      .filter({ hasText: 'Changed: posts a day. It counts from now on.' });
    await changed.waitFor();
    await page.keyboard.press('Escape');
    // What is written while a modal is open reaches nobody.
    await changed.waitFor({ state: 'hidden' });
    await visitor.say('/discuss-ai log');
    await visitor.privately().getByText("@Aiko Tanaka changed the channel's profile: posts a day").waitFor();
  });

  it('gives a person their own data as a file', async () => {
    await visitor.say('/discuss-ai export');
    await visitor.privately().getByText('in your direct messages with me').waitFor();
  });

  it('asks what was wrong with a card that one wants less of', async () => {
    await visitor.choose(cardOf(FIRST), 'Less like this');
    const modal = page.getByRole('dialog', { name: 'Less like this' });
    await modal.getByRole('radio', { name: 'Too basic' }).check();
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.waitFor({ state: 'hidden' });
    await visitor
      .privately()
      .getByText('Noted, for the next cards: What asks more of you first; this reads as')
      .waitFor();
    await visitor.choose(cardOf(FIRST), 'Why?');
    await visitor.privately().getByText('Why here: retrieval and prompting').waitFor();
  });

  it('answers help, also to words it does not know', async () => {
    await visitor.say('/discuss-ai help');
    await visitor.privately().getByText('This is what I understand:', { exact: true }).waitFor();
    await visitor.say('/discuss-ai sing');
    await visitor.privately().getByText('I do not know "sing".').waitFor();
  });

  it('names a source that cannot be reached', async () => {
    await runFromMenu('Collect now');
    await product.line(/quiet-lab: .+ cannot be read/);
    await visitor.say('/discuss-ai status');
    const status = visitor.privately().filter({ hasText: 'No model is configured' });
    await status.getByText(/Quiet lab.*: failing since today: .+ refuses connections/).waitFor();
  });

  it('turns a wish into a PoC that people join and show', async () => {
    await cardOf(SECOND).getByRole('button', { name: 'Make it a PoC' }).click();
    await visitor.privately().getByText('You are the first to want a PoC of this.').waitFor();
    await runFromMenu('Prompt a PoC now');
    const poc = visitor.messages().filter({ has: page.getByRole('button', { name: "I'm in" }) });
    await poc.getByRole('heading', { name: SECOND }).waitFor();
    await poc.getByText('Nobody is in yet').waitFor();
    await poc.getByRole('button', { name: "I'm in" }).click();
    await poc.getByText('In: @Aiko Tanaka').waitFor();

    await poc.getByRole('button', { name: 'Share a demo' }).click();
    const modal = page.getByRole('dialog', { name: 'Share a demo' });
    const address = modal.getByRole('textbox', { name: 'Where is it?' });
    await address.fill('ask me on Thursday');
    await modal.getByRole('textbox', { name: 'What did you find out?' }).fill('Nine of ten answers hold');
    await modal.getByRole('button', { name: 'Share' }).click();
    await modal.getByText('Please enter a valid URL.').waitFor();
    await address.fill('https://example.org/demo');
    await modal.getByRole('button', { name: 'Share' }).click();
    const shown = page.getByRole('dialog').filter({ hasText: 'Your demo is shown under the PoC' });
    await shown.waitFor();
    await page.keyboard.press('Escape');
    await shown.waitFor({ state: 'hidden' });
    await poc.getByText('example.org/demo by @Aiko Tanaka: Nine of ten answers hold').waitFor();
    await visitor.picture('poc', poc);
  });

  it('sends the digest from the menu: what was voted for comes first', async () => {
    await runFromMenu('Send the digest now');
    const digest = visitor
      .messages()
      .filter({ has: page.getByRole('heading', { name: 'The week in #discuss-ai' }) });
    await digest.getByText('2 people voted').waitFor();
    await digest.getByText('Most voted for: lessons').waitFor();
    const entries = await digest.getByRole('listitem').allTextContents();
    expect(entries[0]).toMatch(`${FIRST}`);
    expect(entries[1]).toMatch(`${SECOND}`);
    expect(entries.join('\n')).toContain('shown by @Aiko Tanaka');
    await visitor.picture('digest', digest);
  });

  it('shows on the Home tab the week, what was saved, found again by its words, and the next lesson', async () => {
    await visitor.actAs('Tomás Rivera');
    await page.getByRole('button', { name: 'App Home' }).click();
    const home = page.getByRole('region', { name: 'App Home' });
    await home.getByRole('heading', { name: 'The week in #discuss-ai' }).waitFor();
    await home.getByText('your time zone in Slack: Europe/Madrid').waitFor();
    await home.getByText('Lesson 1 of 8:').waitFor();
    await home.getByRole('link', { name: SECOND }).first().waitFor();
    await visitor.picture('home');
    await home.getByRole('button', { name: 'Done, next lesson' }).click();
    await home.getByText('Lesson 2 of 8:').waitFor();
    const search = home.getByRole('textbox', { name: 'Search your list' });
    await search.fill('nothing like it');
    await page.keyboard.press('Enter');
    await home.getByText('Nothing found for').waitFor();
    await search.fill('');
    await page.keyboard.press('Enter');
    await home.getByRole('button', { name: 'Remove' }).click();
    await home.getByText('Nothing saved yet').waitFor();
  });

  it('sends a digest of one’s own to whoever has switched it on, and to nobody else', async () => {
    const home = page.getByRole('region', { name: 'App Home' });
    await home.getByRole('combobox').filter({ hasText: 'Every day' }).selectOption({ label: 'Every day' });
    await home.getByText('Next one:').waitFor();
    await runFromMenu('Send personal digests now');
    await page.getByRole('tab', { name: 'Messages' }).click();
    const digest = visitor.messages().filter({ hasText: 'in your topics' });
    await digest.getByRole('listitem').first().waitFor();
    await visitor.picture('personal-digest');
    await visitor.actAs('Maya Fischer');
    await page.getByRole('button', { name: 'discuss-ai', exact: false }).first().waitFor();
    expect(await visitor.messages().filter({ hasText: 'in your topics' }).count()).toBe(0);
    await visitor.actAs('Aiko Tanaka');
    await visitor
      .messages()
      .getByText(/^discuss-ai-\d{4}-\d{2}-\d{2}\.json$/)
      .waitFor();
    await visitor.actAs('Tomás Rivera');
  });

  it('understands the same words in a direct message', async () => {
    await page.getByRole('tab', { name: 'Messages' }).click();
    await page.getByRole('textbox', { name: 'Message discuss-ai' }).fill('top');
    await page.keyboard.press('Enter');
    const answer = visitor.messages().filter({ hasText: 'Top of the last 7 days' });
    await answer.getByRole('listitem').first().getByText('👍 2').waitFor();
  });

  it('answers a question by quoting what was shared, since there is no model', async () => {
    await visitor.say('How many of the forty tasks did the agent with a plan finish?');
    await visitor
      .messages()
      .filter({ hasText: 'How many of the forty' })
      .getByRole('button', { name: /1 reply/ })
      .click();
    await visitor.thread().getByText('The passages of shared articles that fit best:').waitFor();
    await visitor.thread().getByText('it finished thirty-one, against nineteen').waitFor();
    await visitor.thread().getByRole('link', { name: 'Plans that an agent can check' }).first().waitFor();
  });

  it('has logged no fault, neither on the page nor in the process', () => {
    expect(faults).toEqual([]);
    expect(product.lines.filter((line) => /ERROR|FATAL/.test(line))).toEqual([]);
  });
});
