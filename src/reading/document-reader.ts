// Reads pages and feed texts off the main thread: parsing takes some 30 ms a page and now and then seconds, in which
// nothing else of the process would run.
import { ThreadEnded, type ThreadPool } from '../threads/thread-pool.ts';
import type { MeasuredText } from './language.ts';
import type { PageOrigin } from './read-page.ts';
import type { ReadPage } from './read-result.ts';
import type * as thread from './read-thread.ts';

export interface DocumentReader {
  /** The article of a page. What takes too long or too much memory is unreadable, and says so. */
  readDocument(body: Uint8Array, origin: PageOrigin, signal?: AbortSignal): Promise<ReadPage>;
  /** Text of a piece of HTML as feeds carry it; empty where it cannot be read. */
  readSnippet(html: string, signal?: AbortSignal): Promise<MeasuredText>;
}

const THREAD = new URL('./read-thread.ts', import.meta.url);
/**
 * How long a thread may be at one, in ms. The slowest real pages take three seconds; a PDF is cut off after twelve. A new
 * thread's start is part of it, which on a busy machine takes seconds as well.
 */
const CAPS = { documentMs: 20_000, snippetMs: 20_000 };

export function createDocumentReader(pool: ThreadPool, caps = CAPS): DocumentReader {
  return {
    async readDocument(body, origin, signal) {
      try {
        const input = { body, origin };
        const call = { timeoutMs: caps.documentMs, signal };
        return await pool.run<typeof thread.readDocument>(THREAD, 'readDocument', input, call);
      } catch (error) {
        if (!(error instanceof ThreadEnded)) throw error;
        return { kind: 'unreadable', reason: `reading it ${ENDED[error.fault]}` };
      }
    },
    async readSnippet(html, signal) {
      if (html.trim() === '') return { text: '', language: 'en', wordCount: 0 };
      try {
        const call = { timeoutMs: caps.snippetMs, signal };
        return await pool.run<typeof thread.readSnippet>(THREAD, 'readSnippet', html, call);
      } catch (error) {
        if (!(error instanceof ThreadEnded)) throw error;
        return { text: '', language: 'en', wordCount: 0 };
      }
    },
  };
}

const ENDED = { time: 'took too long', memory: 'took too much memory' };
