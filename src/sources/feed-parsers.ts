// Reads feeds and pages where that can hold up nobody: in threads, with a cap on time and memory for each.
import { ThreadEnded, type ThreadPool } from '../threads/thread-pool.ts';
import type { PageLinks } from './article-links.ts';
import type { FeedContent } from './feed-content.ts';
import type * as thread from './feed-thread.ts';
import type { HttpResponse } from './http-client.ts';
import type { ParsedFeed } from './parse-feed.ts';
import { NotAFeed } from './read-feed.ts';

/** Each throws `NotAFeed` alone for what a source does wrong. */
export interface FeedParsers {
  feed(response: HttpResponse, signal?: AbortSignal): Promise<ParsedFeed>;
  /** Before its entries become items. */
  content(response: HttpResponse, signal?: AbortSignal): Promise<FeedContent>;
  links(response: HttpResponse, selector: string | null, signal?: AbortSignal): Promise<PageLinks>;
}

/** The largest real feed at hand, 10 MB, takes about a second. */
const TIMEOUT_MS = 10_000;
const MODULE = new URL('./feed-thread.ts', import.meta.url);

export function createFeedParsers(threads: ThreadPool): FeedParsers {
  async function run<Value>(
    name: keyof typeof thread,
    input: thread.Body,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    let parsed: thread.Parsed<Value>;
    try {
      type Run = (input: thread.Body) => Promise<thread.Parsed<Value>>;
      parsed = await threads.run<Run>(MODULE, name, input, { timeoutMs: TIMEOUT_MS, signal });
    } catch (error) {
      if (error instanceof ThreadEnded) {
        const much =
          error.fault === 'time' ? `more than ${TIMEOUT_MS / 1000} s` : 'more memory than a feed may';
        throw new NotAFeed(`Reading the answer took ${much}, and was given up`, { cause: error });
      }
      throw error;
    }
    if (parsed.kind === 'not-a-feed') throw new NotAFeed(parsed.reason);
    return parsed.value;
  }
  return {
    feed: (response, signal) => run('parseFeedBody', bodyOf(response), signal),
    content: (response, signal) => run('readFeedBody', bodyOf(response), signal),
    links: (response, selector, signal) =>
      run('readPageLinks', { ...bodyOf(response), selector } as thread.Body, signal),
  };
}

function bodyOf({ body, headers, url }: HttpResponse): thread.Body {
  return { body, contentType: headers['content-type'] ?? null, url };
}
