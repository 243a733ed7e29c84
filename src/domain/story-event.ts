// Whether two reports in different words are of one event: by what each headline names, counts and says has happened,
// and whether the other report says it too. Pure.
import { compareReports, type Evidence } from './story-evidence.ts';
import { areOfTwoKinds, isPaper } from './story-kinds.ts';
import type { Report } from './story-view.ts';

export function isSameEvent(a: Report, b: Report): boolean {
  if (areOfTwoKinds(a, b) || a.title.isTake) return false;
  const evidence = compareReports(a, b);
  if (evidence.conflict || isSilent(evidence)) return false;
  if (isPaper(a) !== isPaper(b) && Math.min(evidence.forth, evidence.back) < LEAST_OF_PAPER) return false;
  if (isPlain(evidence)) return true;
  if (isOther(evidence.events) || evidence.apart > (evidence.events === 'unknown' ? UNKNOWN_MS : KNOWN_MS)) {
    return false;
  }
  return evidence.across ? agreeAcross(evidence) : agree(evidence);
}

const HOUR_MS = 3_600_000;
/** Others tell soon what somebody did; a day or two later they tell what came of it. */
const KNOWN_MS = 48 * HOUR_MS;
/** Where a headline does not say what happened. */
const UNKNOWN_MS = 24 * HOUR_MS;

/**
 * One says what the other cannot mean; to have too little in common is not that. What one is silent of may stand in a
 * third report, where the two say mostly the same of the same parties.
 */
export function factsDiffer(a: Report, b: Report): boolean {
  const evidence = compareReports(a, b);
  if (areOfTwoKinds(a, b) || evidence.conflict || evidence.events === 'elsewhere') return true;
  const isMostly = evidence.names >= 2 && Math.min(evidence.forth, evidence.back) >= MOSTLY;
  return isSilent(evidence) && !isMostly;
}

const MOSTLY = 0.6;

/** Each names somebody, or one tells of somebody's doing, of whom the other says nothing. */
const isSilent = ({ isElsewhere, strangers }: Evidence): boolean =>
  isElsewhere || (strangers[0].length > 0 && strangers[1].length > 0);

/** A paper and a report of it; on one topic there are many papers. */
const LEAST_OF_PAPER = 0.8;

/** Within one language. The figures were found on the labelled pairs: decisions 17 and 28. */
function agree({ shared, forth, back, events, linked, anchors, telling, ...rest }: Evidence): boolean {
  const [low, high] = [Math.min(forth, back), Math.max(forth, back)];
  if (telling < 2 && !rest.isOutage) return false;
  if (anchors === 0) return low >= 0.6 && shared >= 3.5;
  if (linked !== null && low >= 0.35 && shared >= 2) return true;
  // What a thing is called is not what happened to it.
  if (events === 'unknown') return rest.isMore && low >= 0.5 && shared >= 3;
  const isClose = low >= (rest.isBetween ? 0.3 : 0.4) && shared >= 2.5;
  const isWhole = low >= 0.55 && shared >= 1.7;
  const isTold = high >= 0.72 && low >= 0.28 && shared >= 1.2;
  return isClose || isWhole || isTold || isAmong(rest, low);
}

/** Between languages, where names and numbers are all that can be compared. */
function agreeAcross({ shared, forth, back, events, ...rest }: Evidence): boolean {
  const low = Math.min(forth, back);
  if (events === 'unknown') return rest.isMore && low >= 0.8 && shared >= 2.8;
  // All that either headline names stands in the other report, and it is not only those of whom all write.
  const isNamed = rest.isBetween && low >= 0.8 && rest.isRare && rest.names >= 1;
  return (low >= 0.6 && shared >= 2.2) || isNamed || isAmong(rest, low);
}

/** The same parties and the same sum leave no doubt, in whatever words it is told what happened. */
const isPlain = ({ events, forth, back, shared }: Evidence): boolean =>
  events !== 'elsewhere' && Math.min(forth, back) >= 0.8 && shared >= 6;

/** The same parties: three of them, or two where there is one thing between them. */
function isAmong(
  { names, isBetween, isOutage }: Pick<Evidence, 'names' | 'isBetween' | 'isOutage'>,
  low: number,
): boolean {
  if (isOutage) return names >= 1 && low >= 0.15;
  return (names >= 3 && low >= 0.25) || (names >= 2 && isBetween && low >= 0.4);
}

const isOther = (events: Evidence['events']): boolean => events !== 'same' && events !== 'unknown';
