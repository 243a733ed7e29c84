// Bytes of a page to text: byte order mark, then HTTP, then <meta>, then a guess. Pure.

/** Decodes a page. An unknown or wrong charset falls back to UTF-8, and to windows-1252 where that does not fit. */
export function decodePage(bytes: Uint8Array, contentType: string | null): string {
  const named = byteOrderMark(bytes) ?? charsetOf(contentType) ?? metaCharset(bytes);
  if (named) {
    const decoder = decoderFor(named);
    if (decoder) return decoder.decode(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return null;
}

function charsetOf(contentType: string | null): string | null {
  return /charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType ?? '')?.[1] ?? null;
}

/** Where the HTML standard lets browsers look, four times as far: some pages put scripts first. */
const META_BYTES = 4096;

function metaCharset(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, META_BYTES));
  const named = /<meta[^>]{0,200}?charset\s*=\s*["']?([\w:.-]+)/i.exec(head)?.[1] ?? null;
  // A page that can be read as ASCII up to here is not UTF-16, whatever it says (HTML standard, 13.2.3.2).
  return named && /^utf-?16/i.test(named) ? 'utf-8' : named;
}

function decoderFor(label: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(label);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
