// What a source is, what is remembered of it, and what comes of asking it once. Pure.
import type { ArticleKind, Item } from './article.ts';
import type { QuietTimes } from './pacing.ts';
import type { SourceKind, SourceSettings } from './source-kinds.ts';

export interface Source {
  /** Short name, unique: `latent-space`. */
  id: string;
  kind: SourceKind;
  /** Address of the feed, the arXiv query (`cat:cs.CL`), … : see source-kinds.ts. */
  url: string;
  title: string;
  /** 1 is normal; 2 counts double when cards are chosen, 0.5 half. */
  weight: number;
  /** The kind its items are where nothing says otherwise. */
  defaultKind: ArticleKind | null;
  settings?: SourceSettings;
  /** The named pack that it belongs to: `research`. */
  pack?: string | null;
}

/** What a kind of source keeps from one answer to the next, in its own shape. */
export type SourceMemory = Record<string, string | number | boolean | null | string[]>;

/** What the store remembers between two collections of a source. */
export interface SourceState {
  /** Byte for byte as the server sent it. */
  etag: string | null;
  lastModified: string | null;
  failures: number;
  memory: SourceMemory | null;
}

export const FRESH_STATE: SourceState = { etag: null, lastModified: null, failures: 0, memory: null };

/** What a source says of how often it is worth asking. It holds until its next answer with content. */
export interface Rhythm {
  /** How long the feed asks to be left alone, in ms. */
  ttlMs: number | null;
  quiet: QuietTimes | null;
  /** The kind's own interval in ms, where the dates of its items do not tell. */
  everyMs: number | null;
}

export const NO_RHYTHM: Rhythm = { ttlMs: null, quiet: null, everyMs: null };

/** Items, and what their source says of itself and of its next answer. */
export interface CollectedItems {
  kind: 'items';
  title: string | null;
  items: Item[];
  /** Set where `items` is but what is new of a batch that came before: it tells nothing of how often the source posts. */
  isRepeat?: true;
  etag: string | null;
  lastModified: string | null;
  /** A new permanent address (301/308). */
  movedTo: string | null;
  /** The server's wish (Cache-Control, Retry-After) in ms. */
  notBeforeMs: number | null;
  rhythm: Rhythm;
  memory: SourceMemory | null;
  parser: string;
}

/** The outcome of asking a source once. Faults of a source are outcomes, not exceptions. */
export type Collected =
  | CollectedItems
  | { kind: 'not-modified'; notBeforeMs: number | null; movedTo: string | null }
  /** HTTP 410: the source says it will not come back. */
  | { kind: 'gone' }
  /** Not asked, since its host is to be left alone for now; says nothing of the source. */
  | { kind: 'postponed'; reason: string; notBeforeMs: number }
  | { kind: 'failed'; reason: string; notBeforeMs: number | null };
