// Which language a text is in, and how many words it has. Pure.
import { francAll } from 'franc-min';

// biome-ignore format: a table
/** ISO 639-3, as franc names them, to BCP 47. Languages left out are never guessed. */
const LANGUAGES: Record<string, string> = {
  eng: 'en', deu: 'de', fra: 'fr', spa: 'es', ita: 'it', por: 'pt', nld: 'nl', swe: 'sv', pol: 'pl', ces: 'cs',
  ron: 'ro', hun: 'hu', tur: 'tr', vie: 'vi', ind: 'id', rus: 'ru', ukr: 'uk', bul: 'bg', ell: 'el', arb: 'ar',
  pes: 'fa', heb: 'he', hin: 'hi', ben: 'bn', tam: 'ta', tel: 'te', tha: 'th',
};
const KNOWN = Object.keys(LANGUAGES);

const SAMPLE_CHARACTERS = 3000;
/** Below this, trigrams guess wildly. */
const SHORTEST_SAMPLE = 25;
/** How much worse than the best English may score and still be taken: short technical text is mostly names. */
const ENGLISH_MARGIN = 0.3;
const LONG_SAMPLE = 120;
/** Chinese and Japanese technical text keeps many names in Latin letters. */
const CJK_SHARE = 0.15;

/** Above this trigrams are surer than single words. */
const SURE_SAMPLE = 400;
/** Frequent words that no other language written in Latin letters shares. */
const ENGLISH_WORDS =
  /\b(?:the|and|with|how|our|your|from|this|that|about|why|what|first|learn|makes?|its|their|you|can|are|into|using|new|build|building|meet|now|through|does|between)\b/gi;

const HAN = /\p{Script=Han}/gu;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const HANGUL = /\p{Script=Hangul}/gu;
const LETTER = /\p{L}/gu;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** The language as BCP 47 (`en`, `zh`, `de`). Text too short to tell counts as English. */
export function detectLanguage(text: string): string {
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  const letters = count(sample, LETTER);
  const [han, kana, hangul] = [count(sample, HAN), count(sample, KANA), count(sample, HANGUL)];
  if (han + kana + hangul > CJK_SHARE * letters) {
    if (hangul > han + kana) return 'ko';
    return kana > 0.1 * (han + kana) ? 'ja' : 'zh';
  }
  if (letters < SHORTEST_SAMPLE) return 'en';
  if (letters < SURE_SAMPLE && looksEnglish(sample)) return 'en';
  const scores = francAll(sample, { only: KNOWN, minLength: SHORTEST_SAMPLE });
  const [best] = scores;
  if (!best) return 'en';
  const english = scores.find(([code]) => code === 'eng')?.[1] ?? 0;
  return best[1] - english <= englishMargin(letters) ? 'en' : (LANGUAGES[best[0]] ?? 'en');
}

/** At least one word in eight, and two of them. */
function looksEnglish(sample: string): boolean {
  const hits = count(sample, ENGLISH_WORDS);
  return hits >= 2 && hits * 8 >= sample.split(/\s+/).length;
}

/** The margin shrinks as the text grows: from `LONG_SAMPLE` letters on the best score counts. */
function englishMargin(letters: number): number {
  return ENGLISH_MARGIN * Math.max(0, 1 - letters / LONG_SAMPLE);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

export interface MeasuredText {
  text: string;
  /** BCP 47, found from the text itself: pages often declare the wrong one. */
  language: string;
  wordCount: number;
}

export function measureText(text: string): MeasuredText {
  const language = detectLanguage(text);
  return { text, language, wordCount: countWords(text, language) };
}

/** Words of a text; languages written without spaces are segmented by dictionary, 30 times slower. */
export function countWords(text: string, language: string): number {
  if (!CJK.test(text)) return text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
  const segmenter = new Intl.Segmenter(
    /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language) ? language : undefined,
    {
      granularity: 'word',
    },
  );
  let words = 0;
  for (const part of segmenter.segment(text)) if (part.isWordLike) words++;
  return words;
}
