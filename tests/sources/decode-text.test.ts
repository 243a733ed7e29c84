import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../src/sources/decode-text.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

function utf32le(text: string): Buffer {
  const bytes = Buffer.alloc([...text].length * 4);
  [...text].forEach((character, index) => {
    bytes.writeUInt32LE(character.codePointAt(0) ?? 0, index * 4);
  });
  return bytes;
}

describe('decodeText', () => {
  test('a byte order mark counts more than what is declared', () => {
    const body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('<a>é</a>')]);
    expect(decodeText(body, 'text/xml; charset=iso-8859-1')).toEqual({ text: '<a>é</a>', encoding: 'utf-8' });
  });

  test('the HTTP charset counts more than the XML declaration', () => {
    const body = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="euc-jp"?>'),
      Buffer.from([0xb3, 0xe2]),
    ]);
    expect(decodeText(body, 'text/xml; charset="gb2312"')).toMatchObject({ encoding: 'gbk' });
  });

  test('the XML declaration counts where HTTP says nothing, or names no encoding there is', () => {
    const body = latin1('<?xml version="1.0" encoding="windows-1251"?><a>\xcf\xf0\xe8\xe2\xe5\xf2</a>');
    expect(decodeText(body, 'text/xml').text).toContain('Привет');
    expect(decodeText(body, 'text/xml; charset=klingon').text).toContain('Привет');
  });

  test('UTF-8 that is labelled as Latin-1 is read as UTF-8', () => {
    const body = Buffer.from('<a>naïve “quotes”</a>');
    expect(decodeText(body, 'text/xml; charset=ISO-8859-1')).toEqual({
      text: '<a>naïve “quotes”</a>',
      encoding: 'utf-8',
    });
  });

  test('Latin-1 is read with the quotes that Windows puts there', () => {
    expect(decodeText(latin1('<a>na\xefve \x93quotes\x94</a>'), 'text/xml; charset=iso-8859-1').text).toBe(
      '<a>naïve “quotes”</a>',
    );
  });

  test.each([
    ['utf-16le', Buffer.from('<?xml version="1.0"?><a>中</a>', 'utf16le')],
    ['utf-16be', utf16be('<?xml version="1.0"?><a>中</a>')],
    ['utf-32le', utf32le('<?xml version="1.0"?><a>中</a>')],
    ['utf-32be', utf32le('<?xml version="1.0"?><a>中</a>').swap32()],
  ])('%s is known by its first bytes', (encoding, body) => {
    expect(decodeText(body, null)).toEqual({ text: '<?xml version="1.0"?><a>中</a>', encoding });
  });

  test.each([
    ['windows-1252', latin1('<a>The caf\xe9\x92s na\xefve menu</a>'), 'café’s naïve'],
    [
      'windows-1251',
      latin1(
        '<a>\xcd\xee\xe2\xfb\xe5 \xec\xee\xe4\xe5\xeb\xe8 \xe8 \xe8\xed\xf1\xf2\xf0\xf3\xec\xe5\xed\xf2\xfb</a>',
      ),
      'Новые модели и инструменты',
    ],
    [
      'shift_jis',
      latin1(
        '<a>\x82\xb1\x82\xea\x82\xcd\x93\xfa\x96\x7b\x8c\xea\x82\xcc\x95\xb6\x8f\xcd\x82\xc5\x82\xb7</a>',
      ),
      'これは日本語の文章です',
    ],
    [
      'gb18030',
      latin1(
        '<a>\xce\xd2\xc3\xc7\xb5\xc4\xd0\xc2\xc4\xa3\xd0\xcd\xd4\xda\xd6\xd0\xce\xc4\xc9\xcf\xb8\xfc\xba\xc3</a>',
      ),
      '我们的新模型在中文上更好',
    ],
    [
      'euc-kr',
      latin1('<a>\xc7\xd1\xb1\xdb \xb8\xf0\xb5\xa8\xc0\xcc \xb3\xaa\xbf\xd4\xbd\xc0\xb4\xcf\xb4\xd9</a>'),
      '한글 모델이 나왔습니다',
    ],
  ])('%s is guessed where nothing is declared', (encoding, body, text) => {
    const decoded = decodeText(body, null);
    expect(decoded.text).toContain(text);
    expect(decoded.encoding).toBe(encoding);
  });

  test('one bad byte in UTF-8 costs that character and no more', () => {
    const body = Buffer.concat([
      Buffer.from('<a>schöne Grüße'),
      Buffer.from([0xe2, 0x80]),
      Buffer.from('</a>'),
    ]);
    expect(decodeText(body, null).text).toMatch(/^<a>schöne Grüße\ufffd+<\/a>$/);
  });

  test('any text in UTF-8 comes back as it was, and any bytes come back as some text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeText(Buffer.from(`<a>${text}</a>`), null).text).toBe(`<a>${text}</a>`);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), fc.option(fc.string()), (bytes, contentType) => {
        expect(typeof decodeText(Buffer.from(bytes), contentType).text).toBe('string');
      }),
    );
  });
});
