// What the words of a headline tell: names, numbers that tell one thing from the next of its kind, what happened.
// English and Chinese. Pure.
import { separateWords } from './words.ts';

export interface TitleWords {
  /** All but stop words, in order, lower case. */
  content: string[];
  /** Proper names: companies, products, models, people. */
  names: string[];
  /** Names that are seldom in the news by themselves; a company of whom all write every day is not among them. */
  rareNames: string[];
  /** `gpt 5.2`, `qwen 3 vl`: what a name, a version and what follows it make together. */
  products: Product[];
  /** Numbers of every kind in one notation: 40 million, $40M and 4000万 are the same. */
  numbers: string[];
  /** Amounts of money among the numbers. */
  amounts: string[];
  event: StoryEvent | null;
  /** Says something on a thing rather than that the thing is there: a review, a guide, a comparison. */
  isTake: boolean;
}

export interface Product {
  /** The word before the version; '' where none stands there. */
  name: string;
  version: string;
  /** What tells it from its siblings: mini, pro, codex, 8b; sorted. */
  variants: string[];
}

export type StoryEvent = 'release' | 'funding' | 'deal' | 'legal' | 'people' | 'outage' | 'end';

const STOP = new Set(
  (
    'a an the and or but of in on at to for from by with as is are was were be been being its it this that these ' +
    'those we our you your i my they their he she his her who whom which into over under than then so not no now ' +
    'just more most very new up out off about after before via per can could will would may might has have had do ' +
    'does did says said say today here there also still first s t 的 了 在 和 与 及 或 是 为 对 将 被 把 从 到 等 也 就 ' +
    '都 而 其 这 那 一个 一款 全新 新 最新 今天 近日 日前 并 上 中 下 个 款 称 表示'
  ).split(' '),
);

/** Words that most headlines of the field have, and that make no two of them alike. */
const COMMON = new Set(
  (
    'ai llm llms ml api apis gpu gpus cpu agi rag sdk cli ui ux ceo cto us uk eu model models agent agents open ' +
    'source language learning machine data code coding tool tools app apps company startup startups research paper ' +
    'papers world future way ways pdf us$ video videos blog post news update updates report llm-based genai 模型 大 ' +
    '人工智能 智能 智能体 开源 公司 研究 论文 技术 系统 工具 应用 产品 能力 数据 发布 推出'
  ).split(' '),
);

/** Companies of whom so much is written that their name alone says little. */
const GIANTS = new Set(
  (
    'openai google deepmind meta microsoft anthropic nvidia amazon aws apple alibaba baidu tencent bytedance xai ' +
    'mistral github gitlab huggingface hugging face ibm intel amd samsung tesla azure bedrock reuters bloomberg ' +
    'techcrunch verge cohere perplexity databricks snowflake oracle salesforce adobe cloudflare stripe chatgpt ' +
    'claude gemini llama gpt copilot grok qwen deepseek siri alexa sam altman elon musk'
  ).split(' '),
);

/** Chinese names of those whom English headlines name otherwise, and product names. */
const CHINESE_NAMES: Record<string, string> = {
  谷歌: 'google',
  微软: 'microsoft',
  英伟达: 'nvidia',
  阿里巴巴: 'alibaba',
  阿里: 'alibaba',
  百度: 'baidu',
  腾讯: 'tencent',
  字节跳动: 'bytedance',
  字节: 'bytedance',
  苹果: 'apple',
  亚马逊: 'amazon',
  英特尔: 'intel',
  三星: 'samsung',
  特斯拉: 'tesla',
  马斯克: 'musk',
  奥特曼: 'altman',
  月之暗面: 'moonshot',
  智谱: 'zhipu',
  深度求索: 'deepseek',
  通义千问: 'qwen',
  千问: 'qwen',
  豆包: 'doubao',
  文心一言: 'ernie',
  文心: 'ernie',
  混元: 'hunyuan',
  讯飞: 'iflytek',
  商汤: 'sensetime',
  面壁智能: 'modelbest',
  阶跃星辰: 'stepfun',
  零一万物: '01ai',
  百川智能: 'baichuan',
  小米: 'xiaomi',
  美团: 'meituan',
  快手: 'kuaishou',
  可灵: 'kling',
  华为: 'huawei',
  昇腾: 'ascend',
  鸿蒙: 'harmonyos',
  宇树: 'unitree',
  欧盟: 'eu',
};
const CHINESE_NAME = new RegExp(
  Object.keys(CHINESE_NAMES)
    .sort((a, b) => b.length - a.length)
    .join('|'),
  'g',
);

