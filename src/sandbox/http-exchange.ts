// Reading a request's body and sending an answer, for all that the sandbox serves on loopback.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bytes; Slack's own largest payload, a view, is 250 kB. */
const BODY_LIMIT = 2_000_000;

/** The request's body cannot be taken as it is; becomes an answer with `status`. */
export class BadRequest extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'BadRequest';
    this.status = status;
  }
}

export async function readBody(request: IncomingMessage): Promise<string> {
  return (await readBytes(request)).toString('utf8');
}

/** Throws `BadRequest` (413) over 2 MB. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
    // What is too much is read to its end, so that the sender hears the answer; but not for ever.
    else if (size > 10 * BODY_LIMIT) break;
  }
  if (size > BODY_LIMIT) throw new BadRequest(413, `A request may have at most ${BODY_LIMIT} bytes`);
  return Buffer.concat(chunks);
}

/** Throws `BadRequest` (400) where the body is no JSON object. */
export async function readJsonObject(request: IncomingMessage): Promise<Record<string, unknown>> {
  const body = await readBody(request);
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (cause) {
    throw Object.assign(new BadRequest(400, 'The body is no JSON'), { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new BadRequest(400, 'The body is no JSON object');
  }
  return parsed as Record<string, unknown>;
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

export function sendText(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body);
}
