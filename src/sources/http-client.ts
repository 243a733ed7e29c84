// The one guarded way out to the web: public addresses only, with caps on time, bytes and redirects.
import { Agent, buildConnector, type Dispatcher, request as sendRequest } from 'undici';
import { type AddressGuard, BlockedAddress, createAddressGuard, type ResolveName } from './address-guard.ts';
import { BodyTooLarge, readBody } from './read-body.ts';

export type FetchFault =
  | 'blocked-address'
  | 'bad-address'
  | 'unreachable'
  | 'timeout'
  | 'too-large'
  | 'too-many-redirects';

/** A request that brought no response. `message` is fit to be shown to an operator. */
export class FetchFailed extends Error {
  readonly fault: FetchFault;
  constructor(fault: FetchFault, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'FetchFailed';
    this.fault = fault;
  }
}

export interface HttpRequest {
  headers?: Record<string, string>;
  /** Bytes after decompression; default 10 MB. */
  maxBytes?: number;
  /** Whole request with redirects and body, in ms; default 20,000. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface HttpResponse {
  status: number;
  /** After redirects. */
  url: string;
  /** Set when every redirect on the way was permanent (301, 308). */
  movedTo: string | null;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Buffer;
}

export interface HttpClient {
  /** Throws `FetchFailed` alone. */
  get(url: string, request?: HttpRequest): Promise<HttpResponse>;
  /** False for what no request would be sent to, by the address alone: private, another port, not of the web. */
  mayAsk(url: string): Promise<boolean>;
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** Says who asks, with an address to complain to. */
  userAgent: string;
  /** `host` or `host:port` that may be asked although private or on another port than 80 and 443. */
  allowPrivateHosts: readonly string[];
  /** Stands in for the system's name lookup in tests. */
  resolve?: ResolveName;
}

const MAX_BYTES = 10_000_000;
const TIMEOUT_MS = 20_000;
const MAX_REDIRECTS = 5;
const MAX_HEADER_BYTES = 32_768;
const CONNECTIONS_PER_HOST = 6;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const KEYS = new Set(['authorization', 'x-api-key']);
const PERMANENT = new Set([301, 308]);

/** Sends no cookies, no credentials and no referrer, and follows no proxy settings of the environment. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const guard = createAddressGuard(options.allowPrivateHosts, options.resolve);
  const agent = new Agent({
    connect: guardedConnector(guard),
    connections: CONNECTIONS_PER_HOST,
    maxHeaderSize: MAX_HEADER_BYTES,
    // A server that dies while a connection idles must not cost the next request its answer.
    keepAliveTimeout: 2_000,
  });
  return {
    async get(address, request = {}) {
      const timeoutMs = request.timeoutMs ?? TIMEOUT_MS;
      const deadline = AbortSignal.timeout(timeoutMs);
      const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
      try {
        return await follow(agent, guard, address, signal, {
          maxBytes: request.maxBytes ?? MAX_BYTES,
          headersTimeout: Math.ceil(timeoutMs / 2),
          headers: {
            'user-agent': options.userAgent,
            accept: '*/*',
            'accept-encoding': 'gzip, br, deflate, zstd',
            ...request.headers,
          },
        });
      } catch (error) {
        throw asFetchFailed(error, address, { deadline, timeoutMs, calledOff: request.signal });
      }
    },
    async mayAsk(address) {
      try {
        checkedUrl(address, guard);
        return true;
      } catch (error) {
        if (error instanceof FetchFailed || error instanceof BlockedAddress) return false;
        throw error;
      }
    },
    close: () => agent.destroy(),
  };
}

function guardedConnector(guard: AddressGuard): buildConnector.connector {
  const shared = { timeout: 10_000, allowH2: false };
  const open = buildConnector({ ...shared, lookup: guard.openLookup } as buildConnector.BuildOptions);
  const careful = buildConnector({ ...shared, lookup: guard.publicLookup } as buildConnector.BuildOptions);
  return (options, callback) => {
    const allowed = guard.isAllowListed(options.hostname, options.port, options.protocol);
    (allowed ? open : careful)(options, callback);
  };
}

interface Wire {
  /** Until an answer begins, on each hop, in ms. */
  headersTimeout: number;
  maxBytes: number;
  headers: Record<string, string>;
}

