// The way to everything that is asked on the app's own account: each address, those of redirects included, in its
// host's turn and outside its pauses. What an answer says of when to come again is kept.
import { type HostManners, HostPaused } from './host-manners.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './http-client.ts';
import { pauseMs } from './response-headers.ts';

export interface PoliteRequest extends Omit<HttpRequest, 'around'> {
  /** Why an address may not be read by a program; `null` where it may. Asked before each address, outside its turn. */
  refusal?: (url: string) => Promise<string | null>;
}

export interface PoliteHttp {
  /**
   * Throws `FetchFailed`; `LeaveAlone` where a host's turn is too far off, `HostPaused` in its pause; `NotForPrograms`
   * where `refusal` says so, for the address itself or one that it redirects to.
   */
  get(url: string, request?: PoliteRequest): Promise<HttpResponse>;
}

/** `message` is fit to be shown to people. */
export class NotForPrograms extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotForPrograms';
  }
}

export function createPoliteHttp(http: HttpClient, manners: HostManners, now: () => Date): PoliteHttp {
  return {
    async get(url, { refusal, ...request } = {}) {
      return await http.get(url, {
        ...request,
        async around(address, ask) {
          const refused = (await refusal?.(address)) ?? null;
          if (refused !== null) throw new NotForPrograms(refused);
          const askAndKeep = async (): Promise<HttpResponse> => {
            const response = await ask();
            const wish = pauseMs(response, now());
            // Within the turn: whoever has the next one must see it.
            if (wish !== null) await manners.pause(address, wish);
            return response;
          };
          return await manners.inTurn(address, askAndKeep, request.signal);
        },
      });
    },
  };
}

/**
 * `null` for what is not there, for a host that wants to be left alone, for what is not for programs, and for any other
 * refusal. Throws `FetchFailed`, and `LeaveAlone` where a turn is too far off.
 */
export async function getIfThere(
  http: PoliteHttp,
  url: string,
  request: PoliteRequest,
): Promise<HttpResponse | null> {
  try {
    const response = await http.get(url, request);
    return response.status === 200 ? response : null;
  } catch (error) {
    if (error instanceof HostPaused || error instanceof NotForPrograms) return null;
    throw error;
  }
}
