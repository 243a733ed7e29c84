// What the words of a headline tell, put together: names, numbers that tell one thing from the next of its kind, what
// happened. English and Chinese. Pure.
import {
  eventsOf,
  isDenied,
  isOwnVoice,
  isPersonal,
  isTake,
  isUncertain,
  type StoryEvent,
} from './title-events.ts';
import { GIANTS, isKnownName, withLatinNames } from './title-names.ts';
import {
  amountsOf,
  MONTH,
  numbersOf,
  type Product,
  productsOf,
  VARIANTS,
  WEEKDAY,
  type Written,
} from './title-numbers.ts';
import { separateWords } from './words.ts';

export interface TitleWords {
  /** All but stop words, in order, lower case. */
  content: string[];
  /** How many of them stand before the first colon. */
  headWords: number;
  /** Proper names: companies, products, models, people. */
  names: string[];
  /** Names that are seldom in the news by themselves; a company of whom all write every day is not among them. */
  rareNames: string[];
  /** Names to which the headline says something comes, or in which it is. */
  places: string[];
  /** Names of what the thing is made with, rather than of the thing: "a laptop powered by Kestrel". */
  means: string[];
  /** `gpt 5.2`, `qwen 3 vl`: what a name, a version and what follows it make together. */
  products: Product[];
  /** Numbers of every kind in one notation: 40 million, $40M and 4000万 are the same. */
  numbers: string[];
  /** Amounts of money among the numbers. */
  amounts: string[];
  events: ReadonlySet<StoryEvent>;
  /**
   * By its grammar it says that somebody does something, or whose it is: "Acme to build …", "Kestrel: Acme’s …",
   * "… : Kestrel, a …".
   */
  isTold: boolean;
  /** Says something on a thing rather than that the thing is there: a review, a guide, a comparison. */
  isTake: boolean;
  /** Speaks of what may come, or is said to come. */
  isUncertain: boolean;
  /** Says that something is not so. */
  isDenied: boolean;
  /** Who publishes tells of what they did themselves. */
  isOwn: boolean;
}

export const STOP: ReadonlySet<string> = new Set(
  (
    'a an the and or but of in on at to for from by with as is are was were be been being its it this that these ' +
    'those we our you your i my they their he she his her who whom which into over under than then so not no now ' +
    'just more most very new up out off about after before via per can could will would may might has have had do ' +
    'does did says said say today here there also still first s t 的 了 在 和 与 及 或 是 为 对 将 被 把 从 到 等 也 就 ' +
    '都 而 其 这 那 一个 一款 全新 新 最新 今天 近日 日前 并 上 中 下 个 款 称 表示'
  ).split(' '),
);

/** Words that most headlines of the field have, and that make no two of them alike. */
export const COMMON: ReadonlySet<string> = new Set(
  (
    'ai llm llms ml api apis gpu gpus cpu agi rag sdk cli ui ux ceo cto us uk eu model models agent agents open ' +
    'source language learning machine data code coding tool tools app apps company startup startups research paper ' +
    'papers series world future way ways pdf us$ video videos blog post news update updates report llm-based genai 模型 大 ' +
    '人工智能 智能 智能体 开源 公司 研究 论文 技术 系统 工具 应用 产品 能力 数据 发布 推出'
  ).split(' '),
);

const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}.+#]*(?:[’'][\p{L}]+)?/gu;

