// Whether a text is written in the language that was asked for, as far as that can be told of a sentence. Pure.

/** The scripts of languages that do not write in Latin letters. */
const SCRIPTS: Record<string, RegExp> = {
  zh: /\p{Script=Han}/gu,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/gu,
  ko: /\p{Script=Hangul}/gu,
  ru: /\p{Script=Cyrillic}/gu,
  uk: /\p{Script=Cyrillic}/gu,
  bg: /\p{Script=Cyrillic}/gu,
  el: /\p{Script=Greek}/gu,
  ar: /\p{Script=Arabic}/gu,
  fa: /\p{Script=Arabic}/gu,
  he: /\p{Script=Hebrew}/gu,
  hi: /\p{Script=Devanagari}/gu,
  th: /\p{Script=Thai}/gu,
};
const LATIN = /\p{Script=Latin}/gu;
/** Frequent words that hardly any other language written in Latin letters has. */
const WORDS: Record<string, RegExp> = {
  en: /\b(?:the|and|with|that|this|which|for|from|are|was|were|has|have|by|than|its|their|of)\b/giu,
  de: /\b(?:der|die|das|und|mit|ist|sind|wird|werden|eine?[rsnm]?|nicht|auf|von|zu|bei|für|den|dem)\b/giu,
  fr: /\b(?:le|la|les|des|une?|est|sont|avec|pour|dans|qui|que|sur|par|plus|du|et)\b/giu,
  es: /\b(?:el|los|las|una?|es|son|con|para|que|por|más|del|y|se|su)\b/giu,
  it: /\b(?:il|lo|gli|una?|è|sono|con|per|che|più|della?|nel|di|e)\b/giu,
  pt: /\b(?:os?|as|uma?|é|são|com|para|que|por|mais|da|do|não|em)\b/giu,
  nl: /\b(?:het|een|van|met|zijn|voor|niet|dat|wordt|op|en|te)\b/giu,
};
/** Technical text keeps many names in Latin letters. */
const LEAST_SHARE = 0.15;
const LEAST_WORDS = 6;

/** True where it cannot be told. `language` is BCP 47. */
export function isWrittenIn(text: string, language: string): boolean {
  const base = language.toLowerCase().split('-')[0] ?? '';
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 8) return true;
  const script = SCRIPTS[base];
  if (script) return (text.match(script)?.length ?? 0) >= LEAST_SHARE * letters;
  if ((text.match(LATIN)?.length ?? 0) < 0.5 * letters) return false;
  return !readsLikeAnother(text, base);
}

function readsLikeAnother(text: string, base: string): boolean {
  const own = WORDS[base];
  const words = text.match(/\p{L}+/gu)?.length ?? 0;
  if (!own || words < LEAST_WORDS) return false;
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const others = Object.entries(WORDS).filter(([name]) => name !== base);
  const most = Math.max(...others.map(([, pattern]) => count(pattern)));
  return most >= 3 && most > 2 * count(own);
}
