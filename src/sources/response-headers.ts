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

/** What a 429 or 503 that names no time is worth, in ms. */
const DEFAULT_PAUSE_MS = 15 * 60_000;

/** How long a host wants to be left alone after this answer, in ms; `null` where it does not say so. */
export function pauseMs(
  { status, headers }: { status: number; headers: Record<string, string> },
  now: Date,
): number | null {
  const used = rateLimitPauseMs(headers, now);
  // GitHub refuses with 403 when an hour's allowance is used up.
  if (status !== 429 && status !== 503 && status !== 403) return used;
  const retryAfter = retryAfterMs(headers, now);
  if (retryAfter === null && used === null) return status === 403 ? null : DEFAULT_PAUSE_MS;
  return Math.max(retryAfter ?? 0, used ?? 0);
}

/** Cache-Control max-age in ms, or null where there is none or it must be asked again at once. */
export function maxAgeMs(headers: Record<string, string>): number | null {
  const value = headers['cache-control'] ?? '';
  if (/\bno-(cache|store)\b/i.test(value)) return null;
  const seconds = /\bmax-age\s*=\s*"?(\d{1,10})/i.exec(value)?.[1];
  return seconds && Number(seconds) > 0 ? Number(seconds) * 1000 : null;
}

/**
 * How long a host asks to be left alone because its allowance is used up, in ms; `null` while some is left. Read from
 * `RateLimit: "api";r=0;t=30` (Hugging Face), `RateLimit-Remaining` with `-Reset` in seconds, and GitHub's
 * `X-RateLimit-Reset`, which is a time of day.
 */
function rateLimitPauseMs(headers: Record<string, string>, now: Date): number | null {
  const structured = /;\s*r=(\d+)\s*;\s*t=(\d+)/.exec(headers.ratelimit ?? '');
  const remaining = structured?.[1] ?? headers['ratelimit-remaining'] ?? headers['x-ratelimit-remaining'];
  const reset = structured?.[2] ?? headers['ratelimit-reset'] ?? headers['x-ratelimit-reset'];
  if (!remaining || !reset || !(Number(remaining) < 1)) return null;
  const seconds = Number(reset);
  if (!Number.isFinite(seconds)) return null;
  // No window is a year long: a number this large is seconds since 1970.
  const wait = seconds > 31_536_000 ? seconds * 1000 - now.getTime() : seconds * 1000;
  return wait > 0 ? Math.ceil(wait) : null;
}