const EVENTS: { event: StoryEvent; words: RegExp }[] = [
  {
    event: 'funding',
    words:
      /\b(?:raises?|raised|raising|secures?|secured|lands?|nabs?|bags|closes?|closed)\b.*(?:[$€£¥]|\b(?:million|billion|funding|round|series|seed)\b)|\b(?:funding|valuation|series [a-h]|seed) (?:round|of|at)?\b|融资|估值|领投/i,
  },
  {
    event: 'deal',
    words:
      /\b(?:acquires?|acquired|acquiring|acquisition|buys|buying|bought|merges? with|merger|takeover)\b|收购|并购/i,
  },
  {
    event: 'legal',
    words:
      /\b(?:sues?|sued|lawsuit|court|judge|jury|fined?|fines|settles?|settlement|antitrust|probe)\b|起诉|诉讼|罚款|判决|反垄断/i,
  },
  {
    event: 'people',
    words:
      /\b(?:steps? down|resigns?|appoints?|appointed|departs?|leaves|leaving|ousted|fired|hires?|joins|named (?:ceo|cto|chief))\b|离职|加盟|卸任|任命|辞职/i,
  },
  {
    event: 'outage',
    words:
      /\b(?:outages?|goes down|is down|down for|disruption|breach|leaks?|leaked|hacked)\b|宕机|故障|泄露/i,
  },
  {
    event: 'end',
    words:
      /\b(?:deprecat\w+|retir(?:es?|ing|ed)|shuts? down|shutting down|discontinu\w+|sunsets?|withdraws?|delays?|delayed|postpones?)\b|停用|下线|关闭|推迟|延期/i,
  },
  {
    event: 'release',
    words:
      /\b(?:releas(?:es?|ed|ing)|launch(?:es|ed|ing)?|introduc(?:es?|ed|ing)|unveil(?:s|ed|ing)?|announc(?:es?|ed|ing)|debuts?|rolls? out|rolled out|rolling out|ships?|shipped|open[- ]sourc(?:es?|ed|ing)|drops?|is here|now available|generally available|is out|arrives?|arrived|presents?|reveals?|meet)\b|发布|推出|开源|上线|亮相|登场|问世|面世|来了|开放|公布/i,
  },
];

const TAKE =
  /\b(?:how|why|what|when|should|guide|tutorial|review(?:ed|ing)?|hands[- ]on|tested|testing|tried|trying|vs\.?|versus|compar\w+|benchmark\w*|evaluat\w+|lessons?|opinion|analysis|analy[sz]\w+|explain\w*|interview|podcast|recap|round[- ]?up|weekly|newsletter|cookbook|system card|model card|prompting|prompts?|tips|tricks|thoughts|first look|look at|look inside|inside|deep dive|build(?:ing)? (?:an? |your |with)|using|fine[- ]tun\w+|running|locally|in practice|reaction|criticism|critics|rumou?rs?|reportedly|expected|upcoming|soon|may|might|could|teases?|jailbreak\w*|vulnerab\w+|pric(?:e|es|ing)|cheaper|course|beats?|beating|outperforms?|tops|wins|fails?|problem|available (?:on|in|via|through)|comes? to|coming to|support(?:s|ed)? (?:for|in)|integrat\w+|lawsuit over|users?|developers? (?:say|complain)|\w+ says)\b|\?|教程|评测|测评|实测|体验|对比|解读|分析|如何|为什么|怎么|盘点|周报|日报|访谈|指南|传闻|曝|或将|即将|有望|超越|击败|吐槽|[？吗]/i;

