// Finds what turns a statement round: negations, and words that have an opposite (faster, slower; 提高, 降低). Pure.
import { stemmer } from 'stemmer';

/** Each pair: one direction, then the other. Words are compared as stems; phrases as they stand. */
const OPPOSITES: [string, string][] = [
  [
    'increase increases increased increasing rise rises rose risen raise raised grow grows grew growth up climbs climbed surge surged expand expands boost boosts boosted',
    'decrease decreases decreased decreasing reduce reduces reduced reduction fall falls fell fallen drop drops dropped shrink shrinks shrank decline declines declined down cut cuts lower lowers lowered',
  ],
  ['more greater', 'less fewer'],
  ['higher', 'lower'],
  ['highest', 'lowest'],
  ['most', 'least fewest'],
  ['better', 'worse'],
  ['best', 'worst'],
  [
    'improve improves improved improving improvement',
    'degrade degrades degraded worsen worsens worsened harm harms',
  ],
  ['faster quicker', 'slower'],
  ['fastest', 'slowest'],
  ['larger bigger', 'smaller'],
  ['largest biggest', 'smallest'],
  ['stronger', 'weaker'],
  ['easier', 'harder'],
  ['longer', 'shorter'],
  ['cheaper', 'costlier dearer'],
  [
    'outperform outperforms outperformed outperforming exceed exceeds exceeded surpass surpasses surpassed beat beats',
    'underperform underperforms underperformed lag lags lagged',
  ],
  ['above over', 'below under'],
  ['before', 'after'],
  ['maximum maximize maximise maximizing', 'minimum minimize minimise minimizing'],
  ['gain gains gained', 'loss losses lose loses lost'],
  ['win wins won', 'lose loses lost'],
  ['superior', 'inferior'],
  ['success succeed succeeds succeeded successful', 'failure fail fails failed unsuccessful'],
  ['positive positively', 'negative negatively'],
  ['supervised', 'unsupervised'],
  ['possible able', 'impossible unable'],
  ['likely', 'unlikely'],
  ['always', 'never'],
  ['all every', 'none'],
  ['accept accepts accepted', 'reject rejects rejected'],
  ['agree agrees agreed', 'disagree disagrees disagreed'],
  ['include includes included including', 'exclude excludes excluded excluding'],
  ['enable enables enabled allow allows allowed', 'disable disables disabled prevent prevents prevented'],
  ['strong', 'weak'],
  ['high', 'low'],
  ['large', 'small'],
  ['fast', 'slow'],
  ['easy', 'difficult hard'],
  ['open', 'closed'],
  ['many', 'few'],
  ['new', 'old'],
  ['same', 'different'],
  ['efficient', 'inefficient'],
  ['stable', 'unstable'],
  ['known', 'unknown'],
  ['与此相同', '与此不同'],
  ['提高 提升 增加 上升 升高 增长 上涨 涨', '降低 下降 减少 减小 缩短 下跌 跌'],
  ['高于 多于 大于 优于 超过 胜过 快于', '低于 少于 小于 不如 劣于 不及 慢于'],
  ['更高 更多 更大 更快 更好 更强 更长', '更低 更少 更小 更慢 更差 更弱 更短'],
  ['最高 最大 最多 最好 最快', '最低 最小 最少 最差 最慢'],
  ['至少', '至多 最多'],
  ['成功', '失败'],
  ['支持', '反对'],
];

const NEGATION =
  /(?<!\p{L})(?:not|no|never|cannot|can't|without|neither|nor|none|hardly|lacks?|lacking|fails?\sto|failed\sto|unable\sto|nicht|kein(?:e[nrms]?)?|ohne|ne\s\w+\spas|sans|sin)(?!\p{L})|n['’]t(?!\p{L})|不(?![仅断同少但过久])|没有|没(?!有)|未(?!来)|无(?!人机|线|论|监督)|非(?!常|洲)|别(?=\p{Script=Han})/giu;

