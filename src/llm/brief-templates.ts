// What a brief says where no model writes it: a template for each kind of article, filled with its own sentences.
// "Fire, ready, aim": a first try, then examples and a measurement, and only then building. Pure.
import type { ArticleKind, Summary } from '../domain/article.ts';
import type { Brief } from '../domain/poc.ts';
import { type Spoken, spokenLanguage } from '../domain/reader.ts';
import { englishTemplates } from './brief-templates-en.ts';
import { chineseTemplates } from './brief-templates-zh.ts';
import { cutText } from './plain-text.ts';
import { splitSentences } from './sentences.ts';

/** What a template draws on. */
export interface Facts {
  name: string;
  /** What the article claims, as a sentence. */
  claim: string;
  /** Its own sentence on a measured result, on data, on the licence, on code; `null` where it has none. */
  result: string | null;
  data: string | null;
  licence: string | null;
  code: string | null;
}

export type Template = (facts: Facts) => Omit<Brief, 'method'>;

/** Every kind has one. */
export type Templates = Record<ArticleKind, Template>;

/** Where an article has neither, and how a sentence ends. */
const UNNAMED: Record<Spoken, { name: string; claim: string; stop: string }> = {
  en: { name: 'this article', claim: 'what the article says', stop: '.' },
  zh: { name: '这篇文章', claim: '文章的说法', stop: '。' },
};

/** A brief is stored as it is posted: in the channel's language where there are templates in it, else in English. */
export function fillTemplate(
  article: { title: string; kind: ArticleKind; summary: Summary; text: string },
  language: string,
): Omit<Brief, 'method'> {
  const spoken = spokenLanguage(language) ?? 'en';
  const templates: Record<Spoken, Templates> = { en: englishTemplates, zh: chineseTemplates };
  return templates[spoken][article.kind](factsOf(article, spoken));
}

const RESULT =
  /\d+(?:\.\d+)?\s?(?:%|×|x\b|ms\b|points?\b|times\b|tokens?\b)|outperform|state[- ]of[- ]the[- ]art|优于|提升/i;
const DATA = /\b(?:data ?sets?|benchmarks?|corpus|corpora|annotat\w+|examples)\b|数据集|基准/i;
const LICENCE = /\b(?:licen[cs]ed?|apache|mit licen[cs]e|cc[- ]by|open weights?|non-commercial)\b|许可|协议/i;
const ADDRESS = /github\.com|gitlab\.com|huggingface\.co/i;
const CODE =
  /\bpip install\b|\bnpm i(?:nstall)?\b|\b(?:code|weights|implementation)\b.{0,40}\b(?:available|released|open)/i;

/** The article's own sentences on what a brief needs; a result is looked for among its points first. */
function factsOf(
  { title, summary, text }: { title: string; summary: Summary; text: string },
  spoken: Spoken,
): Facts {
  const unnamed = UNNAMED[spoken];
  const sentences = splitSentences(text, 'en').map((sentence) => sentence.text);
  const find = (pattern: RegExp): string | null => {
    const found = sentences.find((sentence) => sentence.length <= 400 && pattern.test(sentence));
    return found ? cutText(found, 240) : null;
  };
  const points = summary.points.map((point) => point.text);
  return {
    name: cutText(title.replace(/\s+/g, ' ').trim() || unnamed.name, 70),
    claim: asClaim(summary.tldr || title, unnamed),
    result: points.find((point) => RESULT.test(point)) ?? find(RESULT),
    data: find(DATA),
    licence: find(LICENCE),
    code: find(ADDRESS) ?? find(CODE),
  };
}

function asClaim(sentence: string, unnamed: { claim: string; stop: string }): string {
  const claim = cutText(sentence.replace(/\s+/g, ' ').trim() || unnamed.claim, 280);
  return /[.!?。…]$/.test(claim) ? claim : claim + unnamed.stop;
}
