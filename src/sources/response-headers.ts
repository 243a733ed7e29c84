// What a server says about when to come again. Reads headers only.
import { parseDate } from './parse-date.ts';

/** Retry-After in ms from `now` (seconds or a date), or null. */
export function retryAfterMs(headers: Record<string, string>, now: Date): number | null {
  const value = headers['retry-after']?.trim();
  if (!value) return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const date = parseDate(value);
  return date ? Math.max(0, date.getTime() - now.getTime()) : null;
}

/** Cache-Control max-age in ms, or null where there is none or it must be asked again at once. */
export function maxAgeMs(headers: Record<string, string>): number | null {
  const value = headers['cache-control'] ?? '';
  if (/\bno-(cache|store)\b/i.test(value)) return null;
  const seconds = /\bmax-age\s*=\s*"?(\d{1,10})/i.exec(value)?.[1];
  return seconds && Number(seconds) > 0 ? Number(seconds) * 1000 : null;
}

/** The longer of two waits. */
export function longerWait(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
