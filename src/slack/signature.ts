// The part of Slack's request check that Bolt leaves out: Bolt refuses old timestamps and wrong signatures, but
// takes a signed request from the future, which could be kept and replayed for as long.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InFlight } from './in-flight.ts';

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Slack's own bound, in both directions. */
const TOLERANCE_SECONDS = 5 * 60;

export function guardRequests(listener: RequestListener, inFlight: InFlight): RequestListener {
  return (request, response) => {
    if (inFlight.closed) return refuse(response, 503);
    if (isFromTheFuture(request, Date.now())) return refuse(response, 401);
    listener(request, response);
  };
}

function isFromTheFuture(request: IncomingMessage, nowMs: number): boolean {
  const timestamp = Number(request.headers['x-slack-request-timestamp']);
  return timestamp > nowMs / 1000 + TOLERANCE_SECONDS;
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}