const VARIANTS = new Set(
  (
    'mini nano pro max flash lite turbo codex coder code vl vision audio instruct thinking preview air plus ultra base ' +
    'small medium large live tts asr image video math omni embedding reranker guard exp experimental beta alpha rc ' +
    'distill moe chat reasoning fast high low sonnet opus haiku multimodal realtime deep next'
  ).split(' '),
);
const SIZE = /^\d+(?:\.\d+)?[bm]$|^a\d+b$/;

const SCALES: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  t: 1e12,
  trillion: 1e12,
  万: 1e4,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  十亿: 1e9,
  百亿: 1e10,
  千亿: 1e11,
  万亿: 1e12,
};
const AMOUNT =
  /(?:us)?([$€£¥])\s?(\d[\d,.]*)\s?-?(thousand|million|billion|trillion|mn|bn|k|m|b|t|万亿|千亿|百亿|十亿|亿|千万|百万|万)?\b|(\d[\d,.]*)\s?(万亿|千亿|百亿|十亿|亿|千万|百万|万|million|billion)\s?(?:美元|美金|元|人民币|欧元|dollars|euros)/gi;

const ORDINALS: Record<string, string> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  i: '1',
  ii: '2',
  iii: '3',
  iv: '4',
  v: '5',
  vi: '6',
  vii: '7',
  viii: '8',
  ix: '9',
  x: '10',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
  十: '10',
  上: '1',
  中: '2',
  下: '3',
};
const PART =
  /\b(?:part|chapter|episode|ep|lesson|week|day|volume|vol|issue|no|number|phase|season|round)\.?\s+([a-z]+)\b/gi;
const CHINESE_PART =
  /第\s?([一二三四五六七八九十]+)\s?[期篇章讲回集部弹周季]|[（(]([上中下一二三四五六七八九十])[)）]/g;
const MONTH =
  /\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b/gi;
const WEEKDAY = /\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/gi;
const NUMBER = /(?<![\p{L}\p{N}.])v?(\d+(?:[.,]\d+)*)(%|％)?/giu;
/** Digits that follow a name without a space or after a hyphen: GPT-5.2, Qwen3. */
const NAMED_NUMBER = /(?<=\p{L}-?)(\d+(?:\.\d+)*)/gu;

const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}.+#]*(?:[’'][\p{L}]+)?/gu;

/** `bodyNames`: words that the article's own text writes as names; see `namesIn`. */
export function readTitle(title: string, bodyNames: ReadonlySet<string> | null = null): TitleWords {
  const text = title
    .normalize('NFKC')
    .replace(CHINESE_NAME, (name) => ` ${CHINESE_NAMES[name] ?? ''} `)
    .replace(/[‐‑–—]/g, '-');
  const amounts = amountsOf(text);
  const tokens = tokensOf(text);
  const content = tokens.map(({ word }) => word).filter((word) => !STOP.has(word));
  const names = [
    ...new Set(tokens.filter((token) => isName(token, tokens, bodyNames)).map(({ word }) => word)),
  ];
  const event = EVENTS.find(({ words }) => words.test(text))?.event ?? null;
  return {
    content,
    names,
    rareNames: names.filter((name) => !GIANTS.has(name)),
    products: productsOf(
      tokens.map(({ word }) => word),
      names,
    ),
    numbers: numbersOf(text, amounts),
    amounts: [...amounts.keys()],
    event,
    isTake: TAKE.test(text),
  };
}

interface Token {
  word: string;
  shape: 'lower' | 'upper' | 'mixed';
  first: boolean;
}

function tokensOf(text: string): Token[] {
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
  if (GIANTS.has(word) || CHINESE_TARGETS.has(word) || shape === 'mixed') return true;
  if (shape !== 'upper') return false;
  if (bodyNames) return bodyNames.has(word);
  const capitals = all.filter(({ shape: other }) => other !== 'lower').length;
  // In a headline whose words are all written large, a capital says nothing.
  return !first && capitals <= 0.6 * all.length;
}

const CHINESE_TARGETS = new Set(Object.values(CHINESE_NAMES));
const MONTHS_AND_DAYS = new RegExp(`^(?:${MONTH.source}|${WEEKDAY.source})$`, 'i');

