// Whether two reports are of a kind: a guide is no release, a rumour is not the thing, a denial is not what it denies.
// Pure.
import type { Report } from './story-view.ts';
import { beginsAsTake } from './title-events.ts';

/** Characters. */
export const FIRST_SENTENCE = 240;

/** A guide and what it guides to, a rumour and the thing; two papers are two unless they are one. */
export function areOfTwoKinds(a: Report, b: Report): boolean {
  const isOther =
    isTakeOn(a) !== isTakeOn(b) ||
    a.title.isDenied !== b.title.isDenied ||
    a.title.isUncertain !== b.title.isUncertain;
  return isOther || (isPaper(a) && isPaper(b));
}

/** The headline says it, or tells nothing and the text begins so. */
const isTakeOn = ({ title, text }: Report): boolean =>
  title.isTake || (title.events.size === 0 && beginsAsTake(text.slice(0, FIRST_SENTENCE)));

export const isPaper = ({ kind }: Report): boolean => kind === 'paper';
