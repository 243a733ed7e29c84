// The sandbox's page as a visitor uses it, in Chromium: what the tests that look at it do there.
import type { Locator, Page } from 'playwright-core';

export interface Visitor {
  /** Messages of the channel or conversation that is open. */
  messages(): Locator;
  /** What only the person sees who looks. */
  privately(): Locator;
  thread(): Locator;
  /** Writes in the channel that is open, or in `place`. */
  say(text: string, place?: Locator): Promise<void>;
  actAs(name: string): Promise<void>;
  /** Picks an entry of the menu on a card. */
  choose(card: Locator, entry: string): Promise<void>;
  /** With SCREENSHOTS=1 one of the README's pictures, with `shown` at the top of what scrolls. */
  picture(name: string, shown?: Locator): Promise<void>;
}

export function visitorOf(page: Page): Visitor {
  const messages = () => page.locator('#messages article');
  return {
    messages,
    privately: () => messages().filter({ hasText: 'Only visible to you' }),
    thread: () => page.getByRole('complementary', { name: 'Thread' }),
    async say(text, place) {
      const field = (place ?? page.locator('main')).getByRole('textbox', { name: /^(Message |Reply)/ });
      await field.fill(text);
      // Commands are offered while they are written; the first Enter would take the offer.
      if (text.startsWith('/')) await page.keyboard.press('Escape');
      await page.keyboard.press('Enter');
    },
    async actAs(name) {
      await page.getByRole('button', { name }).click();
      await page.locator('.person.here', { hasText: name }).waitFor();
    },
    async choose(card, entry) {
      await card.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: entry }).click();
    },
    async picture(name, shown) {
      if (process.env.SCREENSHOTS !== '1') return;
      await shown?.evaluate((element) => element.scrollIntoView({ block: 'start' }));
      await page.mouse.move(0, 0);
      await page.locator('.toasts:popover-open').waitFor({ state: 'detached' });
      await page.screenshot({ path: `docs/images/${name}.png` });
    },
  };
}
