// Why a request brought no response, in words for an operator.
import { BlockedAddress } from './address-guard.ts';
import { BodyTooLarge } from './read-body.ts';

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
  /** The address that was asked in vain, of those that redirects led through; `null` where none was asked. */
  readonly at: string | null;
  constructor(fault: FetchFault, message: string, options: { cause?: unknown; at?: string } = {}) {
    super(message, { cause: options.cause });
    this.name = 'FetchFailed';
    this.fault = fault;
    this.at = options.at ?? null;
  }
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

export interface RequestLimits {
  deadline: AbortSignal;
  timeoutMs: number;
  /** Of them until an answer begins. */
  headersMs: number;
  calledOff: AbortSignal | undefined;
  maxHeaderBytes: number;
}

/** Whatever went wrong on the way to `address`. */
export function asFetchFailed(error: unknown, address: string, limits: RequestLimits): FetchFailed {
  if (error instanceof FetchFailed) return error;
  const options = { cause: error, at: address };
  if (error instanceof BlockedAddress) return new FetchFailed('blocked-address', error.message, options);
  if (error instanceof BodyTooLarge) return new FetchFailed('too-large', error.message, options);
  const code = codeOf(error);
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    const most = limits.maxHeaderBytes / 1024;
    return new FetchFailed('too-large', `The headers are larger than ${most} kB`, options);
  }
  const host = URL.parse(address)?.host ?? address;
  if (limits.calledOff?.aborted)
    return new FetchFailed('unreachable', `Asking ${host} was called off`, options);
  if (limits.deadline.aborted || TIMEOUT_CODES.has(code)) {
    const ms = code === 'UND_ERR_HEADERS_TIMEOUT' ? limits.headersMs : limits.timeoutMs;
    return new FetchFailed('timeout', `${host} did not answer in ${ms / 1000} s`, options);
  }
  const reason = PLAIN_REASONS[code] ?? (error instanceof Error ? error.message : String(error));
  return new FetchFailed('unreachable', `${host} cannot be read: ${reason}`, options);
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
