// POST /api/articles: a program of the team's own pushes articles, with a token. Checks who asks, how often, how much
// and in which shape; what becomes of the articles is the step's business.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { ARTICLE_KINDS } from '../domain/article.ts';
import type { Pushed, PushOutcome } from '../pipeline/push-articles.ts';

export interface PushOptions {
  token: string;
  push: (pushed: Pushed) => Promise<PushOutcome>;
  now: () => Date;
}

const MAX_BYTES = 1_000_000;
const MOST_ARTICLES = 50;
const PER_MINUTE = 60;
const MINUTE_MS = 60_000;

const line = (length: number) => z.string().trim().min(1).max(length);
const pushedArticle = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  title: line(500).optional(),
  /** HTML or plain text. */
  text: z.string().max(200_000).default(''),
  authors: z.array(line(200)).max(50).default([]),
  published_at: z.iso.datetime({ offset: true }).optional(),
  kind: z.enum(ARTICLE_KINDS).optional(),
  discussion_url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
});
const body = z.strictObject({
  source: line(80).default('Pushed'),
  articles: z.array(pushedArticle).min(1).max(MOST_ARTICLES),
});

/** Answers 202 with how many articles were new; 4xx with what to do. */
export function createPushRoute({ token, push, now }: PushOptions) {
  const isAllowed = createAllowance(now);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const wait = isAllowed();
    if (wait > 0) {
      response.setHeader('retry-after', String(Math.ceil(wait / 1000)));
      return refuse(response, 429, `At most ${PER_MINUTE} requests a minute are taken`);
    }
    if (!hasToken(request, token)) {
      response.setHeader('www-authenticate', 'Bearer');
      return refuse(response, 401, 'Send the value of PUSH_TOKEN as: Authorization: Bearer TOKEN');
    }
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
      return refuse(response, 415, 'Send JSON, with Content-Type: application/json');
    }
    const text = await readText(request);
    if (text === null) return refuse(response, 413, `At most ${MAX_BYTES / 1_000_000} MB is taken at once`);
    const parsed = body.safeParse(jsonOf(text));
    if (!parsed.success) return refuse(response, 400, ...parsed.error.issues.map(problemOf));
    send(response, 202, await push(toPushed(parsed.data)));
  };
}

function toPushed({ source, articles }: z.output<typeof body>): Pushed {
  return {
    sourceTitle: source,
    items: articles.map((article) => ({
      guid: article.url,
      url: article.url,
      title: article.title ?? article.url,
      publishedAt: article.published_at ? new Date(article.published_at) : null,
      authors: article.authors,
      html: article.text,
      kind: article.kind ?? null,
      discussionUrl: article.discussion_url ?? null,
    })),
  };
}

/** How long to wait before the next request, in ms; 0 when it may go on. */
function createAllowance(now: () => Date): () => number {
  let windowFrom = Number.NEGATIVE_INFINITY;
  let used = 0;
  return () => {
    const at = now().getTime();
    if (at - windowFrom >= MINUTE_MS) [windowFrom, used] = [at, 0];
    used += 1;
    return used <= PER_MINUTE ? 0 : windowFrom + MINUTE_MS - at;
  };
}

/** Takes as long for a wrong token as for the right one. */
function hasToken(request: IncomingMessage, token: string): boolean {
  const given = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

/** `null` for a body that is too large, which is not read to its end. */
async function readText(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function problemOf({ path, message }: z.core.$ZodIssue): string {
  return path.length > 0 ? `${path.join('.')}: ${message}` : `The body is no such object: ${message}`;
}

function refuse(response: ServerResponse, status: number, ...problems: string[]): void {
  // What was not read of a refused body would be taken for the connection's next request.
  response.setHeader('connection', 'close');
  send(response, status, { problems: problems.slice(0, 20) });
}

function send(response: ServerResponse, status: number, answer: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(answer)}\n`);
}