/** Follows redirects by hand, so that every hop is checked like the first. */
async function follow(
  agent: Agent,
  guard: AddressGuard,
  address: string,
  signal: AbortSignal,
  wire: Wire,
): Promise<HttpResponse> {
  let url = checkedUrl(address, guard);
  const first = url.origin;
  let permanent = true;
  for (let hops = 0; ; hops += 1) {
    const { headersTimeout } = wire;
    const sent = url.origin === first ? wire.headers : withoutKeys(wire.headers);
    const response = await sendRequest(url, { dispatcher: agent, headers: sent, headersTimeout, signal });
    const headers = flatten(response.headers);
    const target = REDIRECTS.has(response.statusCode) ? headers.location : undefined;
    if (target === undefined) {
      return {
        status: response.statusCode,
        url: url.href,
        movedTo: hops > 0 && permanent ? url.href : null,
        headers,
        body: await readWithin(response, headers, wire.maxBytes, signal),
      };
    }
    await response.body.dump({ limit: 65_536, signal });
    if (hops === MAX_REDIRECTS) {
      throw new FetchFailed('too-many-redirects', `${address} redirects more than ${MAX_REDIRECTS} times`);
    }
    permanent &&= PERMANENT.has(response.statusCode);
    url = checkedUrl(locationText(target), guard, url);
  }
}

/** A key is for the host that it was given to, wherever that redirects. */
function withoutKeys(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !KEYS.has(name.toLowerCase())));
}

async function readWithin(
  response: Dispatcher.ResponseData,
  headers: Record<string, string>,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Buffer> {
  try {
    const announced = Number(headers['content-length']);
    if (announced > maxBytes) throw new BodyTooLarge(maxBytes);
    return await readBody(response.body, headers['content-encoding'], maxBytes, signal);
  } finally {
    // Ends the connection where the body was not read to its end, for which the stream then raises an error that
    // nobody waits for: unheard, it would end the process.
    response.body.on('error', () => undefined).destroy();
  }
}

function checkedUrl(address: string, guard: AddressGuard, base?: URL): URL {
  const url = URL.parse(address.trim(), base?.href);
  const where = base ? ` (where ${base.href} redirects to)` : '';
  if (!url) throw new FetchFailed('bad-address', `"${address}"${where} is not a web address`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new FetchFailed('bad-address', `Only http and https are read, and ${address}${where} is neither`);
  }
  if (url.username || url.password) {
    throw new FetchFailed(
      'bad-address',
      `The address of ${url.host}${where} carries a user name or password`,
    );
  }
  url.hash = '';
  guard.checkUrl(url);
  return url;
}

/** Headers arrive as Latin-1, while servers write paths in UTF-8. */
function locationText(location: string): string {
  return /\P{ASCII}/u.test(location) ? Buffer.from(location, 'latin1').toString('utf8') : location;
}

function flatten(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    // A second Location or ETag is a fault of the server; the first one counts.
    const isList = name !== 'location' && name !== 'etag' && name !== 'last-modified';
    flat[name.toLowerCase()] = Array.isArray(value) ? (isList ? value.join(', ') : (value[0] ?? '')) : value;
  }
  return flat;
}

const TIMEOUT_CODES = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/** What went wrong on the wire, in words for an operator; system codes that say little alone. */
const PLAIN_REASONS: Record<string, string> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'names cannot be looked up just now',
  ECONNREFUSED: 'it refuses connections',
  ECONNRESET: 'it broke off the connection',
  UND_ERR_SOCKET: 'it broke off the connection',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  Z_DATA_ERROR: 'its compressed answer is broken',
};

function asFetchFailed(
  error: unknown,
  address: string,
  limits: { deadline: AbortSignal; timeoutMs: number; calledOff: AbortSignal | undefined },
): FetchFailed {
  if (error instanceof FetchFailed) return error;
  const options = { cause: error };
  if (error instanceof BlockedAddress) return new FetchFailed('blocked-address', error.message, options);
  if (error instanceof BodyTooLarge) return new FetchFailed('too-large', error.message, options);
  const code = codeOf(error);
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return new FetchFailed('too-large', `The headers are larger than ${MAX_HEADER_BYTES / 1024} kB`, options);
  }
  const host = URL.parse(address)?.host ?? address;
  if (limits.calledOff?.aborted)
    return new FetchFailed('unreachable', `Asking ${host} was called off`, options);
  if (limits.deadline.aborted || TIMEOUT_CODES.has(code)) {
    return new FetchFailed('timeout', `${host} did not answer in ${limits.timeoutMs / 1000} s`, options);
  }
  const reason = PLAIN_REASONS[code] ?? (error instanceof Error ? error.message : String(error));
  return new FetchFailed('unreachable', `${host} cannot be read: ${reason}`, options);
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
