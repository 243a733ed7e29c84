import { pino } from 'pino';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { type OpenBrowser, openBrowser, SKIP_WITHOUT_CHROMIUM } from '../support/browser.ts';
import { card, type Demo, MANIFEST, SIGNING_SECRET, startDemo } from './demo-app.ts';

describe.skipIf(SKIP_WITHOUT_CHROMIUM)('the page of the sandbox, in Chromium', () => {
  let browser: OpenBrowser;
  let demo: Demo;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  beforeEach(async () => {
    demo = await startDemo({
      privateChannels: ['leads'],
      actions: [{ id: 'digest', label: 'Send the digest now', run: async () => 'The digest is on its way' }],
    });
    page = await browser.context.newPage();
    faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(demo.sandbox.pageUrl);
    await page.getByRole('heading', { name: 'discuss-ai', level: 1 }).waitFor();
  });
  afterEach(async () => {
    await page.close();
    await demo.close();
    expect(faults).toEqual([]);
  });

  const messages = () => page.locator('#messages article');
  const postCard = () =>
    demo.app.client.chat.postMessage({
      channel: demo.channelId,
      text: 'A card',
      blocks: card('Drafting without a model'),
    });
  const composer = () => page.getByRole('textbox', { name: 'Message #discuss-ai' });

  it('shows a card the moment it is posted, and a change of it in place', async () => {
    await postCard();
    await page.getByRole('heading', { name: 'Drafting without a model' }).waitFor();
    await messages().first().getByText('APP', { exact: true }).waitFor();
    await messages().first().getByRole('button', { name: 'Vote' }).click();
    await page.getByText('Speculative decoding without a draft model').waitFor();
    expect(await messages().count()).toBe(1);
  });

  it('sets and takes back a reaction, which another member sees', async () => {
    await postCard();
    await messages().first().hover();
    await messages().first().getByRole('button', { name: 'Find another reaction' }).click();
    await page.getByRole('searchbox', { name: 'Search emoji' }).fill('rocket');
    await page.keyboard.press('Enter');
    const rocket = page.getByRole('button', { name: 'You reacted with :rocket:' });
    await rocket.waitFor();
    await page.getByRole('button', { name: /Aiko Tanaka/ }).click();
    const seen = page.getByRole('button', { name: 'Maya Fischer reacted with :rocket:' });
    expect(await seen.getAttribute('aria-pressed')).toBe('false');
    await seen.click();
    await page.getByRole('button', { name: 'Maya Fischer, You reacted with :rocket:' }).click();
    await seen.waitFor();
  });

  it('marks a private answer, shows it to nobody else, and lets it be dismissed', async () => {
    await postCard();
    await messages().first().getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Why?' }).click();
    await page.getByText('You chose why').waitFor();
    await page.getByText('Only visible to you').waitFor();
    await page.getByRole('button', { name: /Tomás Rivera/ }).click();
    await page.locator('.person.here', { hasText: 'Tomás' }).waitFor();
    expect(await page.getByText('Only visible to you').count()).toBe(0);
    await page.getByRole('button', { name: /Maya Fischer/ }).click();
    await page.getByRole('button', { name: 'Dismiss message' }).click();
    await page.getByText('You chose why').waitFor({ state: 'detached' });
  });

  it('opens a thread, answers in it, and counts the reply in the channel', async () => {
    await postCard();
    await messages().first().hover();
    await messages().first().getByRole('button', { name: 'Reply in thread' }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByRole('textbox', { name: 'Reply' }).fill('Worth an afternoon');
    await page.keyboard.press('Enter');
    await thread.getByText('Worth an afternoon').waitFor();
    await page
      .locator('#messages')
      .getByRole('button', { name: /1 reply/ })
      .waitFor();
    await page.keyboard.press('Escape');
    await thread.waitFor({ state: 'hidden' });
  });

  it('fills in a modal: required fields, the errors of the app, then done', async () => {
    await postCard();
    await messages().first().getByRole('button', { name: 'Make it a PoC' }).click();
    const modal = page.getByRole('dialog', { name: 'Make it a PoC' });
    await modal.getByRole('button', { name: 'Propose' }).click();
    await modal.getByText('Please complete this required field.').nth(1).waitFor();
    expect(await modal.getByText('Please complete this required field.').count()).toBe(2);
    await modal.getByRole('textbox', { name: 'Hypothesis' }).fill('short');
    await modal.getByRole('combobox', { name: 'Time-box' }).selectOption({ label: '8 hours' });
    await modal.getByRole('checkbox', { name: 'Engineers' }).check();
    await modal.getByRole('button', { name: 'Propose' }).click();
    await modal.getByText('Say a little more').waitFor();
    expect(await modal.getByRole('textbox', { name: 'Hypothesis' }).inputValue()).toBe('short');
    expect(await modal.getByRole('checkbox', { name: 'Engineers' }).isChecked()).toBe(true);
    await modal.getByRole('textbox', { name: 'Hypothesis' }).fill('It halves the cost of a summary');
    await modal.getByRole('button', { name: 'Propose' }).click();
    await modal.waitFor({ state: 'hidden' });
    await page.getByRole('navigation').getByRole('button', { name: 'discuss-ai 1 unread' }).click();
    await page.getByText('Proposed: It halves the cost of a summary').waitFor();
  });

  it('closes a modal with Esc', async () => {
    await composer().fill('/demo form');
    await page.keyboard.press('Enter');
    const modal = page.getByRole('dialog', { name: 'Make it a PoC' });
    await modal.waitFor();
    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'hidden' });
  });

  it('completes a slash command, and shows its answer', async () => {
    await composer().fill('/de');
    await composer().press('End');
    await page.getByRole('option', { name: /\/demo/ }).waitFor();
    await page.keyboard.press('Tab');
    await composer().pressSequentially('hel');
    await page.keyboard.press('Enter');
    expect(await composer().inputValue()).toBe('/demo hello');
    await page.keyboard.press('Enter');
    await page.getByText('Hello, @Maya Fischer. Try /demo form.').waitFor();
  });

  it('keeps what was written when it cannot be sent, and says why', async () => {
    await composer().fill('/nothing here');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('/nothing is not a valid command').waitFor();
    expect(await composer().inputValue()).toBe('/nothing here');
  });

  it("sends, edits and deletes a message of one's own", async () => {
    await composer().fill('A *first* thought: https://example.com/a');
    await page.keyboard.press('Enter');
    await messages().first().getByRole('link', { name: 'https://example.com/a' }).waitFor();
    await messages().first().hover();
    await messages().first().getByRole('button', { name: 'More message actions' }).click();
    await page.getByRole('menuitem', { name: 'Edit message' }).click();
    const field = page.getByRole('textbox', { name: 'Edit message' });
    expect(await field.inputValue()).toBe('A *first* thought: https://example.com/a');
    await field.fill('A second thought');
    await page.keyboard.press('Enter');
    await messages().first().getByText('A second thought (edited)').waitFor();
    await messages().first().hover();
    await messages().first().getByRole('button', { name: 'More message actions' }).click();
    await page.getByRole('menuitem', { name: 'Delete message' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await messages().first().waitFor({ state: 'detached' });
  });

  it('shows each person their own App Home', async () => {
    await page.getByRole('button', { name: 'App Home' }).click();
    await page.getByText('Welcome, @Maya Fischer').waitFor();
    await page.getByRole('button', { name: /Aiko Tanaka/ }).click();
    await page.getByText('Welcome, @Aiko Tanaka').waitFor();
    await page.getByRole('region', { name: 'App Home' }).getByRole('button', { name: 'Done' }).click();
    await page.getByRole('dialog', { name: 'Make it a PoC' }).waitFor();
  });

  it('runs what the Sandbox menu offers', async () => {
    await page.getByRole('button', { name: 'Sandbox' }).click();
    await page.getByRole('menuitem', { name: 'Send the digest now' }).click();
    await page.getByRole('status').getByText('The digest is on its way').waitFor();
  });

  it('says that the connection is lost, and is complete again when it is back', async () => {
    const { port } = new URL(demo.sandbox.pageUrl);
    const { workspace } = demo.sandbox;
    await demo.sandbox.close();
    await page.getByText('Connection lost. Trying again').waitFor();
    const again = await createSandbox({
      port: Number(port),
      signingSecret: SIGNING_SECRET,
      manifest: MANIFEST,
      appUrl: () => 'http://127.0.0.1:9/',
      log: pino({ level: 'silent' }),
      now: () => new Date(),
    });
    const author = { userId: workspace.people()[1]?.id ?? '', byApp: false };
    again.workspace.post({ channelId: demo.channelId, ...author, text: 'Said meanwhile' });
    await page.getByText('Said meanwhile').waitFor();
    await page.getByText('Connection lost').waitFor({ state: 'hidden' });
    await page.close();
    await again.close();
    // The browser reports each try that found nobody.
    faults = faults.filter((fault) => !fault.includes('ERR_'));
  });

  it('follows a link to a message within the page', async () => {
    const { ts } = await postCard();
    const { permalink } = await demo.app.client.chat.getPermalink({
      channel: demo.channelId,
      message_ts: ts ?? '',
    });
    await demo.app.client.chat.postMessage({
      channel: 'U0MAYA00001',
      text: `Already discussed: <${permalink}|thread>`,
    });
    await page.getByRole('navigation').getByRole('button', { name: 'discuss-ai 1 unread' }).click();
    await page.getByRole('link', { name: 'thread' }).click();
    await page
      .locator('article.pointed-at')
      .getByRole('heading', { name: 'Drafting without a model' })
      .waitFor();
    expect(new URL(page.url()).origin).toBe(new URL(demo.sandbox.pageUrl).origin);
  });

  it('shows what was said and answered to whoever was reading further up', async () => {
    for (let n = 0; n < 12; n += 1) await postCard();
    await messages().nth(11).waitFor();
    const list = page.locator('#messages');
    const fromEnd = () => list.evaluate((all) => all.scrollHeight - all.scrollTop - all.clientHeight);
    await list.evaluate((all) => all.scrollTo(0, 0));
    expect(await fromEnd()).toBeGreaterThan(500);
    await postCard();
    await page.getByRole('button', { name: 'New messages' }).waitFor();
    expect(await fromEnd()).toBeGreaterThan(500);
    await composer().fill('good morning');
    await page.keyboard.press('Enter');
    await messages().filter({ hasText: 'good morning' }).waitFor();
    expect(await fromEnd()).toBeLessThan(80);
    await page.getByRole('button', { name: 'New messages' }).waitFor({ state: 'hidden' });
  });

  it('shows text as text, whatever it says', async () => {
    const nasty = '<img src=x onerror=alert(1)> <script>alert(2)</script> <javascript:alert(3)|click>';
    await demo.app.client.chat.postMessage({
      channel: demo.channelId,
      text: nasty,
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: nasty } }],
    });
    await messages().first().getByText('onerror').waitFor();
    expect(await page.locator('#messages img, #messages script, #messages a').count()).toBe(0);
  });

  it('is usable on a narrow screen: the drawer, then a channel', async () => {
    await page.setViewportSize({ width: 420, height: 800 });
    await page.getByRole('button', { name: 'Channels and people' }).click();
    await page.getByRole('navigation').getByRole('button', { name: 'general' }).click();
    await page.getByRole('heading', { name: 'general', level: 1 }).waitFor();
    await page.getByRole('navigation').waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  it('attaches a file to a message, with or without words', async () => {
    await page
      .getByLabel('Files to attach')
      .first()
      .setInputFiles({
        name: 'A paper.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.from('%PDF-1.7'),
      });
    await page.getByRole('button', { name: 'Remove A paper.pdf' }).waitFor();
    await page.getByRole('button', { name: 'Send' }).first().click();
    await messages().getByRole('link', { name: 'A paper.pdf' }).waitFor();
    expect(await page.getByRole('button', { name: 'Remove A paper.pdf' }).count()).toBe(0);
  });

  it('shows a private channel, and who is in it, to its members alone', async () => {
    await page.getByRole('button', { name: 'Private channel leads' }).click();
    await page.getByRole('button', { name: '3 members' }).click();
    await page.getByText('Only they can see this channel.').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Tomás Rivera' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Aiko Tanaka' }).click();
    await page.getByRole('heading', { name: 'discuss-ai', level: 1 }).waitFor();
    expect(await page.getByRole('button', { name: 'leads' }).count()).toBe(0);
  });
});
