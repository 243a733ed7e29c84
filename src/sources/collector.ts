// Asks one source once, whatever its kind.
import type { Collected, Source, SourceState } from '../domain/source.ts';
import { collectArxiv } from './collect-arxiv.ts';
import { collectFeed } from './collect-feed.ts';
import { createHostManners, type Politeness } from './host-manners.ts';
import { FetchFailed, type HttpClient } from './http-client.ts';
import { NotAFeed } from './parse-feed.ts';

export interface SourceCollector {
  /** Never throws for what a source does wrong: that is an outcome. */
  collect(source: Source, state: SourceState, signal?: AbortSignal): Promise<Collected>;
}

export interface CollectorOptions {
  now: () => Date;
  politeness?: Partial<Politeness>;
}

/** Keeps, for the life of the process, which hosts asked to be left alone and when arXiv was last asked. */
export function createCollector(http: HttpClient, options: CollectorOptions): SourceCollector {
  const manners = createHostManners(options.now, options.politeness);
  const context = { http, now: options.now, manners };
  return {
    async collect(source, state, signal) {
      try {
        return source.kind === 'arxiv'
          ? await collectArxiv(context, source, signal)
          : await collectFeed(context, source, state, signal);
      } catch (error) {
        if (error instanceof FetchFailed || error instanceof NotAFeed) {
          return { kind: 'failed', reason: error.message, notBeforeMs: null };
        }
        throw error;
      }
    },
  };
}
