// Owns how lost connections are logged: once, and again after a while with how often, instead of at every attempt.
import type { Logger } from 'pino';

const QUIET_MS = 30_000;

/** Logs an error at once, and the same message at most every 30 s, with the count of what was left out. */
export function createTroubleLog(log: Logger, line: string): (error: Error) => void {
  const seen = new Map<string, { until: number; leftOut: number }>();
  return (error) => {
    const now = Date.now();
    const last = seen.get(error.message);
    if (last && now < last.until) {
      last.leftOut += 1;
      return;
    }
    // A server that puts numbers into its messages must not make this grow.
    if (seen.size > 100) seen.clear();
    seen.set(error.message, { until: now + QUIET_MS, leftOut: 0 });
    log.warn({ err: error, ...(last?.leftOut ? { leftOut: last.leftOut } : {}) }, line);
  };
}