/** "not only", "no longer than": no denial of what follows. */
const NO_DENIAL = /^(?:not\sonly|not\sjust|no\smatter|not\sto\smention|no\sdoubt)/i;

export interface Turn {
  /** Number of the pair, and which side of it. */
  pair: number;
  side: 0 | 1;
  start: number;
  end: number;
}

const SIDES = new Map<string, { pair: number; side: 0 | 1 }[]>();
const HAN_WORDS: string[] = [];
OPPOSITES.forEach((pair, number) => {
  pair.forEach((words, side) => {
    for (const word of words.split(' ')) {
      const key = /\p{Script=Han}/u.test(word) ? word : stemmer(word);
      if (key === word && /\p{Script=Han}/u.test(word)) HAN_WORDS.push(word);
      const known = SIDES.get(key) ?? [];
      SIDES.set(key, [...known, { pair: number, side: side as 0 | 1 }]);
    }
  });
});
const HAN_TURN = new RegExp(HAN_WORDS.sort((a, b) => b.length - a.length).join('|'), 'gu');

/** Words that have an opposite, with the pairs they belong to. */
export function turnsIn(text: string): Turn[] {
  const found: Turn[] = [];
  const keep = (word: string, key: string, at: number): void => {
    for (const { pair, side } of SIDES.get(key) ?? []) {
      found.push({ pair, side, start: at, end: at + word.length });
    }
  };
  for (const match of text.matchAll(/[\p{Script=Latin}]+/gu)) {
    keep(match[0], stemmer(match[0].toLowerCase()), match.index);
  }
  for (const match of text.matchAll(HAN_TURN)) keep(match[0], match[0], match.index);
  return found.sort((a, b) => a.start - b.start);
}

/** Places of the words that deny what follows them. */
export function negationsIn(text: string): { start: number; end: number }[] {
  return [...text.matchAll(NEGATION)]
    .filter((match) => !NO_DENIAL.test(text.slice(match.index, match.index + 16)))
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** Says that something is missing or fails, without denying it in so many words. */
const LACK =
  /(?<!\p{L})(?:un(?!der|i|til|supervised)\p{Ll}{4,}|\p{L}{3,}less|(?:only|few|little|rather|instead|despite|although|however|avoid\p{L}*|remov\p{L}*|prevent\p{L}*|limit\p{L}*|lack\p{L}*|miss\p{L}*|fail\p{L}*|eliminat\p{L}*|difficult\p{L}*|impossible|reject\p{L}*|refus\p{L}*|nothing|nobody|barely|rarely|seldom|deni\p{L}*|deny\p{L}*|against|independent\p{L}*|free)(?!\p{L}))|[不没未无非缺难仅只]/iu;

/** Whether a text denies anything at all, or says that something lacks. */
export function deniesAnything(text: string): boolean {
  return negationsIn(text).length > 0 || LACK.test(text);
}

/** Ways that all languages share: up or down, good or bad, before or after. A pair belongs to the axis of its first word. */
const AXES: Record<string, string> = {
  amount:
    'increase more higher highest most larger largest longer above maximum gain high large 提高 更高 最高 高于 至少',
  worth: 'better best improve faster fastest stronger easier cheaper outperform win success superior',
  order: 'before',
};
const AXIS_OF = new Map<number, string>();
OPPOSITES.forEach(([first], pair) => {
  const word = first.split(' ')[0] ?? '';
  const axis = Object.keys(AXES).find((name) => AXES[name]?.split(' ').includes(word));
  if (axis) AXIS_OF.set(pair, axis);
});

/** The ways that a text goes, comparable with those of another text, also in another language. */
export function waysIn(text: string): { axis: string; way: 0 | 1; found: string }[] {
  return turnsIn(text).flatMap(({ pair, side, start, end }) => {
    const axis = AXIS_OF.get(pair);
    return axis ? [{ axis, way: side, found: text.slice(start, end) }] : [];
  });
}
