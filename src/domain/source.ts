// What a source is, and when it is asked next. Pure.
import type { ArticleKind } from './article.ts';

export const SOURCE_KINDS = ['feed', 'arxiv'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export interface Source {
  /** Short name, unique: `latent-space`. */
  id: string;
  kind: SourceKind;
  /** Address of the feed, or the arXiv query (`cat:cs.CL`). */
  url: string;
  title: string;
  /** 1 is normal; 2 counts double when cards are chosen, 0.5 half. */
  weight: number;
  /** The kind its items are where nothing says otherwise. */
  defaultKind: ArticleKind | null;
}

/** What the store remembers between two collections of a source. */
export interface SourceState {
  /** Byte for byte as the server sent it. */
  etag: string | null;
  lastModified: string | null;
  failures: number;
}

export const FRESH_STATE: SourceState = { etag: null, lastModified: null, failures: 0 };

/** The outcome of asking a source once. Faults of a source are outcomes, not exceptions. */
export type Collected =
  | {
      kind: 'items';
      title: string | null;
      items: import('./article.ts').Item[];
      etag: string | null;
      lastModified: string | null;
      /** A new permanent address (301/308). */
      movedTo: string | null;
      /** The server's wish (Cache-Control, ttl, Retry-After) in ms. */
      notBeforeMs: number | null;
      parser: string;
    }
  | { kind: 'not-modified'; notBeforeMs: number | null }
  /** HTTP 410: the source says it will not come back. */
  | { kind: 'gone' }
  | { kind: 'failed'; reason: string; notBeforeMs: number | null };

const MINUTE = 60_000;
const BASE_INTERVAL = 15 * MINUTE;
const LONGEST_WAIT = 24 * 60 * MINUTE;

/**
 * When a source is asked next: its interval, or longer where the server asks for it; after failures
 * exponential back-off (15, 30, 60 … minutes). Never more than a day. `jitter` in [0, 1) spreads sources.
 */
export function nextCollectAt(
  now: Date,
  outcome: { failures: number; notBeforeMs: number | null },
  jitter: number,
): Date {
  const backOff = BASE_INTERVAL * 2 ** Math.min(outcome.failures, 10);
  const wait = Math.min(LONGEST_WAIT, Math.max(backOff, outcome.notBeforeMs ?? 0));
  return new Date(now.getTime() + wait * (1 + 0.1 * jitter));
}
