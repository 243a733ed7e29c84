// The names of the field as headlines write them: which say little by themselves, who makes what, and what Chinese
// headlines call those whom others name in Latin letters. Pure.

/** Companies and products of which so much is written that their name alone says little. */
export const GIANTS: ReadonlySet<string> = new Set(
  (
    'openai google deepmind meta microsoft anthropic nvidia amazon aws apple alibaba baidu tencent bytedance xai ' +
    'mistral github gitlab huggingface hugging face ibm intel amd samsung tesla azure bedrock reuters bloomberg ' +
    'techcrunch verge cohere perplexity databricks snowflake oracle salesforce adobe cloudflare stripe chatgpt ' +
    'claude gemini llama gpt copilot grok qwen deepseek minimax moonshot kimi zhipu siri alexa sam altman elon musk ' +
    'china chinese america american europe european india japan uk britain british brussels washington'
  ).split(' '),
);

/** A product, and who is meant with it: "the maker of Claude" is Anthropic. */
const MAKERS: Record<string, string> = {
  claude: 'anthropic',
  chatgpt: 'openai',
  gpt: 'openai',
  codex: 'openai',
  sora: 'openai',
  gemini: 'google',
  gemma: 'google',
  deepmind: 'google',
  llama: 'meta',
  qwen: 'alibaba',
  grok: 'xai',
  kimi: 'moonshot',
  devin: 'cognition',
  ernie: 'baidu',
  doubao: 'bytedance',
  hunyuan: 'tencent',
  nemotron: 'nvidia',
  firefox: 'mozilla',
  copilot: 'microsoft',
  facebook: 'meta',
  aws: 'amazon',
  azure: 'microsoft',
  brussels: 'eu',
  european: 'eu',
  chinese: 'china',
  british: 'uk',
  britain: 'uk',
  indian: 'india',
  american: 'us',
  opus: 'claude',
  sonnet: 'claude',
  haiku: 'claude',
  xai: 'musk',
  elon: 'musk',
};

/** The names and those that they stand for. */
export function withMakers(names: Iterable<string>): Set<string> {
  const all = new Set(names);
  // A set's new members are visited too: Opus is Claude, and Claude is Anthropic.
  for (const name of all) {
    const maker = MAKERS[name];
    if (maker) all.add(maker);
  }
  return all;
}

/** How many there are when a product and its maker, or a man and his company, are one. */
export function countParties(names: ReadonlySet<string>): number {
  const all = [...names];
  return all.filter((name) => !all.some((other) => other !== name && withMakers([other]).has(name))).length;
}

const CHINESE_NAMES: Record<string, string> = {
  谷歌: 'google',
  微软: 'microsoft',
  英伟达: 'nvidia',
  阿里巴巴: 'alibaba',
  阿里云: 'alibaba',
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
  黄仁勋: 'huang',
  扎克伯格: 'zuckerberg',
  杨立昆: 'lecun',
  辛顿: 'hinton',
  月之暗面: 'moonshot',
  智谱: 'zhipu',
  深度求索: 'deepseek',
  通义千问: 'qwen',
  千问: 'qwen',
  豆包: 'doubao',
  文心一言: 'ernie',
  文心: 'ernie',
  混元: 'hunyuan',
  海螺: 'hailuo',
  稀宇科技: 'minimax',
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
  台积电: 'tsmc',
  阿斯麦: 'asml',
  软银: 'softbank',
  甲骨文: 'oracle',
  高通: 'qualcomm',
  思科: 'cisco',
  推特: 'twitter',
  脸书: 'facebook',
  欧盟: 'eu',
  美国: 'us',
  英国: 'uk',
  印度: 'india',
  日本: 'japan',
  韩国: 'korea',
};

const CHINESE_NAME = new RegExp(
  Object.keys(CHINESE_NAMES)
    .sort((a, b) => b.length - a.length)
    .join('|'),
  'g',
);
const LATIN = new Set(Object.values(CHINESE_NAMES));

/** With those names that have a Latin one under it, as a word of its own. */
export function withLatinNames(text: string): string {
  return text.replace(CHINESE_NAME, (name) => ` ${CHINESE_NAMES[name] ?? ''} `);
}

const PRESS = new Set(['reuters', 'bloomberg', 'techcrunch', 'verge', 'github', 'huggingface', 'medium']);

/** Who speaks on `blog.example.com`, where it is somebody of whom others write; nobody on a newspaper's site. */
export function publisherNames(host: string): string[] {
  const parts = host.toLowerCase().split('.').slice(0, -1);
  return parts.filter((part) => isKnownName(part) && !PRESS.has(part)).slice(-1);
}

/** Known to be a name, however it is written. */
export function isKnownName(word: string): boolean {
  return GIANTS.has(word) || LATIN.has(word) || word in MAKERS;
}

const BODY_WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;
const BODY_CHARACTERS = 8_000;

/**
 * Words, lower case, that a text writes as names: large within a sentence or at the beginning of two, and never small.
 * In a headline written large throughout, that tells Operator, the product, from Operator, the word.
 */
export function namesIn(text: string): Set<string> {
  const large = new Set<string>();
  const small = new Set<string>();
  const first = new Map<string, string>();
  const head = text.slice(0, BODY_CHARACTERS);
  let end = 0;
  for (const match of head.matchAll(BODY_WORD)) {
    const between = head.slice(end, match.index);
    const begins = end === 0 || /[.!?:;"“”\n•|()]/.test(between);
    end = match.index + match[0].length;
    for (const part of match[0].replace(/[’']s$/, '').split('-')) {
      if (/^\p{Lu}/u.test(part)) {
        const word = part.toLowerCase();
        const next = head.slice(end, end + 12);
        // The headline itself, which stands above many texts, is no second sentence.
        if (!begins || (first.get(word) ?? next) !== next) large.add(word);
        first.set(word, next);
      } else small.add(part);
    }
  }
  return large.difference(small);
}
