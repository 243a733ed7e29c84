// Fetches what an article says where it says most: a repository's README by its API, a paper's HTML version, a video's
// transcript, else the page; politely: few at a time per host, and a host that cannot be reached is left alone.
import type { ArticleFacts } from '../domain/article.ts';
import { arxivId } from '../domain/paper-addresses.ts';
import { ENDPOINTS, type Endpoints, NO_KEYS, type ServiceKeys } from '../sources/endpoints.ts';
import { FetchFailed } from '../sources/fetch-failed.ts';
import { createHostGate } from '../sources/host-gate.ts';
import { createHostManners, type HostLedger, LeaveAlone, type Politeness } from '../sources/host-manners.ts';
import type { HttpClient, HttpResponse } from '../sources/http-client.ts';
import { createPoliteHttp, NotForPrograms, type PoliteRequest } from '../sources/polite-http.ts';
import { type RepositoryContext, readRepository } from '../sources/read-repository.ts';
import { readVideo, type VideoContext, videoAt } from '../sources/read-video.ts';
import { type RepositoryAddress, repositoryAt } from '../sources/repository-address.ts';
import { createRobots } from '../sources/robots.ts';

export type Page =
  | {
      kind: 'page';
      url: string;
      contentType: string;
      body: Buffer;
      /** What an API says beside the text. */
      about?: { title: string; facts: ArticleFacts | null; publishedAt: Date | null };
    }
  | { kind: 'unreachable'; reason: string };

export interface PageFetcher {
  /**
   * Never throws for what a page or its host does wrong. A page that a person asked for is read on their behalf, as by a
   * browser; any other only where robots.txt lets programs read it.
   */
  fetch(url: string, signal?: AbortSignal, asked?: 'by-person'): Promise<Page>;
}

const PER_HOST = 2;
const LEFT_ALONE_MS = 10 * 60_000;
/** Papers with pictures have 20 MB; of a page, reading looks at the first 5. */
const MAX_BYTES = 20_000_000;
const TIMEOUT_MS = 15_000;
const READABLE = /^(text\/html|application\/xhtml\+xml|text\/plain|application\/(?:x-)?pdf)/i;

/** Faults that say something of the host, not of the one page. */
const HOST_FAULTS = new Set(['unreachable', 'timeout', 'blocked-address']);

function toPage(response: HttpResponse): Page {
  if (response.status !== 200) return { kind: 'unreachable', reason: `HTTP ${response.status}` };
  const contentType = response.headers['content-type'] ?? 'text/html';
  const isPdf = response.body.subarray(0, 5).toString('latin1') === '%PDF-';
  if (!READABLE.test(contentType) && !isPdf)
    return { kind: 'unreachable', reason: `it is ${contentType.split(';')[0]}` };
  return { kind: 'page', url: response.url, contentType, body: response.body };
}

export interface PageFetcherOptions {
  now: () => Date;
  /** What hosts asked for, and whose turn it is: a pause for their feeds is one for their pages. */
  hosts: HostLedger;
  keys?: Partial<ServiceKeys>;
  endpoints?: Partial<Endpoints>;
  politeness?: Partial<Politeness>;
}

/** A paper's HTML version has its full text; where there is none (older papers, some sources), its abstract. */
function addressesOf(url: string, { arxiv }: Endpoints): string[] {
  const paper = arxivId(url);
  return paper ? [`${arxiv}/html/${paper.id}`, `${arxiv}/abs/${paper.id}`] : [url];
}

/** `null` where the API does not answer with it: the page may. */
async function fetchRepository(
  context: RepositoryContext,
  address: RepositoryAddress,
  url: string,
  signal: AbortSignal | undefined,
): Promise<Page | null> {
  const repository = await orNull(readRepository(context, address, signal));
  if (!repository) return null;
  const { text, ...about } = repository;
  return { kind: 'page', url, contentType: 'text/markdown', body: Buffer.from(text), about };
}

/** The page itself has nothing to read but its player. */
async function fetchVideo(
  context: VideoContext,
  id: string,
  url: string,
  signal: AbortSignal | undefined,
): Promise<Page> {
  const video = await orNull(readVideo(context, id, signal));
  if (!video) return { kind: 'unreachable', reason: 'YouTube does not say what the video is' };
  const { text, title, publishedAt } = video;
  const about = { title, publishedAt, facts: null };
  return { kind: 'page', url, contentType: 'text/plain; charset=utf-8', body: Buffer.from(text), about };
}

async function orNull<Value>(asked: Promise<Value>): Promise<Value | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof FetchFailed || error instanceof LeaveAlone) return null;
    throw error;
  }
}

export function createPageFetcher(http: HttpClient, options: PageFetcherOptions): PageFetcher {
  const { now, hosts } = options;
  const endpoints = { ...ENDPOINTS, ...options.endpoints };
  const keys = { ...NO_KEYS, ...options.keys };
  const manners = createHostManners(hosts, now, { ...options.politeness, endpoints, keys });
  const polite = createPoliteHttp(http, manners, now);
  const context = { http: polite, endpoints, keys };
  const robots = createRobots(polite, now);
  const gate = createHostGate(PER_HOST);
  const leftAlone = new Map<string, { until: number; reason: string }>();

  async function ask(url: string, request: PoliteRequest): Promise<Page> {
    try {
      return toPage(await polite.get(url, { ...request, maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS }));
    } catch (error) {
      if (error instanceof LeaveAlone || error instanceof NotForPrograms) {
        return { kind: 'unreachable', reason: error.message };
      }
      if (!(error instanceof FetchFailed)) throw error;
      const host = error.at && URL.parse(error.at)?.host;
      if (host && HOST_FAULTS.has(error.fault)) {
        leftAlone.set(host, { until: now().getTime() + LEFT_ALONE_MS, reason: error.message });
      }
      return { kind: 'unreachable', reason: error.message };
    }
  }

  async function fetchPage(url: string, request: PoliteRequest): Promise<Page> {
    const host = URL.parse(url)?.host;
    if (!host) return { kind: 'unreachable', reason: 'the address cannot be read' };
    return await gate(host, async (): Promise<Page> => {
      const rest = leftAlone.get(host);
      if (rest && rest.until > now().getTime()) return { kind: 'unreachable', reason: rest.reason };
      leftAlone.delete(host);
      return await ask(url, request);
    });
  }

  return {
    async fetch(url, signal, asked) {
      const repository = repositoryAt(url);
      const described = repository ? await fetchRepository(context, repository, url, signal) : null;
      if (described) return described;
      const refusal =
        asked === 'by-person' ? undefined : (address: string) => robots.refusal(address, signal);
      const video = videoAt(url);
      if (video) return await fetchVideo({ ...context, refusal }, video, url, signal);
      const request = { ...(refusal ? { refusal } : {}), ...(signal ? { signal } : {}) };
      const [first = url, second] = addressesOf(url, endpoints);
      const page = await fetchPage(first, request);
      return page.kind === 'page' || !second ? page : await fetchPage(second, request);
    },
  };
}
