// Splits text into sentences and sentences into comparable words, for any language. Pure; knows no summaries.
import { stemmer } from 'stemmer';

export interface Sentence {
  /** White space collapsed; otherwise as it stands in the text. */
  text: string;
  /** Number of its paragraph, from 0. */
  block: number;
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const LIST_MARK = /^\s*(?:[-*•–]|\d{1,2}[.)])\s+/;

// Full stops after which the sentence goes on, in the languages that AI articles are mostly written in.
const ABBREVIATION =
  /(?:^|[\s([“"'])(?:e\.g|i\.e|et al|al|cf|vs|viz|approx|resp|incl|w\.r\.t|Figs?|Eqs?|Secs?|Tabs?|Refs?|Nos?|Vol|pp?|Ch|Thm|Dr|Prof|Mr|Mrs|Ms|Jr|Sr|St|Inc|Ltd|Corp|Co|Dept|Univ|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|z\.\s?B|d\.\s?h|u\.\s?a|bzw|ca|Nr|[A-Z])\.\s*$/u;
const GOES_ON = /^[\p{Ll},;:)\]]/u;

/** Sentences in the order of the text; paragraphs (blank lines) and list items end a sentence. */
export function splitSentences(text: string, language: string): Sentence[] {
  const segmenter = sentenceSegmenter(language);
  const sentences: Sentence[] = [];
  blocksOf(text).forEach((block, index) => {
    let open = '';
    for (const { segment } of segmenter.segment(block)) {
      if (goesOn(open, segment)) open += segment;
      else {
        if (open.trim()) sentences.push({ text: open.trim(), block: index });
        open = segment;
      }
    }
    if (open.trim()) sentences.push({ text: open.trim(), block: index });
  });
  return sentences;
}

/** What is longer is no sentence: joining goes no further, and its cost stays linear. */
const LONGEST_JOINED = 1000;
const ABBREVIATION_WINDOW = 24;

function goesOn(open: string, next: string): boolean {
  if (open === '' || open.length > LONGEST_JOINED) return false;
  return ABBREVIATION.test(open.slice(-ABBREVIATION_WINDOW)) || GOES_ON.test(next);
}

// The marks that reading sets: see reading/read-result.ts. What they mark is no sentence.
const CODE = /^(`{3,})[\w+#.-]*\n[\s\S]*?(?:\n\1$|$(?![\s\S]))/gm;
const HEADING = /^#{1,6} .*$/gm;
const ROW = /^.* \| .*$/;

/** Paragraphs and list items with white space collapsed: a single line break inside them is only a wrap. */
function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  for (const paragraph of text
    .replace(CODE, '\n')
    .replace(HEADING, '\n')
    .split(/\n[^\S\n]*\n/)) {
    if (isTable(paragraph)) continue;
    let lines: string[] = [];
    const close = (): void => {
      const block = lines.join(' ').replace(/\s+/g, ' ').trim();
      if (block) blocks.push(block);
      lines = [];
    };
    for (const line of paragraph.split('\n')) {
      if (LIST_MARK.test(line)) close();
      lines.push(line.replace(LIST_MARK, ''));
    }
    close();
  }
  return blocks;
}

function isTable(paragraph: string): boolean {
  const rows = paragraph.trim().split('\n');
  return rows.length > 1 && rows.every((row) => ROW.test(row));
}

function sentenceSegmenter(language: string): Intl.Segmenter {
  return new Intl.Segmenter(knownLocale(language), { granularity: 'sentence' });
}

/** The language where it is a well-formed tag, else the runtime's default: a bad tag must not stop a summary. */
function knownLocale(language: string): string | undefined {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language) ? language : undefined;
}

/** Words that carry meaning, lower case, English ones stemmed; stop words left out. */
export function termsOf(text: string, language: string): string[] {
  return wordsOf(text, language)
    .map((word) => word.toLowerCase())
    .filter((word) => !STOP_WORDS.has(word))
    .map((word) => (/^[a-z]{4,}$/.test(word) ? stemmer(word) : word));
}

/** Every word, punctuation left out. Languages without spaces are segmented by dictionary. */
export function wordsOf(text: string, language: string): string[] {
  if (!CJK.test(text)) return text.match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu) ?? [];
  const words: string[] = [];
  for (const part of wordSegmenter(language).segment(text)) if (part.isWordLike) words.push(part.segment);
  return words;
}

const wordSegmenters = new Map<string, Intl.Segmenter>();

/** Kept: making one costs more than a sentence does. */
function wordSegmenter(language: string): Intl.Segmenter {
  const locale = knownLocale(language) ?? '';
  const kept = wordSegmenters.get(locale);
  if (kept) return kept;
  const made = new Intl.Segmenter(locale || undefined, { granularity: 'word' });
  wordSegmenters.set(locale, made);
  return made;
}

const STOP_WORDS = new Set(
  (
    'a about above after again against all also am an and any are as at be because been before being below ' +
    'between both but by can cannot could did do does doing down during each either et etc even ever few for ' +
    'from further had has have having he her here hers him his how however i if in into is it its itself just ' +
    'may me might more most much must my no nor not now of off often on once only or other our ours out over ' +
    'own per same she should so some such than that the their theirs them then there these they this those ' +
    'through thus to too under until up upon us very via was we well were what when where whether which while ' +
    'who whom why will with within without would yet you your yours ' +
    'der die das und oder ein eine einer eines einem einen ist sind war mit von zu im in den dem des auf für ' +
    'nicht auch als wie sich es wir sie er ich bei aus nach um über ' +
    '的 了 和 是 在 我 我们 你 他 她 它 也 就 都 而 及 与 或 着 一个 没有 这 那 这个 那个 有 为 以 对 从 中 上 下 并 等 被 把 让 其 该 但 ' +
    'の に は を た が で て と し れ さ ある いる も する から な こと として い や れる など なっ ない この ため その'
  ).split(' '),
);
