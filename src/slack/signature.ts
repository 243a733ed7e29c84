// The part of Slack's request check that Bolt leaves out. Bolt refuses wrong signatures and old timestamps, but takes a
// signed request from the future, which could be kept for later, and takes the same request as often as it is sent.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InFlight } from './in-flight.ts';

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Slack's own bound, in both directions. */
const TOLERANCE_MS = 5 * 60_000;
/** A submitted view of 250 kB comes as a form, up to three times as long; nothing else of Slack's is near that. */
export const LONGEST_REQUEST_BYTES = 1024 * 1024;

/** Bolt counts what it reads (`LONGEST_REQUEST_BYTES` too); what names a greater length is not read at all. */
export function guardRequests(
  listener: RequestListener,
  inFlight: InFlight,
  { now = Date.now, note }: { now?: () => number; note?: RequestListener } = {},
): RequestListener {
  const seen = new SeenSignatures();
  return (request, response) => {
    if (inFlight.closed) return refuse(response, 503);
    if (Number(request.headers['content-length']) > LONGEST_REQUEST_BYTES) return refuse(response, 413);
    if (isFromTheFuture(request, now())) return refuse(response, 401);
    const signature = String(request.headers['x-slack-signature'] ?? '');
    // Without a signature there is nothing to tell two requests apart by; Bolt refuses it.
    if (signature === '') return listener(request, response);
    note?.(request, response);
    if (!seen.take(signature, now())) return refuse(response, 401);
    // Not handled is not seen: Slack may send it again within the same second, and that is then the only copy.
    response.once('close', () => {
      const handled = response.writableFinished && response.statusCode >= 200 && response.statusCode < 300;
      if (!handled) seen.giveBack(signature);
    });
    listener(request, response);
  };
}

function isFromTheFuture(request: IncomingMessage, nowMs: number): boolean {
  const timestamp = Number(request.headers['x-slack-request-timestamp']);
  return timestamp * 1000 > nowMs + TOLERANCE_MS;
}

/**
 * The signatures of requests that were taken, for as long as their timestamps could pass. Forged ones do not stay: Bolt
 * refuses them, so that they are given back.
 */
class SeenSignatures {
  /** In the order in which they came, so that the oldest are first. */
  readonly #takenAt = new Map<string, number>();

  /** False when it was taken before. */
  take(signature: string, nowMs: number): boolean {
    this.#forgetOld(nowMs);
    if (this.#takenAt.has(signature)) return false;
    this.#takenAt.set(signature, nowMs);
    return true;
  }

  giveBack(signature: string): void {
    this.#takenAt.delete(signature);
  }

  /** Signed five minutes ahead at most, and refused as old five minutes after that. */
  #forgetOld(nowMs: number): void {
    for (const [signature, takenAt] of this.#takenAt) {
      if (takenAt + 2 * TOLERANCE_MS >= nowMs) break;
      this.#takenAt.delete(signature);
    }
  }
}

export function refuse(response: ServerResponse, status: number): void {
  // What is left of the body is not read, so the connection cannot be used again.
  response.writeHead(status, { connection: 'close' }).end();
}
