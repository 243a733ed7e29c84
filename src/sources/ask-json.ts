// Asks an API that answers in JSON. One entry of another shape than expected costs that entry alone.
import { z } from 'zod';
import { type CollectedItems, FRESH_STATE, type SourceState } from '../domain/source.ts';
import { type Answer, askSource, type CollectContext } from './ask-source.ts';
import type { HttpResponse } from './http-client.ts';
import { NotAFeed } from './parse-feed.ts';
import { parseJson, TooManyValues } from './parse-json.ts';

export type JsonAnswer<Entry> =
  | { kind: 'entries'; entries: Entry[]; response: HttpResponse }
  | Exclude<Answer, { kind: 'answer' }>;

export interface JsonAsking<Entry> {
  url: string;
  entry: z.ZodType<Entry>;
  /** The member that holds the list; `null` where the answer is the list. */
  list: string | null;
  /** Given where the address is always the same, so that validators make sense. */
  state?: SourceState;
  headers?: Record<string, string>;
  signal: AbortSignal | undefined;
}

/** Parsed in the main thread, unlike feeds: a thousand entries have about 1 MB. */
const MAX_BYTES = 3_000_000;
/** No API is asked for more than a thousand. */
const MOST_ENTRIES = 2_000;

/** Throws `NotAFeed` where the answer is no such list, or holds no entry of the expected shape but others. */
export async function askJson<Entry>(
  context: CollectContext,
  { url, entry, list, state = FRESH_STATE, headers, signal }: JsonAsking<Entry>,
): Promise<JsonAnswer<Entry>> {
  const asking = {
    url,
    accept: 'application/json',
    maxBytes: MAX_BYTES,
    signal,
    ...(headers ? { headers } : {}),
  };
  const answer = await askSource(context, state, asking);
  if (answer.kind !== 'answer') return answer;
  const { response } = answer;
  const given = listIn(readJson(response), list).slice(0, MOST_ENTRIES);
  const entries = given.flatMap((one) => {
    const parsed = entry.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
  if (given.length > 0 && entries.length === 0) {
    throw new NotAFeed('The answer has another shape than this API is known to give');
  }
  return { kind: 'entries', entries, response };
}

function readJson(response: HttpResponse): unknown {
  try {
    return parseJson(response.body.toString('utf8'));
  } catch (error) {
    if (error instanceof TooManyValues) throw new NotAFeed(error.message, { cause: error });
    throw new NotAFeed('The answer is not JSON, as this API is known to give', { cause: error });
  }
}

function listIn(answer: unknown, member: string | null): unknown[] {
  const list = member === null ? answer : (answer as Record<string, unknown> | null)?.[member];
  if (!Array.isArray(list)) throw new NotAFeed('The answer holds no list, as this API is known to give');
  return list;
}

/** For APIs that have no use for validators. */
export const NO_VALIDATORS: Partial<CollectedItems> = { etag: null, lastModified: null, movedTo: null };

const DAY_MS = 24 * 3_600_000;

export function isYoungerThan(date: Date | null, days: number, now: Date): boolean {
  return date === null || now.getTime() - date.getTime() <= days * DAY_MS;
}

/** A date as APIs write it, or `null`. */
export const apiDate = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    const date = value === null || value === undefined ? null : new Date(value);
    return date && !Number.isNaN(date.getTime()) ? date : null;
  });

/** Text that may be missing. */
export const apiText = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
