// Serves feed files on loopback as a publisher would: right content types, ETag, Last-Modified and 304.
// Only files found at the start are served, by their listed name; no other path leads anywhere.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sendText } from './http-exchange.ts';

/** No charset is named: a feed says its own, and often not the one a server would. */
const TYPES: Readonly<Record<string, string>> = {
  '.xml': 'application/xml',
  '.rss': 'application/rss+xml',
  '.atom': 'application/atom+xml',
  '.rdf': 'application/rdf+xml',
  '.json': 'application/feed+json',
};

export interface FeedServer {
  /** `http://127.0.0.1:PORT/` */
  baseUrl: string;
  /** In alphabetical order; the name is the path within the folder. */
  files: { name: string; url: string }[];
  close(): Promise<void>;
}

export interface FeedServerOptions {
  host?: string;
  /** 0 or nothing for any free port. */
  port?: number;
}

/** Serves the feed files of a folder and its subfolders. Throws where there are none, or no folder. */
export async function serveFeeds(dir: string, options: FeedServerOptions = {}): Promise<FeedServer> {
  const paths = (await readdir(dir, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile() && extname(entry.name).toLowerCase() in TYPES)
    .map((entry) => join(entry.parentPath, entry.name));
  const files = new Map(paths.map((path) => [relative(dir, path).split(sep).join('/'), path]));
  if (files.size === 0) {
    throw new Error(
      `There are no feed files in ${dir}: files that end in ${Object.keys(TYPES).join(', ')} are taken`,
    );
  }
  return serve(options, [...files.keys()].sort(), async (name, request, response) => {
    const path = files.get(name) ?? '';
    const { size, mtime } = await stat(path);
    const etag = `"${size.toString(36)}-${mtime.getTime().toString(36)}"`;
    if (answerNotModified(request, response, etag, mtime)) return;
    const type = TYPES[extname(name).toLowerCase()];
    response.writeHead(200, { 'content-type': type, 'content-length': size });
    if (request.method === 'HEAD') response.end();
    else await pipeline(createReadStream(path), response);
  });
}

/** Serves one feed made here, as a JSON Feed. `modified` is when it was made. */
export async function serveFeed(
  feed: { name: string; content: object; modified: Date },
  options: FeedServerOptions = {},
): Promise<FeedServer> {
  const body = JSON.stringify(feed.content);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`;
  return serve(options, [feed.name], async (_name, request, response) => {
    if (answerNotModified(request, response, etag, feed.modified)) return;
    response.writeHead(200, { 'content-type': TYPES['.json'] });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
}

/** Sets the validators; `true` when the reader has this version and was told so. ETag goes before time. */
function answerNotModified(
  request: IncomingMessage,
  response: ServerResponse,
  etag: string,
  modified: Date,
): boolean {
  response.setHeader('etag', etag);
  response.setHeader('last-modified', modified.toUTCString());
  const known = request.headers['if-none-match'];
  const since = request.headers['if-modified-since'];
  const seconds = (time: number): number => Math.floor(time / 1000);
  const same = known
    ? known.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag)
    : since !== undefined && seconds(Date.parse(since)) >= seconds(modified.getTime());
  if (same) response.writeHead(304).end();
  return same;
}

type SendFile = (name: string, request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function serve(options: FeedServerOptions, names: string[], send: SendFile): Promise<FeedServer> {
  const known = new Set(names);
  const listener: RequestListener = (request, response) => {
    const name = decodedPath(request.url ?? '/');
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendText(response, 405, 'Only GET');
    if (name === null || !known.has(name)) return sendText(response, 404, 'There is no such feed');
    send(name, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'The feed file cannot be read');
    });
  };
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    baseUrl,
    files: names.map((name) => ({ name, url: baseUrl + name.split('/').map(encodeURIComponent).join('/') })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function decodedPath(url: string): string | null {
  try {
    return decodeURIComponent((url.split('?')[0] ?? '').slice(1));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
