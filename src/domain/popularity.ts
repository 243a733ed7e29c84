// How much applause is enough for an item to be worth the team's time. Pure.

/** What is asked of the newest item: a fifth of the full score. */
const FIRST_SHARE = 0.2;

/**
 * The score that an item of this age needs: it grows from a fifth of `full` to all of it within `growsForMs`, so that
 * what takes off is seen early and what only trickles in is not seen at all.
 */
export function scoreNeeded(full: number, ageMs: number, growsForMs: number): number {
  const share = Math.min(1, Math.max(0, ageMs / growsForMs));
  return full * (FIRST_SHARE + (1 - FIRST_SHARE) * share);
}
