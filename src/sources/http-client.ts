// The one guarded way out to the web: public addresses only, with caps on time, bytes and redirects.
import { Agent, buildConnector, type Dispatcher, request as sendRequest } from 'undici';
import { type AddressGuard, BlockedAddress, createAddressGuard, type ResolveName } from './address-guard.ts';
import { asFetchFailed, FetchFailed } from './fetch-failed.ts';
import { type BodyLimits, BodyTooLarge, readBody } from './read-body.ts';

export interface HttpRequest {
  headers?: Record<string, string>;
  /** Bytes after decompression; default 10 MB. */
  maxBytes?: number;
  /** Past `maxBytes`: keeps what was read up to there, instead of failing. */
  mayCut?: boolean;
  /** Whole request with redirects and bodies, in ms; default 20,000. What `around` waits for costs nothing of it. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Each address that is asked, those of redirects included, is asked within this; what it throws is thrown on. */
  around?: (url: string, ask: () => Promise<HttpResponse>) => Promise<HttpResponse>;
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
  /** Throws `FetchFailed`, and what `around` throws. */
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
      const headers = {
        'user-agent': options.userAgent,
        accept: '*/*',
        'accept-encoding': 'gzip, br, deflate, zstd',
        ...request.headers,
      };
      return await follow(guard, address, headers, senderOf(agent, request), request.around);
    },
    async mayAsk(address) {
      try {
        checkedUrl(address, guard);
        return true;
      } catch (error) {
        if (error instanceof FetchFailed) return false;
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

type Send = (url: URL, headers: Record<string, string>) => Promise<HttpResponse>;

/** Sends the requests of one `get`, which share its time. Throws `FetchFailed` alone. */
function senderOf(agent: Agent, request: HttpRequest): Send {
  const { timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES, mayCut = false, signal: calledOff } = request;
  const headersMs = Math.ceil(timeoutMs / 2);
  let leftMs = timeoutMs;
  return async (url, sent) => {
    const begun = performance.now();
    const deadline = AbortSignal.timeout(Math.ceil(leftMs));
    const signal = calledOff ? AbortSignal.any([deadline, calledOff]) : deadline;
    try {
      const options = { dispatcher: agent, headers: sent, headersTimeout: headersMs, signal };
      const response = await sendRequest(url, options);
      const headers = flatten(response.headers);
      const answer = { status: response.statusCode, url: url.href, movedTo: null, headers };
      if (isRedirect(answer)) {
        await response.body.dump({ limit: 65_536, signal });
        return { ...answer, body: Buffer.alloc(0) };
      }
      return { ...answer, body: await readWithin(response, headers, { maxBytes, mayCut, signal }) };
    } catch (error) {
      throw asFetchFailed(error, url.href, {
        deadline,
        timeoutMs,
        headersMs,
        calledOff,
        maxHeaderBytes: MAX_HEADER_BYTES,
      });
    } finally {
      leftMs = Math.max(0, leftMs - (performance.now() - begun));
    }
  };
}

const isRedirect = ({ status, headers }: Pick<HttpResponse, 'status' | 'headers'>): boolean =>
  REDIRECTS.has(status) && headers.location !== undefined;

/** Follows redirects by hand, so that every hop is checked like the first. */
async function follow(
  guard: AddressGuard,
  address: string,
  headers: Record<string, string>,
  send: Send,
  around: HttpRequest['around'] = (_url, ask) => ask(),
): Promise<HttpResponse> {
  let url = checkedUrl(address, guard);
  const first = url.origin;
  let permanent = true;
  for (let hops = 0; ; hops += 1) {
    const here = url;
    const sent = here.origin === first ? headers : withoutKeys(headers);
    const response = await around(here.href, () => send(here, sent));
    if (!isRedirect(response)) return { ...response, movedTo: hops > 0 && permanent ? here.href : null };
    if (hops === MAX_REDIRECTS) {
      throw new FetchFailed('too-many-redirects', `${address} redirects more than ${MAX_REDIRECTS} times`);
    }
    permanent &&= PERMANENT.has(response.status);
    url = checkedUrl(locationText(response.headers.location ?? ''), guard, here);
  }
}

/** A key is for the host that it was given to, wherever that redirects. */
function withoutKeys(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !KEYS.has(name.toLowerCase())));
}

async function readWithin(
  response: Dispatcher.ResponseData,
  headers: Record<string, string>,
  limits: BodyLimits,
): Promise<Buffer> {
  try {
    const announced = Number(headers['content-length']);
    if (announced > limits.maxBytes && !limits.mayCut) throw new BodyTooLarge(limits.maxBytes);
    return await readBody(response.body, headers['content-encoding'], limits);
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
  try {
    guard.checkUrl(url);
  } catch (error) {
    if (!(error instanceof BlockedAddress)) throw error;
    throw new FetchFailed('blocked-address', error.message, { cause: error });
  }
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
