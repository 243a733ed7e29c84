// A real HTTP server on a free loopback port, for tests of what goes over the wire.
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Loopback {
  /** `http://127.0.0.1:port` */
  origin: string;
  /** `127.0.0.1:port`, for the allow list. */
  host: string;
  port: number;
  /** Every request received, in order. */
  requests: IncomingMessage[];
}

/** Closed when the test that started it ends. */
export async function startLoopback(answer: RequestListener): Promise<Loopback> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, port, requests };
}
