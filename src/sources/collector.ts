// Asks one source once, whatever its kind.
import type { Collected, Source, SourceKind, SourceState } from '../domain/source.ts';
import type { CollectKind } from './ask-source.ts';
import { collectArxiv } from './collect-arxiv.ts';
import { collectFeed } from './collect-feed.ts';
import { createHostManners, type HostLedger, LeaveAlone, type Politeness } from './host-manners.ts';
import { FetchFailed, type HttpClient } from './http-client.ts';
import { NotAFeed } from './parse-feed.ts';

export interface SourceCollector {
  /** Never throws for what a source does wrong: that is an outcome. */
  collect(source: Source, state: SourceState, signal?: AbortSignal): Promise<Collected>;
}

export interface CollectorOptions {
  now: () => Date;
  /** What hosts asked for, and whose turn it is. */
  hosts: HostLedger;
  politeness?: Partial<Politeness>;
}

const KINDS: Record<SourceKind, CollectKind> = {
  feed: collectFeed,
  arxiv: collectArxiv,
};

export function createCollector(http: HttpClient, options: CollectorOptions): SourceCollector {
  const manners = createHostManners(options.hosts, options.now, options.politeness);
  const context = { http, now: options.now, manners };
  return {
    async collect(source, state, signal) {
      try {
        return await KINDS[source.kind](context, source, state, signal);
      } catch (error) {
        if (error instanceof LeaveAlone) {
          return { kind: 'postponed', reason: error.message, notBeforeMs: error.waitMs };
        }
        if (error instanceof FetchFailed || error instanceof NotAFeed) {
          return { kind: 'failed', reason: error.message, notBeforeMs: null };
        }
        throw error;
      }
    },
  };
}
