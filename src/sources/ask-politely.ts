// One request to a service whose answer may be missing: in the host's turn, with its pauses kept. For what is read of
// one article; sources are asked by ask-source.ts.
import { type HostManners, HostPaused } from './host-manners.ts';
import type { HttpClient, HttpResponse } from './http-client.ts';
import { rateLimitPauseMs, retryAfterMs } from './response-headers.ts';

export interface PoliteContext {
  http: HttpClient;
  now: () => Date;
  manners: HostManners;
}

const TIMEOUT_MS = 15_000;
/** What a refusal without a time is worth, in ms. */
const DEFAULT_PAUSE_MS = 15 * 60_000;

/**
 * `null` for what is not there, for a host that wants to be left alone, and for any other refusal. Throws `FetchFailed`
 * and `LeaveAlone`.
 */
export async function askPolitely(
  { http, now, manners }: PoliteContext,
  url: string,
  { headers, maxBytes }: { headers: Record<string, string>; maxBytes: number },
  signal?: AbortSignal,
): Promise<HttpResponse | null> {
  const request = { headers, maxBytes, timeoutMs: TIMEOUT_MS, ...(signal ? { signal } : {}) };
  const response = await manners
    .inTurn(url, () => http.get(url, request), signal)
    .catch((error: unknown) => {
      if (error instanceof HostPaused) return null;
      throw error;
    });
  if (!response || response.status === 200) return response;
  const { status, headers: said } = response;
  const asked = retryAfterMs(said, now()) ?? rateLimitPauseMs(said, now());
  // GitHub refuses with 403 when an hour's allowance is used up.
  if (status === 429 || status === 503 || (status === 403 && asked !== null)) {
    await manners.pause(url, asked ?? DEFAULT_PAUSE_MS);
  }
  return null;
}