/** `bodyNames`: words that the article's own text writes as names; see `namesIn`. */
export function readTitle(title: string, bodyNames: ReadonlySet<string> | null = null): TitleWords {
  const text = withLatinNames(title.normalize('NFKC')).replace(/[‐‑–—]/g, '-');
  const amounts = amountsOf(text);
  const tokens = tokensOf(text);
  const content = contentOf(tokens);
  const names = [
    ...new Set(tokens.filter((token) => isName(token, tokens, bodyNames)).map(({ word }) => word)),
  ];
  const [head = ''] = text.split(/[:：]\s/);
  return {
    content,
    headWords: contentOf(tokensOf(head)).length,
    isTold: isTold(head, names) || /[:：] (?:\p{Lu}\w*['’]s\b|[^,]{2,40}, an? )/u.test(text),
    names,
    rareNames: names.filter((name) => !GIANTS.has(name)),
    places: placesOf(tokens, names),
    means: meansOf(text, names),
    products: productsOf(tokens, names),
    numbers: numbersOf(text, amounts),
    amounts: [...amounts.keys()],
    events: eventsOf(text),
    isTake: isTake(text) || isPersonal(text),
    isUncertain: isUncertain(text),
    isDenied: isDenied(text),
    isOwn: isOwnVoice(text),
  };
}

/** A verb in the third person after whose name it is, or what somebody is to do or can do now. */
function isTold(head: string, names: readonly string[]): boolean {
  if (/\b(?:can now|to [a-z]{2,})\b/.test(head)) return true;
  const tokens = tokensOf(head);
  return tokens.some(({ word, shape }, n) => {
    const before = tokens[n - 1]?.word ?? '';
    return (
      shape === 'lower' && /^[a-z]+(?:[^s]s|ed)$/.test(word) && (names.includes(before) || /^\d/.test(before))
    );
  });
}

const PREPOSITION = /^(?:in|on|to|into|via|within|inside|through|for)$/;

function placesOf(tokens: readonly Token[], names: readonly string[]): string[] {
  return tokens
    .filter((_, n) => PREPOSITION.test(tokens[n - 1]?.word ?? ''))
    .map(({ word }) => word)
    .filter((word) => names.includes(word));
}

const MADE_WITH =
  /\b(?:powered by|built (?:on|with)|based on|running on|runs on|using|thanks to)\b|基于|搭载/i;

function meansOf(text: string, names: readonly string[]): string[] {
  const at = text.search(MADE_WITH);
  if (at <= 0) return [];
  const subject = new Set(tokensOf(text.slice(0, at)).map(({ word }) => word));
  return names.filter((name) => !subject.has(name));
}

const contentOf = (tokens: readonly Token[]): string[] =>
  tokens.map(({ word }) => word).filter((word) => !STOP.has(word));

export interface Token extends Written {
  first: boolean;
}

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let end = -1;
  // GPT-5.2 and Qwen3-VL are read as words of their own; so are the parts of a Chinese run.
  const spaced = separateWords(text)
    .replace(/(?<=[\p{L}\p{N}])-(?=[\p{L}\p{N}])/gu, ' ')
    .replace(/(?<=\p{L}{2})(?=\d)/gu, ' ');
  for (const match of spaced.matchAll(TOKEN)) {
    const raw = match[0]
      .replace(/[’'](?:s|S)?$/u, '')
      .replace(/[.]+$/, '')
      .replace(/[’'][sS]$/u, '');
    if (raw === '') continue;
    const first = end < 0 || /[:.!?"“|]/.test(spaced.slice(end, match.index));
    end = match.index + match[0].length;
    const shape = /^\p{Lu}/u.test(raw) ? 'upper' : /\p{Lu}/u.test(raw) ? 'mixed' : 'lower';
    tokens.push({ word: raw.toLowerCase(), shape: /^..*\p{Lu}/u.test(raw) ? 'mixed' : shape, first });
  }
  return tokens;
}

function isName(token: Token, all: readonly Token[], bodyNames: ReadonlySet<string> | null): boolean {
  const { word, shape, first } = token;
  if (STOP.has(word) || COMMON.has(word) || VARIANTS.has(word) || /^\d/.test(word) || word.length < 2)
    return false;
  if (MONTHS_AND_DAYS.test(word)) return false;
  if (isKnownName(word) || shape === 'mixed') return true;
  if (shape !== 'upper' || eventsOf(word).size > 0 || isTake(word)) return false;
  if (bodyNames?.has(word)) return true;
  const inner = all.slice(1);
  const capitals = inner.filter(({ shape: other }) => other !== 'lower').length;
  // In a headline whose words are all written large, a capital says nothing.
  return !first && capitals <= 0.6 * inner.length;
}

const MONTHS_AND_DAYS = new RegExp(`^(?:${MONTH.source}|${WEEKDAY.source})$`, 'i');

/** Without what grammar adds: sues and sued, settle and settlement. Good for comparing, not for reading. */
export function stem(word: string): string {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  const cut = word.replace(/(?:ations?|ions?|ments?|ings?|ers?|ors?|ied|ies|ed|es|ly|s|y|e)$/, '');
  return cut.length >= 3 ? cut : word;
}
