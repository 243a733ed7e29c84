// Turns the bytes of a feed into text: byte order mark, HTTP charset, XML declaration, then a guess.
// Knows nothing of feeds beyond the XML declaration.
import { guessEncoding } from './guess-encoding.ts';

export interface DecodedText {
  text: string;
  /** The encoding used, in lower case. */
  encoding: string;
}

const BYTE_ORDER_MARKS: [number[], string][] = [
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32be'],
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32le'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0xff, 0xfe], 'utf-16le'],
];

/** How `<?` or `<r` begins in encodings of two and four bytes a character (XML 1.0, appendix F). */
const FIRST_BYTES: [number[], string][] = [
  [[0x00, 0x00, 0x00, 0x3c], 'utf-32be'],
  [[0x3c, 0x00, 0x00, 0x00], 'utf-32le'],
  [[0x00, 0x3c, 0x00], 'utf-16be'],
  [[0x3c, 0x00], 'utf-16le'],
];

/** Never throws: bytes that fit no encoding become U+FFFD. */
export function decodeText(body: Buffer, contentType: string | null): DecodedText {
  const marked = BYTE_ORDER_MARKS.find(([bytes]) => startsWith(body, bytes));
  if (marked) return decodeAs(body.subarray(marked[0].length), marked[1]);
  const wide = FIRST_BYTES.find(([bytes]) => startsWith(body, bytes));
  if (wide) return decodeAs(body, wide[1]);

  const head = body.subarray(0, 1024).toString('latin1');
  const declared =
    supported(/charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType ?? '')?.[1]) ??
    supported(/^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']/i.exec(head)?.[1]);
  if (declared === 'utf-8' || declared === null) return decodeUtf8(body, declared !== null);
  // Every byte is a letter in a single-byte encoding, so that label proves little, while text beyond ASCII
  // that is valid UTF-8 is UTF-8: servers send "charset=ISO-8859-1" with anything.
  if (isSingleByte(declared)) {
    const utf8 = strictUtf8(body);
    if (utf8 !== null) return { text: utf8, encoding: isAscii(body) ? declared : 'utf-8' };
  }
  return decodeAs(body, declared);
}

function startsWith(body: Buffer, bytes: number[]): boolean {
  return bytes.every((byte, index) => body[index] === byte);
}

/** The name as the decoder knows it, or null. A declaration that could be read is in no wide encoding. */
function supported(label: string | undefined): string | null {
  if (!label) return null;
  const name = label.trim().toLowerCase().replaceAll('_', '-');
  if (/^(utf-?(16|32)|ucs-?[24]|u16|u32|iso-10646)/.test(name)) return null;
  for (const candidate of [name, name.replace(/^(x-|cs)/, ''), name.replace(/^cp-?(\d+)$/, 'windows-$1')]) {
    try {
      return new TextDecoder(candidate).encoding;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return null;
}

const isSingleByte = (encoding: string): boolean =>
  /^(windows-|iso-8859|koi8|macintosh|ibm866)/.test(encoding);

const isAscii = (body: Buffer): boolean => !/\P{ASCII}/u.test(body.toString('latin1'));

function strictUtf8(body: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function decodeUtf8(body: Buffer, wasDeclared: boolean): DecodedText {
  const text = strictUtf8(body);
  if (text !== null) return { text, encoding: 'utf-8' };
  const lenient = new TextDecoder('utf-8').decode(body);
  // A few bad bytes in good UTF-8 (a cut-off last character, one pasted quote) are no reason for another encoding.
  const { bad, good } = countBeyondAscii(lenient);
  if (good > bad || (wasDeclared && bad === 1)) return { text: lenient, encoding: 'utf-8' };
  return decodeAs(body, guessEncoding(body));
}

/** Counted one by one: a list of them is hundreds of megabytes where someone means harm. */
function countBeyondAscii(text: string): { bad: number; good: number } {
  let bad = 0;
  let good = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd) bad += 1;
    // The second half of a surrogate pair is no character of its own.
    else if (code > 0x7f && (code & 0xfc00) !== 0xdc00) good += 1;
  }
  return { bad, good };
}

function decodeAs(body: Buffer, encoding: string): DecodedText {
  if (encoding === 'utf-32be' || encoding === 'utf-32le') {
    return { text: decodeUtf32(body, encoding === 'utf-32le'), encoding };
  }
  return { text: new TextDecoder(encoding).decode(body), encoding };
}

/** The one encoding of old feeds that the web's decoders leave out. */
function decodeUtf32(body: Buffer, littleEndian: boolean): string {
  const parts: string[] = [];
  for (let at = 0; at + 4 <= body.length; at += 4) {
    const code = littleEndian ? body.readUInt32LE(at) : body.readUInt32BE(at);
    parts.push(code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '�' : String.fromCodePoint(code));
  }
  return parts.join('');
}
