// Reads a response's body: decompressed on the way, and given up at the byte past the cap.
import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

/** The body is larger than allowed; what was read of it is dropped. */
export class BodyTooLarge extends Error {
  constructor(maxBytes: number) {
    super(`The answer is larger than ${formatBytes(maxBytes)}`);
    this.name = 'BodyTooLarge';
  }
}

const formatBytes = (bytes: number): string =>
  bytes >= 1_000_000 ? `${Math.round(bytes / 100_000) / 10} MB` : `${Math.round(bytes / 100) / 10} kB`;

export interface BodyLimits {
  /** After decompression. */
  maxBytes: number;
  /** Past that, what was read is kept instead of `BodyTooLarge` thrown. */
  mayCut: boolean;
  signal: AbortSignal;
}

/**
 * Never holds more than `maxBytes`. `encoding` is the Content-Encoding header; layered encodings are undone from the
 * last to the first.
 */
export async function readBody(
  body: Readable,
  encoding: string | undefined,
  { maxBytes, mayCut, signal }: BodyLimits,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const room = maxBytes - size;
      size += Math.min(chunk.length, room);
      chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      done(chunk.length > room ? new BodyTooLarge(maxBytes) : null);
    },
  });
  const first = encoding?.trim().toLowerCase() === 'deflate' ? await peek(body) : null;
  try {
    await pipeline([body, ...decoders(encoding, first), collect], { signal });
  } catch (error) {
    if (!mayCut || !(error instanceof BodyTooLarge)) throw error;
  }
  return Buffer.concat(chunks, size);
}

function decoders(encoding: string | undefined, first: Buffer | null): NodeJS.ReadWriteStream[] {
  const names = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > 2) throw new Error(`The answer is packed ${names.length} times over`);
  return names.reverse().map((name) => decoder(name, first));
}

function decoder(name: string, first: Buffer | null): NodeJS.ReadWriteStream {
  // A sync flush at the end keeps what arrived of a cut-off stream; the tolerant parser can use it.
  const lenient = { finishFlush: constants.Z_SYNC_FLUSH };
  if (name === 'gzip' || name === 'x-gzip') return createGunzip(lenient);
  if (name === 'br') return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
  if (name === 'zstd') return createZstdDecompress({ finishFlush: constants.ZSTD_e_flush });
  // "deflate" is zlib by the standard, and raw deflate from some servers: the low nibble of zlib's first byte is 8.
  if (name === 'deflate') {
    return first && ((first[0] ?? 0) & 0x0f) !== 8 ? createInflateRaw(lenient) : createInflate(lenient);
  }
  throw new Error(`The answer is packed as "${name}", which was not asked for`);
}

/** The first chunk, put back so that it is read again. */
async function peek(body: Readable): Promise<Buffer | null> {
  await new Promise<void>((resolve, reject) => {
    const done = (): void => {
      body.off('readable', done).off('end', done).off('error', fail);
      resolve();
    };
    const fail = (error: Error): void => {
      body.off('readable', done).off('end', done);
      reject(error);
    };
    body.once('readable', done).once('end', done).once('error', fail);
  });
  const chunk = body.read() as Buffer | null;
  if (chunk) body.unshift(chunk);
  return chunk;
}
