// The system's Chromium, for tests that look at a page as a person does.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const CHROMIUM = findChromium();

/** Tests in Chromium are skipped without it, but not under CI, where they must run. */
export const SKIP_WITHOUT_CHROMIUM = !CHROMIUM && process.env.CI !== 'true';

function findChromium(): string | null {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch (error) {
      // `command -v` ends with 1 or 127 where there is none; anything else is a fault of its own.
      if (![1, 127].includes((error as { status?: number }).status ?? -1)) throw error;
    }
  }
  return null;
}

export interface OpenBrowser {
  context: BrowserContext;
  close(): Promise<void>;
}

/** A browser with a profile of its own, removed with it: light, British English, in the time zone of the channel. */
export async function openBrowser(): Promise<OpenBrowser> {
  if (!CHROMIUM) throw new Error('Chromium is needed for this test under CI: apt-get install chromium');
  const profile = await mkdtemp(join(tmpdir(), 'profile-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: FLAGS,
    headless: true,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    colorScheme: 'light',
    viewport: { width: 1280, height: 800 },
  });
  context.setDefaultTimeout(20_000);
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
