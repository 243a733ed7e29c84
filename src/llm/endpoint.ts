// One OpenAI-compatible endpoint: how it is reached, guarded, and what is said of its faults. Knows no task.
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { createEndpointGuard, type EndpointGuard, EndpointResting } from './endpoint-guard.ts';

export interface EndpointSettings {
  /** `null` for a local endpoint that asks for none. */
  apiKey: string | null;
  /** `null` for OpenAI itself. */
  baseUrl: string | null;
  /** Of each request, and between two parts of a streamed answer, in ms; default 60,000. */
  timeoutMs?: number;
  /** Further tries after 408, 409, 429, 5xx and lost connections, with back-off; default 2. */
  maxRetries?: number;
  /** How long an endpoint that fails again and again is left alone, in ms. */
  rest?: { initialDelay: number; maxDelay: number };
}

export function timeoutOf({ timeoutMs = 60_000 }: Pick<EndpointSettings, 'timeoutMs'>): number {
  return timeoutMs;
}

export function openEndpoint(settings: EndpointSettings): { openai: OpenAI; guard: EndpointGuard } {
  const guard = createEndpointGuard(isEndpointFault, settings.rest);
  const openai = new OpenAI({
    apiKey: settings.apiKey ?? 'none',
    baseURL: settings.baseUrl ?? 'https://api.openai.com/v1',
    timeout: timeoutOf(settings),
    maxRetries: settings.maxRetries ?? 2,
    // Without these the library reads the environment by itself.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    logLevel: 'off',
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      guard.saw(response.status);
      return response;
    },
  });
  return { openai, guard };
}

/** Not the request's fault: the endpoint is down, too slow, or takes no more. */
function isEndpointFault(error: unknown): boolean {
  if (error instanceof APIUserAbortError) return false;
  if (error instanceof APIConnectionError) return true;
  return error instanceof APIError && (error.status === 429 || (error.status ?? 0) >= 500);
}

export const CANCELLED = 'cancelled';

/** What went wrong, in words an operator can act on. */
export function reasonOf(error: unknown): string {
  if (error instanceof APIUserAbortError) return CANCELLED;
  if (error instanceof DOMException && error.name === 'AbortError') return CANCELLED;
  if (error instanceof EndpointResting) return error.message;
  if (error instanceof APIConnectionTimeoutError) return 'the endpoint did not answer in time';
  if (error instanceof APIConnectionError) return `the endpoint cannot be reached: ${causeOf(error)}`;
  if (error instanceof APIError && error.status === 401) return 'the endpoint refuses the API key (HTTP 401)';
  if (error instanceof APIError) return `the endpoint answered with an error: ${error.message}`;
  return `the endpoint gave no usable answer: ${error instanceof Error ? error.message : String(error)}`;
}

function causeOf(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  const inner = cause.cause instanceof Error ? cause.cause : cause;
  return inner.message;
}

const LONGEST_REASON = 300;

/** What is wrong, cut to a line, and without the key that endpoints like to quote. */
export function withoutKey(reason: string, { apiKey }: Pick<EndpointSettings, 'apiKey'>): string {
  const clean = apiKey ? reason.replaceAll(apiKey, '[key]') : reason;
  // Endpoints quote keys back with their middle starred out.
  return clean
    .replace(/\b(sk|key|pk)-[\w*.-]{4,}/gi, '[key]')
    .replace(/\s+/g, ' ')
    .slice(0, LONGEST_REASON);
}
