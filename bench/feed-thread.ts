// Serves given bodies (HTML as one character a byte) as `/N.xml` on loopback with ETags, from a thread of its own: the server's work is nobody's time.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

export interface FeedThread {
  url: string;
  close(): Promise<void>;
}

interface Served {
  bodies: readonly string[];
  type: string;
}

export async function startFeedThread(
  bodies: readonly string[],
  type = 'application/rss+xml; charset=utf-8',
): Promise<FeedThread> {
  const workerData: Served = { bodies, type };
  const thread = new Worker(import.meta.filename, { workerData });
  const [port] = (await once(thread, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      await thread.terminate();
    },
  };
}

function serve({ bodies, type }: Served): void {
  const feeds = bodies.map((text) => {
    const body = Buffer.from(text, type.startsWith('text/html') ? 'latin1' : 'utf8');
    return { body, etag: `"${createHash('sha1').update(body).digest('hex')}"` };
  });
  const server = createServer((request, response) => {
    const feed = feeds[Number(/^\/(\d+)\.xml$/.exec(request.url ?? '')?.[1])];
    if (!feed) return response.writeHead(404).end();
    if (request.headers['if-none-match'] === feed.etag) return response.writeHead(304).end();
    const headers = { 'content-type': type, etag: feed.etag };
    return response.writeHead(200, headers).end(feed.body);
  });
  server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
}

if (!isMainThread) serve(workerData);
