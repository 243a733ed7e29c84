// A model endpoint made by hand, for the faults that aimock cannot produce. Keeps every request it got.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ChatRequest {
  model: string;
  stream?: boolean;
  stream_options?: object;
  messages: { role: string; content: string }[];
  response_format?: { type: string; json_schema?: { strict: boolean; schema: Record<string, unknown> } };
}

export interface Reply {
  status?: number;
  body: unknown;
  headers?: Record<string, string>;
  /** In place of the body: chunks as server-sent events. */
  events?: readonly unknown[] | AsyncIterable<unknown>;
  /** The events are not all: what follows never comes. */
  stalls?: boolean;
}

export interface ModelServer {
  url: string;
  requests: ChatRequest[];
  authorization: string[];
  close(): Promise<void>;
}

/** `answer` gets each request; `null` leaves it without an answer. */
export async function startModelServer(
  answer: (request: ChatRequest, index: number) => Reply | null | Promise<Reply | null>,
): Promise<ModelServer> {
  const requests: ChatRequest[] = [];
  const authorization: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ChatRequest;
    requests.push(body);
    authorization.push(request.headers.authorization ?? '');
    const reply = await answer(body, requests.length - 1);
    if (!reply) return;
    if (reply.events) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      for await (const event of reply.events) response.write(`data: ${JSON.stringify(event)}\n\n`);
      if (!reply.stalls) response.end('data: [DONE]\n\n');
      return;
    }
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    authorization,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A chat completion that says `content`. */
export function completion(
  content: string | null,
  more: {
    finish?: string;
    refusal?: string;
    usage?: { prompt_tokens: number; completion_tokens: number };
  } = {},
): Reply {
  const message = { role: 'assistant', content, ...(more.refusal ? { refusal: more.refusal } : {}) };
  return {
    body: {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'small',
      choices: [{ index: 0, message, finish_reason: more.finish ?? 'stop' }],
      ...(more.usage ? { usage: { ...more.usage, total_tokens: 0 } } : {}),
    },
  };
}

/** A chunk of a streamed completion that says `content`. */
export function chunk(content: string | null, more: { finish?: string; refusal?: string } = {}): object {
  const delta = { content, ...(more.refusal ? { refusal: more.refusal } : {}) };
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'small',
    choices: [{ index: 0, delta, finish_reason: more.finish ?? null }],
  };
}

export function refusal(status: number, message: string): Reply {
  return { status, body: { error: { message, type: 'invalid_request_error' } } };
}
