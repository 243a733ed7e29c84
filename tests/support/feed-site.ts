// Sites with feeds whose entries a test changes, an app that follows them, and what its channel then shows.

import { requestCollection } from '../../src/pipeline/collect-source.ts';
import type { Message } from '../../src/sandbox/messages.ts';
import { subscribe } from '../../src/store/sources.ts';
import { serveSite, startTestApp, type TestApp, type TestAppOptions, type TestSite } from './app.ts';
import { feedSource } from './feed-source.ts';
import { postsOf } from './person.ts';

export interface Entry {
  path: string;
  guid?: string;
  title: string;
  date?: string;
  text?: string[];
  canonical?: string;
  doi?: string;
  language?: string;
}

export const TEXT = [
  'Acme today opened the weights of Kestrel 2.1, a model of nine billion parameters that reads long contracts.',
  'On the public set of contract questions it answers eighty-one of a hundred, seven more than Kestrel 2.0 did.',
  'The licence allows commercial use, and the weights run on one card with twenty-four gigabytes of memory.',
  'Acme says that the training took eleven days, and that all of its data was bought or written for the purpose.',
  'A technical note with all measurements is to follow, and the company asks for reports of what goes wrong.',
];

const page = ({ title, text = TEXT, canonical, doi, language = 'en' }: Entry): string =>
  `<!doctype html><html lang="${language}"><head><title>${title}</title>${canonical ? `<link rel="canonical" href="${canonical}">` : ''}${doi ? `<meta name="citation_doi" content="${doi}">` : ''}</head>
   <body><article><h1>${title}</h1>${text.map((one) => `<p>${one}</p>`).join('')}</article></body></html>`;

export type FeedSite = TestSite & { entries: Entry[] };

/** A site with a feed whose entries a test may change. */
async function serveFeed(entries: Entry[], title = 'Alpha'): Promise<FeedSite> {
  const pages: Parameters<typeof serveSite>[0] = {};
  const site = await serveSite(pages);
  const state = Object.assign(site, { entries });
  pages['/feed'] = {
    type: 'application/rss+xml',
    body: () =>
      `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title><link>${site.url('/')}</link>${state.entries
        .map((entry) => {
          pages[entry.path] = { type: 'text/html', body: () => page(entry) };
          return `<item><title>${entry.title}</title><link>${site.url(entry.path)}</link><guid isPermaLink="false">${entry.guid ?? entry.path}</guid>
          <pubDate>${entry.date ?? new Date().toUTCString()}</pubDate><description>${entry.title}.</description></item>`;
        })
        .join('')}</channel></rss>`,
  };
  return state;
}

/** Keeps what it serves in `sites`, to be closed when the test is over. */
export const servesInto =
  (sites: TestSite[]) =>
  async (entries: Entry[], title?: string): Promise<FeedSite> => {
    const site = await serveFeed(entries, title);
    sites.push(site);
    return site;
  };

/** The app, following the feeds under their names. */
export async function followFeeds(
  feeds: Record<string, TestSite>,
  options: TestAppOptions = {},
): Promise<TestApp> {
  const hosts = [...(options.hosts ?? []), ...Object.values(feeds).map(({ host }) => host)];
  const app = await startTestApp({ ...options, hosts });
  const sources = Object.entries(feeds).map(([title, site]) =>
    feedSource(title.toLowerCase(), { url: site.url('/feed'), title }),
  );
  await subscribe(app.db, 'run', sources, app.deps.now());
  return app;
}

/** One round over all sources, whatever they said of when to come again. */
export async function collect(app: TestApp): Promise<void> {
  await app.db.query('update source set etag = null, last_modified = null');
  await requestCollection(app.deps);
  await app.settle();
}

export const cardsOf = (app: TestApp): Message[] =>
  postsOf(app.sandbox, app.channelId).filter(({ threadTs }) => !threadTs);
export const linesOf = (app: TestApp): Message[] =>
  postsOf(app.sandbox, app.channelId).filter(({ threadTs }) => threadTs);
