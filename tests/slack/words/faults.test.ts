// Faults are kept in the operator's English and known again by it: this ties the two together, at every place of the
// code that writes one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { readFault } from '../../../src/domain/fault.ts';
import { faultIn, wordsFor } from '../../../src/slack/words/words.ts';

const PLACES = [
  ...['src/sources', 'src/reading'].flatMap((folder) =>
    readdirSync(folder).flatMap((name) => (name.endsWith('.ts') ? [join(folder, name)] : [])),
  ),
  ...['pipeline/fetch-page', 'pipeline/add-source', 'pipeline/compose-post', 'pipeline/send-digest'].map(
    (name) => `src/${name}.ts`,
  ),
  'src/store/sources.ts',
  'src/start.ts',
];

/** What stands before a sentence that says why something could not be read. */
const BEFORE = [
  String.raw`new (?:NotAFeed|FetchFailed|BlockedAddress)\(\s*(?:'[\w-]+',\s*)?`,
  String.raw`super\(`,
  String.raw`\breason(?::|\s*\|\|=|\s*=)\s*`,
  String.raw`\?\?\s*`,
  String.raw`unreadable\(`,
  'disabled_reason = (?:case .* then )?',
  String.raw`switchOff\(\w+, '\w+', `,
  '(?:SCRIPT|COOKIES|ROBOTS|REFUSED|PAYWALL|MISSING) = ',
  String.raw`^\s+[\dA-Z_]{3,}: `,
];
const SENTENCE = new RegExp(`(?:${BEFORE.join('|')})(['"\`])((?:\\\\.|(?!\\1).)*)\\1`, 'gm');

/** What a blank may be filled with: a figure, a word, a media type, how long something took. */
const FILLS = ['418', 'image/png', 'too long', 'took too long', '"x"', 'The page names no feed'];

function written(file: string): { file: string; sentence: string }[] {
  return [...readFileSync(file, 'utf8').matchAll(SENTENCE)].flatMap(([, , text = '']) => {
    const sentence = text.replace(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, '{}');
    return sentence.replace('{}', '').includes(' ') ? [{ file, sentence }] : [];
  });
}
const WRITTEN = PLACES.flatMap(written);

/** Each once, as people meet it. */
const MET: [reason: string, detail: string][] = [
  ['lab.example cannot be read: its name is not known', ''],
  ['127.0.0.1:80 cannot be read: it refuses connections', ''],
  ['lab.example cannot be read: unexpected end of file', 'unexpected end of file'],
  ['lab.example did not answer in 20 s', '20'],
  ['10.0.0.1 is a private or special address', ''],
  ['lab.example leads to the private address 10.0.0.1', ''],
  ['The answer is larger than 5 MB', '5 MB'],
  ['it has too many elements to be read', ''],
  ['The answer holds more than 400,000 values', '400,000'],
  ['Reading the answer took more than 10 s, and was given up', ''],
  ['Reading the answer took more memory than a feed may, and was given up', ''],
  ['The answer is image/png, not a web page', 'image/png'],
  ['it is a PDF, not a web page', 'a PDF'],
  ['HTTP 404', '404'],
  ['its robots.txt could not be read, so that the page is not read for now (HTTP 503)', 'HTTP 503'],
  ['The page answers with status 418, and no feed was found where sites usually keep theirs', '418'],
  ['The page names no feed, and no feed was found where sites usually keep theirs', ''],
  ['the page has almost no text (12 words)', '12'],
  ['The server has a fault of its own (500)', '500'],
  ['It refuses us (403): some hosts refuse data centres, others unknown readers', ''],
  [
    'The answer is a web page ("Lab"), not a feed; it names https://lab.example/feed as its feed',
    'https://lab.example/feed',
  ],
  ['The answer begins like a feed but cannot be read as one (Unclosed tag)', ''],
  ['arXiv sent an empty answer 3 times, as it does under load', '3'],
];

describe('a fault', () => {
  it('is found in the code wherever one is written', () => {
    expect(WRITTEN.length).toBeGreaterThan(70);
  });

  test.each(WRITTEN)('"$sentence" of $file has a code', ({ sentence }) => {
    const codes = FILLS.map((fill) => readFault(sentence.replaceAll('{}', fill)).code);
    expect(codes.some((code) => code !== null)).toBe(true);
  });

  test.each(WRITTEN.filter(({ sentence }) => !/{}|\d/.test(sentence)))(
    '"$sentence" of $file has nothing measured in it, so that no word of it is taken for that',
    ({ sentence }) => {
      expect(readFault(sentence)).not.toMatchObject({ detail: expect.stringMatching(/./) });
    },
  );

  test.each(MET)('"%s" is told in both languages, with what was measured', (reason, detail) => {
    const inEnglish = faultIn(wordsFor('en'), reason);
    const inChinese = faultIn(wordsFor('zh-Hans'), reason);
    expect(readFault(reason)).toMatchObject({ detail });
    // The host is told beside it.
    expect(inEnglish.replaceAll(detail || ' ', '')).not.toContain('lab.example');
    expect(inChinese).toMatch(/\p{Script=Han}{2}/u);
    for (const said of [inEnglish, inChinese]) if (detail) expect(said).toContain(detail);
  });

  test('that nobody has a code for is told as it is', () => {
    expect(faultIn(wordsFor('zh-Hans'), 'a dog ate it')).toBe('a dog ate it');
  });
});
