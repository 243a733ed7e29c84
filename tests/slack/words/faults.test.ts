// Faults are known again by the operator's English: this ties the two together.
import { describe, expect, test } from 'vitest';
import { readFault } from '../../../src/domain/fault.ts';
import { faultIn, wordsFor } from '../../../src/slack/words/words.ts';
import { scanFolder } from '../../support/source-scan.ts';

const strings = ['src/sources', 'src/reading', 'src/pipeline']
  .flatMap((folder) => scanFolder('.', folder))
  .flatMap((source) => source.strings.map(({ text }) => text));

/** Reasons as they are written in the code, and the same once their blanks are filled. */
const WRITTEN: [literal: string, reason: string][] = [
  ['its name is not known', 'lab.example cannot be read: its name is not known'],
  ['names cannot be looked up just now', 'lab.example cannot be read: names cannot be looked up just now'],
  ['it refuses connections', '127.0.0.1:80 cannot be read: it refuses connections'],
  ['it broke off the connection', 'lab.example cannot be read: it broke off the connection'],
  ['its certificate has expired', 'lab.example cannot be read: its certificate has expired'],
  ['its certificate is self-signed', 'lab.example cannot be read: its certificate is self-signed'],
  ['its certificate is for another host', 'lab.example cannot be read: its certificate is for another host'],
  ['its compressed answer is broken', 'lab.example cannot be read: its compressed answer is broken'],
  [' did not answer in ', 'lab.example did not answer in 20 s'],
  [' is a private or special address', '10.0.0.1 is a private or special address'],
  [' leads to the private address ', 'lab.example leads to the private address 10.0.0.1'],
  ['The answer is larger than ', 'The answer is larger than 5 MB'],
  ['HTTP ', 'HTTP 404'],
  ['the address cannot be read', 'the address cannot be read'],
  ['the page is empty', 'the page is empty'],
  ['no article was found on the page', 'no article was found on the page'],
  ['the page has almost no text (', 'the page has almost no text (12 words)'],
  ['the PDF holds no text: it may be a scan', 'the PDF holds no text: it may be a scan'],
  ['it has no text', 'it has no text'],
  ['It asks for a login (401)', 'It asks for a login (401)'],
  ['It asks us to slow down (429)', 'It asks us to slow down (429)'],
  ['There is nothing at this address (404)', 'There is nothing at this address (404)'],
  ['The server has a fault of its own (', 'The server has a fault of its own (500)'],
  ['It answers with status ', 'It answers with status 418'],
  ['the page shows its text only with JavaScript', 'the page shows its text only with JavaScript'],
  ['the page asks for a login or a subscription', 'the page asks for a login or a subscription'],
  ['the page asks whether the reader is human', 'the page asks whether the reader is human'],
  ['its elements nest too deep to be read', 'its elements nest too deep to be read'],
  ['the PDF asks for a password', 'the PDF asks for a password'],
  ['the PDF is broken', 'the PDF is broken'],
];

describe('a fault', () => {
  test.each(WRITTEN)(
    '"%s" is written so in the code, known, and told in both languages',
    (literal, reason) => {
      expect(strings.some((text) => text.includes(literal) || literal === text)).toBe(true);
      expect(readFault(reason).code).not.toBeNull();
      expect(faultIn(wordsFor('en'), reason)).not.toContain('lab.example');
      const inChinese = faultIn(wordsFor('zh-Hans'), reason);
      expect(inChinese).toMatch(/\p{Script=Han}{2}/u);
      // What was measured is still said.
      for (const figure of faultIn(wordsFor('en'), reason).match(/\d+/g) ?? [])
        expect(inChinese).toContain(figure);
    },
  );

  test('that nobody has a code for is told as it is', () => {
    expect(faultIn(wordsFor('zh-Hans'), 'a dog ate it')).toBe('a dog ate it');
  });
});
