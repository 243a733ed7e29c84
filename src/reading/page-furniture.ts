// Lines that a page puts around an article and that Readability lets through: "You may also like" with its links,
// dates, calls to subscribe. Pure; judges single short lines, never a paragraph.

const FURNITURE =
  /^(?:-\s+)?(?:advert(?:isement)?s?|skip to (?:main )?content|continue reading(?: below)?|sign in|log in|subscribe(?: now)?|share(?: this(?: article| post)?)?|comments?|loading content|print|email|copy link|sponsored|related(?: (?:articles?|stories|posts|topics|content))?|see also|latest|popular|trending|breaking news|highlights|(?:read|see|learn|find out) more(?: ?[:>].{0,150})?|also:.{0,120}|click here.{0,120}|sign up (?:to|for) .{0,120}|get the .{0,40} newsletter.{0,80}|(?:last )?(?:published|updated|posted)(?: (?:on|at))?:? .{0,60}|(?:\| ?)?updated:? .{0,60}|\(?(?:image|photo|picture|credit|source)s?: .{0,80}|(?:©|copyright) .{0,160})[.:…]*$/i;
/** Headings of link lists; the short lines after them go too. */
const LINK_LIST =
  /^(?:you (?:may|might) also (?:like|be interested in)|more (?:from|on|in|about|stories|articles|news)\b.{0,60}|related (?:articles?|stories|posts|reading|coverage)|recommended(?: (?:for you|stories|reading))?|don(?:'|’)t miss|most (?:read|popular|viewed)|popular (?:posts|stories|articles)|what to read next|read next|trending(?: now)?|editor(?:'|’)s picks)[.:…]*$/i;

const SHORT_LINE = 140;

/** The text without such lines. Code is left alone. */
export function withoutFurniture(text: string): string {
  const kept: string[] = [];
  let inLinkList = false;
  let fence = '';
  for (const line of text.split('\n')) {
    const words = line.replace(/^#{1,6} /, '').trim();
    const mark = /^`{3,}/.exec(line)?.[0] ?? '';
    const isCode = fence !== '' || mark !== '';
    if (mark !== '') fence = fence === '' ? mark : mark === fence ? '' : fence;
    if (words === '' || isCode) {
      kept.push(line);
      continue;
    }
    if (inLinkList && isTeaser(words)) continue;
    inLinkList = words.length <= SHORT_LINE && LINK_LIST.test(words);
    const furniture = words.length <= SHORT_LINE + 40 && FURNITURE.test(words);
    if (!inLinkList && !furniture) kept.push(line);
  }
  return kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** A headline that links elsewhere: short, and not a sentence. */
function isTeaser(words: string): boolean {
  return words.length <= SHORT_LINE && !/[.!:。！]["'”’)]?$/.test(words);
}
