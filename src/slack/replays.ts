// Refuses a command, press or form that another process, or this one before a restart, has taken. Events are left to
// their ids, which the store keeps for a day. Slack sends these requests once: one that was taken is never sent again.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { groupWork } from '../pipeline/group-work.ts';
import type { Deps } from '../pipeline/ports.ts';
import { takeSignatures } from '../store/requests.ts';
import { refuse } from './signature.ts';

/** A store that takes longer must not make Slack wait: the process's own memory has to do then. */
const LONGEST_LOOK_MS = 200;
/** As many as may come while one look is under way. */
const LARGEST_GROUP = 200;

/** Bolt's verified request, as it stands in a listener's context. */
export const REQUEST = 'signedRequest';

export class Replays {
  readonly #responses = new WeakMap<IncomingMessage, ServerResponse>();
  readonly #take: (signature: string) => Promise<boolean>;
  readonly #deps: Deps;
  readonly #waitMs: number;

  constructor(deps: Deps, waitMs = LONGEST_LOOK_MS) {
    this.#deps = deps;
    this.#waitMs = waitMs;
    this.#take = groupWork(async (signatures: string[]) => {
      const fresh = await takeSignatures(deps.db, signatures, deps.now());
      // Of one that came twice at once, the first.
      return signatures.map((signature) => fresh.delete(signature));
    }, LARGEST_GROUP);
  }

  /** To be told of every request before Bolt is. */
  note(request: IncomingMessage, response: ServerResponse): void {
    this.#responses.set(request, response);
  }

  /** Comes after Bolt's check of the signature: nobody without the secret can fill the store. */
  readonly middleware: Middleware<AnyMiddlewareArgs> = async ({ context, body, next }) => {
    const request = context[REQUEST] as IncomingMessage | undefined;
    const response = request && this.#responses.get(request);
    if (!request || !response || isEvent(body)) return await next();
    if (await this.#isFirst(String(request.headers['x-slack-signature']))) return await next();
    refuse(response, 401);
  };

  async #isFirst(signature: string): Promise<boolean> {
    const looked = this.#take(signature).catch((err: unknown) => {
      this.#deps.log.warn({ err }, 'The store could not be asked whether a request was taken before');
      return true;
    });
    return await Promise.race([looked, delay(this.#waitMs, true, { ref: false })]);
  }
}

function isEvent(body: object): boolean {
  return 'type' in body && body.type === 'event_callback';
}

/** Bolt complains of what was not acknowledged; what was refused was answered. */
export function onUnhandled({
  logger,
  response,
}: {
  logger: { error(text: string): void };
  response: ServerResponse;
}) {
  if (response.headersSent) return;
  logger.error('A request of Slack’s was not acknowledged within three seconds');
  response.writeHead(404).end();
}
