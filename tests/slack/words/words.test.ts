// What the bot says: in one place per language, complete, and in no other place.
import { describe, expect, test } from 'vitest';
import { en } from '../../../src/slack/words/en.ts';
import { wordsFor } from '../../../src/slack/words/words.ts';
import { zhHans } from '../../../src/slack/words/zh-hans.ts';
import { lineAt, type ScannedSource, scanFolder, scanSource } from '../../support/source-scan.ts';

/** Files whose sentences are for the operator's log and terminal, which are English. */
const FOR_OPERATORS = ['src/slack/slack-fault.ts', 'src/slack/find-channels.ts'];
/** What a log line or an error says is for operators too. */
const OPERATORS_CALL = /(?:\blog(?:ger)?\s*\.\s*\w+|\bnew \w*(?:Error|Refused)|\bError)\s*\($/;
/** Letters beside a space, a capitalised word, or letters beyond ASCII: a code has none of these. */
const SAYS_SOMETHING = /\p{L}.*\s|\s.*\p{L}|^\p{Lu}\p{Ll}|(?=\P{ASCII})\p{L}/u;

/** String literals that a person could read, outside of words/. */
function sentencesIn(source: ScannedSource): string[] {
  return source.strings.flatMap(({ at, text }) => {
    // Slack's own fields for dates: `{date_short_pretty} {time}`.
    const own = text.replace(/\{\w+\}/g, '');
    const isSaid = SAYS_SOMETHING.test(own) && !VERBS.includes(text);
    return isSaid && !isForOperators(source.code.slice(0, at))
      ? [`${source.path}:${lineAt(source, at)}: ${text}`]
      : [];
  });
}

/** Inside the brackets of a call that logs or throws, whatever stands between. */
function isForOperators(before: string): boolean {
  let depth = 0;
  for (let at = before.length - 1; at >= 0 && before.length - at < 600; at -= 1) {
    const letter = before[at];
    if (letter === ')') depth += 1;
    if (letter === '(' && depth > 0) depth -= 1;
    else if (letter === '(' && OPERATORS_CALL.test(before.slice(0, at + 1))) return true;
    if (letter === ';' && depth === 0) return false;
  }
  return false;
}

/** Verbs of the command, as people write them. */
const VERBS = ['top ', ' sources '];

describe('sentences stand in words/ alone', () => {
  test('no other file of slack/ has one', () => {
    const sources = scanFolder('.', 'src/slack').filter(
      ({ path }) => !path.startsWith('src/slack/words') && !FOR_OPERATORS.includes(path),
    );
    expect(sources.length).toBeGreaterThan(30);
    expect(sources.flatMap(sentencesIn)).toEqual([]);
  });

  test.each([
    "heading('Papers')",
    "richText(' shared by ')",
    '`$' + '{n} in`',
    "sentence('no.')\nlog.info('x'); button('Send it')",
    "'论文'",
  ])('the check finds %s', (code) => {
    expect(sentencesIn(scanSource('a.ts', `const a = ${code};`)).length).toBeGreaterThan(0);
  });

  test.each([
    "'less-like-this'",
    "log.warn({ a: f(1) }, 'it is gone')",
    "new Error('no ' + x + ' here')",
    "' · '",
  ])('the check lets %s pass', (code) => {
    expect(sentencesIn(scanSource('a.ts', `const a = ${code};`))).toEqual([]);
  });
});

/** Every sentence with its path; functions are asked with numbers or texts until one of them gives a sentence. */
function sentencesOf(words: unknown, path = ''): [path: string, sentence: string][] {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function') return [2, 1, 0].map((n) => [`${path}(${n})`, saidBy(words as Say, n)]);
  if (Array.isArray(words)) return words.flatMap((part, n) => sentencesOf(part, `${path}.${n}`));
  return Object.entries(words ?? {}).flatMap(([key, part]) =>
    sentencesOf(part, path ? `${path}.${key}` : key),
  );
}

/** Stands in for any argument: a number, a text, a list, or a record of such. */
function anything(n: number): unknown {
  const listed = ['X', 'X'].slice(0, n);
  const own: Record<PropertyKey, unknown> = {
    length: n,
    join: () => 'X',
    map: (each: (part: unknown, index: number) => unknown) => listed.map(each),
    flatMap: (each: (part: unknown, index: number) => unknown) => listed.flatMap(each),
    slice: () => listed,
    filter: () => listed,
    [Symbol.iterator]: () => listed[Symbol.iterator](),
    [Symbol.toPrimitive]: (hint: string) => (hint === 'string' ? 'X' : n),
    toString: () => 'X',
    toPrecision: (digits: number) => n.toPrecision(digits),
    valueOf: () => n,
  };
  return new Proxy(own, {
    get: (target, key) => (key in target ? target[key] : anything(n)),
  });
}

type Say = (...parts: unknown[]) => unknown;

function saidBy(say: Say, n: number): string {
  const said = say(...Array.from({ length: say.length }, () => anything(n)));
  const pieces = Array.isArray(said) ? said : [said];
  return pieces.map((piece) => String(piece)).join('');
}

const english = sentencesOf(en);
const chinese = sentencesOf(zhHans);

describe('English and Simplified Chinese', () => {
  test('say the same things', () => {
    expect(chinese.map(([path]) => path)).toEqual(english.map(([path]) => path));
    expect(english.length).toBeGreaterThan(200);
  });

  test('have a sentence everywhere', () => {
    for (const [path, said] of [...english, ...chinese]) expect([path, said.trim()]).not.toEqual([path, '']);
  });

  /** The same in every language: verbs of the command, signs, names. */
  const NO_LETTERS = /^[^\p{L}]*$/u;
  const SAME = /^(help\.verbs\.\w+|help\.verbs\.[\w-]+)\.0$/;

  test('no sentence is left in English', () => {
    const inEnglish = new Map(english);
    const left = chinese.filter(([path, said]) => {
      if (SAME.test(path) || NO_LETTERS.test(said.replaceAll('X', ''))) return false;
      return said === inEnglish.get(path) || !/\p{Script=Han}/u.test(said);
    });
    expect(left).toEqual([]);
  });

  test('Chinese is written with Chinese punctuation, and spaces between it and Latin letters', () => {
    const odd = chinese.filter(([path, said]) => {
      if (SAME.test(path)) return false;
      return /\p{Script=Han}[,;:!?]|[,;!?]\p{Script=Han}|\p{Script=Han}[A-WYZa-z]|[A-WYZa-z]\p{Script=Han}/u.test(
        said,
      );
    });
    expect(odd).toEqual([]);
  });

  test('nothing is shouted, and nothing is one of Slack’s tokens', () => {
    for (const [path, said] of [...english, ...chinese]) {
      expect([path, said]).toEqual([path, expect.not.stringMatching(/[!！<>&]/)]);
    }
  });
});

describe('a language', () => {
  test.each([
    ['en', 'en-GB', 'Papers'],
    ['en-US', 'en-US', 'Papers'],
    ['zh-Hans', 'zh-Hans', '论文'],
    ['zh-CN', 'zh-Hans', '论文'],
    ['zh-TW', 'zh-Hans', '论文'],
    ['de', 'en-GB', 'Papers'],
    ['no tag', 'en-GB', 'Papers'],
    ['', 'en-GB', 'Papers'],
  ])('"%s" is written as %s', (asked, language, papers) => {
    const words = wordsFor(asked, 'Asia/Shanghai');
    expect(words).toMatchObject({ language, timeZone: 'Asia/Shanghai' });
    expect(words.terms.kindTitles.paper).toBe(papers);
  });
});
