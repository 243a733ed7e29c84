// Asks one source once, whatever its kind.
import type { Item } from '../domain/article.ts';
import type { Collected, Source, SourceState } from '../domain/source.ts';
import type { SourceKind } from '../domain/source-kinds.ts';
import type { ThreadPool } from '../threads/thread-pool.ts';
import type { CollectKind } from './ask-source.ts';
import { collectArxiv } from './collect-arxiv.ts';
import { collectArxivFeed } from './collect-arxiv-feed.ts';
import { collectFeed } from './collect-feed.ts';
import { collectGithubReleases, collectGithubRepositories } from './collect-github.ts';
import { collectHackerNews } from './collect-hacker-news.ts';
import {
  collectHuggingFaceModels,
  collectHuggingFacePapers,
  collectHuggingFaceSpaces,
} from './collect-hugging-face.ts';
import { collectOpenReview } from './collect-openreview.ts';
import { collectReddit } from './collect-reddit.ts';
import { collectSemanticScholar } from './collect-semantic-scholar.ts';
import { collectWebPage } from './collect-web-page.ts';
import { collectYoutube } from './collect-youtube.ts';
import { ENDPOINTS, type Endpoints, NO_KEYS, type ServiceKeys } from './endpoints.ts';
import { createFeedParsers } from './feed-parsers.ts';
import { FetchFailed } from './fetch-failed.ts';
import { type Finding, findPlaces } from './find-source.ts';
import { createHostManners, type HostLedger, LeaveAlone, type Politeness } from './host-manners.ts';
import type { HttpClient } from './http-client.ts';
import { htmlToText } from './plain-text.ts';
import { createPoliteHttp, NotForPrograms } from './polite-http.ts';
import { NotAFeed } from './read-feed.ts';
import { createRobots } from './robots.ts';

export interface SourceCollector {
  /** Never throws for what a source does wrong: that is an outcome. */
  collect(source: Source, state: SourceState, signal?: AbortSignal): Promise<Collected>;
  /** What kind of source any address leads to, and where. */
  find(address: string, signal?: AbortSignal): Promise<Finding>;
}

export interface CollectorOptions {
  now: () => Date;
  /** What hosts asked for, and whose turn it is. */
  hosts: HostLedger;
  threads: ThreadPool;
  keys?: Partial<ServiceKeys>;
  politeness?: Partial<Politeness>;
  endpoints?: Partial<Endpoints>;
}

/** One file for each; a kind without one does not compile. */
const KINDS: Record<SourceKind, CollectKind> = {
  feed: collectFeed,
  'web-page': collectWebPage,
  arxiv: collectArxiv,
  'arxiv-feed': collectArxivFeed,
  'hugging-face-papers': collectHuggingFacePapers,
  'hugging-face-models': collectHuggingFaceModels,
  'hugging-face-spaces': collectHuggingFaceSpaces,
  'hacker-news': collectHackerNews,
  'github-releases': collectGithubReleases,
  'github-repositories': collectGithubRepositories,
  youtube: collectYoutube,
  reddit: collectReddit,
  openreview: collectOpenReview,
  'semantic-scholar': collectSemanticScholar,
};

export function createCollector(http: HttpClient, options: CollectorOptions): SourceCollector {
  const endpoints = { ...ENDPOINTS, ...options.endpoints };
  const keys = { ...NO_KEYS, ...options.keys };
  const manners = createHostManners(options.hosts, options.now, { ...options.politeness, endpoints, keys });
  const polite = createPoliteHttp(http, manners, options.now);
  const context = {
    http: polite,
    now: options.now,
    robots: createRobots(polite, options.now),
    parsers: createFeedParsers(options.threads),
    endpoints,
    keys,
  };
  return {
    find: (address, signal) => findPlaces(context, address, signal),
    async collect(source, state, signal) {
      try {
        const outcome = await KINDS[source.kind](context, source, state, signal);
        const words = source.settings?.words ?? [];
        if (outcome.kind !== 'items' || words.length === 0) return outcome;
        return { ...outcome, items: withWords(outcome.items, words) };
      } catch (error) {
        if (error instanceof LeaveAlone) {
          return { kind: 'postponed', reason: error.message, notBeforeMs: error.waitMs };
        }
        if (error instanceof FetchFailed || error instanceof NotAFeed || error instanceof NotForPrograms) {
          return { kind: 'failed', reason: error.message, notBeforeMs: null };
        }
        throw error;
      }
    },
  };
}

/** Items that have one of the words, as a whole word, in title or text. */
function withWords(items: Item[], words: readonly string[]): Item[] {
  const patterns = words.map((word) => {
    const literal = RegExp.escape(word.trim());
    // Languages that write without spaces have no word boundaries to look for.
    return /^\p{ASCII}+$/u.test(word) ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
  });
  const wanted = new RegExp(patterns.join('|'), 'iu');
  return items.filter((item) => wanted.test(item.title) || wanted.test(htmlToText(item.html)));
}