function productsOf(words: readonly string[], names: readonly string[]): Product[] {
  const products: Product[] = [];
  words.forEach((word, n) => {
    if (!/^(?:v?\d+(?:\.\d+)*|[a-z]{1,2}\d+(?:\.\d+)*)$/.test(word) || SIZE.test(word) || isYear(word))
      return;
    const variants: string[] = [];
    let at = n - 1;
    while (at >= 0 && VARIANTS.has(words[at] ?? '')) variants.push(words[at--] ?? '');
    const name = words[at] ?? '';
    for (at = n + 1; VARIANTS.has(words[at] ?? '') || SIZE.test(words[at] ?? ''); at += 1)
      variants.push(words[at] ?? '');
    const isVersion = names.includes(name) || word.includes('.');
    const isNamed = isVersion && /^[a-z]{2,}$/.test(name) && !STOP.has(name) && !PART_WORDS.test(name);
    if (isNamed || /^[a-z]/.test(word)) {
      products.push({
        name: isNamed ? name : '',
        version: word.replace(/^v(?=\d)/, ''),
        variants: variants.sort(),
      });
    }
  });
  return products;
}

const PART_WORDS =
  /^(?:part|chapter|episode|ep|lesson|week|day|volume|vol|issue|no|number|phase|season|round|top|over|under|nearly|almost|only)$/;
const isYear = (word: string): boolean => /^(?:19|20)\d\d$/.test(word);

function amountsOf(text: string): Map<string, string> {
  const amounts = new Map<string, string>();
  for (const match of text.matchAll(AMOUNT)) {
    const [whole, , signed, signedScale, named, namedScale] = match;
    const scale = SCALES[(signedScale ?? namedScale ?? '').toLowerCase()] ?? 1;
    const value = Number((signed ?? named ?? '').replaceAll(',', '').replace(/\.$/, '')) * scale;
    if (Number.isFinite(value)) amounts.set(String(Math.round(value)), whole);
  }
  return amounts;
}

function numbersOf(text: string, amounts: ReadonlyMap<string, string>): string[] {
  let rest = text;
  for (const whole of amounts.values()) rest = rest.replace(whole, ' ');
  const numbers = [...amounts.keys()];
  for (const [, digits = '', percent] of rest.matchAll(NUMBER)) {
    numbers.push(plainNumber(digits) + (percent ? '%' : ''));
  }
  for (const [, digits = ''] of rest.matchAll(NAMED_NUMBER)) numbers.push(plainNumber(digits));
  for (const [, word = ''] of rest.matchAll(PART)) {
    const ordinal = ORDINALS[word.toLowerCase()];
    if (ordinal) numbers.push(ordinal);
  }
  for (const [, named, bracketed] of rest.matchAll(CHINESE_PART)) {
    const word = named ?? bracketed ?? '';
    numbers.push(ORDINALS[word] ?? word);
  }
  for (const [month] of rest.matchAll(MONTH)) numbers.push(month.slice(0, 3).toLowerCase());
  for (const [day] of rest.matchAll(WEEKDAY)) numbers.push(day.slice(0, 3).toLowerCase());
  return [...new Set(numbers)];
}

const plainNumber = (digits: string): string => digits.replaceAll(',', '.').replace(/^0+(?=\d)/, '');

const BODY_WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;
const BODY_CHARACTERS = 8_000;

/**
 * Words, lower case, that a text writes as names: large within a sentence, and never small. In a headline written
 * large throughout, that tells Operator, the product, from Operator, the word.
 */
export function namesIn(text: string): Set<string> {
  const large = new Set<string>();
  const small = new Set<string>();
  const head = text.slice(0, BODY_CHARACTERS);
  let end = 0;
  for (const match of head.matchAll(BODY_WORD)) {
    const between = head.slice(end, match.index);
    const begins = end === 0 || /[.!?:;"“”\n•|()]/.test(between);
    end = match.index + match[0].length;
    for (const part of match[0].replace(/[’']s$/, '').split('-')) {
      if (/^\p{Lu}/u.test(part)) {
        if (!begins) large.add(part.toLowerCase());
      } else small.add(part);
    }
  }
  return large.difference(small);
}
