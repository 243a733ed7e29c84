// Stands between the app and an endpoint that is in trouble: fewer requests at once after a 429, none for a while
// after several failures in a row. What it refuses comes back at once, so that a card is not kept waiting.
import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
} from 'cockatiel';

export interface EndpointGuard {
  /** Runs when there is room. Throws `EndpointResting` while the endpoint is left alone. */
  run<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** To be told the status of every answer, repeated tries included. */
  saw(status: number): void;
  /** Requests that may run side by side at the moment. */
  readonly room: number;
}

export class EndpointResting extends Error {
  constructor() {
    super('the endpoint failed several times in a row and is left alone for a while');
    this.name = 'EndpointResting';
  }
}

const FAILURES_IN_A_ROW = 5;
const REST_MS = { initialDelay: 15_000, maxDelay: 300_000 };
const MOST_AT_ONCE = 8;
/** Answers without a 429 after which one more may run at once. */
const GROWS_AFTER = 10;

/** `isFault` tells failures of the endpoint from those of a single request. */
export function createEndpointGuard(
  isFault: (error: unknown) => boolean,
  rest: { initialDelay: number; maxDelay: number } = REST_MS,
): EndpointGuard {
  const breaker = circuitBreaker(handleWhen(isFault), {
    halfOpenAfter: new ExponentialBackoff(rest),
    breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW),
  });
  let room = MOST_AT_ONCE;
  let running = 0;
  let good = 0;
  const waiting: (() => void)[] = [];
  const wake = (): void => {
    while (running < room && waiting.length > 0) {
      running++;
      waiting.shift()?.();
    }
  };
  const enter = async (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      waiting.push(resolve);
      signal?.addEventListener(
        'abort',
        () => {
          const at = waiting.indexOf(resolve);
          if (at >= 0) waiting.splice(at, 1);
          reject(signal.reason);
        },
        { once: true },
      );
      wake();
    });
  };
  return {
    get room() {
      return room;
    },
    saw(status) {
      if (status === 429) {
        room = Math.max(1, Math.floor(room / 2));
        good = 0;
      } else if (status < 400 && ++good >= GROWS_AFTER) {
        room = Math.min(MOST_AT_ONCE, room + 1);
        good = 0;
      }
    },
    async run(work, signal) {
      await enter(signal);
      try {
        return await breaker.execute(() => work());
      } catch (error) {
        if (error instanceof BrokenCircuitError) throw new EndpointResting();
        throw error;
      } finally {
        running--;
        wake();
      }
    },
  };
}
