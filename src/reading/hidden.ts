// What a page has for machines and not for readers: hidden by attribute or by style. A summary must not rest on it.
// Goes by the style that an element itself carries, and by plain rules of the page's own style sheets.
import type { TextNode } from './text-of-node.ts';

const HIDES =
  /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d]*[1-9])|(?:max-)?(?:height|width)\s*:\s*0(?![.\d]*[1-9])[^;]*;?.*overflow\s*:\s*hidden|clip-path\s*:\s*(?:inset\((?:50|100)%|circle\(0)|text-indent\s*:\s*-\d{3,}|transform\s*:\s*scale\(0(?:\.0+)?\))/i;
const OFF_PAGE =
  /position\s*:\s*(?:absolute|fixed)[\s\S]*(?:left|top|right)\s*:\s*-\d{3,}|(?:left|top|right)\s*:\s*-\d{3,}[\s\S]*position\s*:\s*(?:absolute|fixed)/i;
const FADED = /(?:^|[;\s])opacity\s*:\s*0(?![.\d]*[1-9])/i;
/** Pages fade their text in by script: readers see that in the end. */
const ANIMATED = /transform|transition|animation|will-change|translate/i;

export function isHidden(node: TextNode): boolean {
  if (!node.getAttribute) return false;
  if (node.getAttribute('hidden') !== null || node.getAttribute('aria-hidden') === 'true') return true;
  const style = node.getAttribute('style');
  return style !== null && style !== '' && (hides(style) || hasColourOfGround(node, style));
}

function hides(style: string): boolean {
  return HIDES.test(style) || OFF_PAGE.test(style) || (FADED.test(style) && !ANIMATED.test(style));
}

const COLOUR = /(?:^|[;\s])color\s*:\s*([^;!]+)/i;
const GROUND = /(?:^|[;\s])background(?:-color)?\s*:\s*([^;!]+)/i;

/** White on white, and any other colour on itself; a page's ground is white where nothing says otherwise. */
function hasColourOfGround(node: TextNode, style: string): boolean {
  const colour = colourOf(COLOUR.exec(style)?.[1]);
  if (colour === null) return false;
  if (colour === 'transparent') return true;
  for (let at: TextNode | null = node; at; at = at.parentNode) {
    const given = GROUND.exec(at.getAttribute?.('style') ?? '')?.[1];
    if (given === undefined) continue;
    const ground = colourOf(given);
    // A picture, a gradient, a variable: not told.
    return ground !== null && ground === colour;
  }
  // A class may darken the ground; white text then is meant to be read.
  return colour === 'ffffff' && !hasClass(node);
}

function hasClass(node: TextNode): boolean {
  for (let at: TextNode | null = node; at; at = at.parentNode) if (at.getAttribute?.('class')) return true;
  return false;
}

const NAMED: Record<string, string> = { white: 'ffffff', black: '000000', transparent: 'transparent' };

function colourOf(written: string | undefined): string | null {
  const value = written?.trim().toLowerCase() ?? '';
  if (NAMED[value]) return NAMED[value];
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})\b/.exec(value)?.[1];
  if (hex) return hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
  const rgb = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,/]+([\d.]+))?/.exec(value);
  if (!rgb) return null;
  if (rgb[4] !== undefined && Number(rgb[4]) === 0) return 'transparent';
  return [rgb[1], rgb[2], rgb[3]].map((part) => Number(part).toString(16).padStart(2, '0')).join('');
}

interface StyledDocument {
  querySelectorAll(selector: string): Iterable<TextNode & { remove(): void; textContent: string | null }>;
}

/** Simple selectors only; rules inside @media and @supports may not apply. */
const RULE = /(?:^|\})\s*([.#][\w-]+(?:\s*,\s*[.#][\w-]+)*)\s*\{([^{}]*)\}/g;
const MOST_RULES = 200;
/** More than this is a page that shows itself by script. */
const MOST_OF_TEXT = 0.3;

/** Takes hidden elements out of the tree, before their styles are lost. */
export function removeHidden(document: StyledDocument): void {
  for (const element of [...document.querySelectorAll('[style]')]) if (isHidden(element)) element.remove();
  const length = (elements: Iterable<{ textContent: string | null }>): number =>
    [...elements].reduce((sum, { textContent }) => sum + (textContent?.length ?? 0), 0);
  const hiding = hidingSelectors(document);
  if (hiding.length === 0) return;
  const found = [...document.querySelectorAll(hiding.join(','))];
  if (length(found) > MOST_OF_TEXT * length(document.querySelectorAll('body'))) return;
  for (const element of found) element.remove();
}

function hidingSelectors(document: StyledDocument): string[] {
  const found: string[] = [];
  for (const { textContent } of document.querySelectorAll('style')) {
    const css = (textContent ?? '')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '');
    for (const [, selectors = '', declarations = ''] of css.matchAll(RULE)) {
      if (hides(declarations) && found.length < MOST_RULES)
        found.push(...selectors.split(',').map((one) => one.trim()));
    }
  }
  return found;
}
