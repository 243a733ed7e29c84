// Sends prepared requests from a thread of its own, so that the sender's work is not the receiver's time.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Agent, request } from 'undici';
import type { SignedRequest } from '../tests/support/slack-requests.ts';

/** Sends all of them to `url`, `connections` at a time; rejects when one is not answered with 200. */
export async function sendFromThread(
  url: string,
  requests: readonly SignedRequest[],
  connections: number,
): Promise<{ done: Promise<void> }> {
  const thread = new Worker(import.meta.filename, { workerData: { url, requests, connections } });
  await once(thread, 'message');
  const ended = once(thread, 'exit');
  thread.postMessage('go');
  const done = Promise.race([
    once(thread, 'error').then(([error]) => {
      throw error;
    }),
    ended.then(() => undefined),
  ]);
  return { done };
}

interface Order {
  url: string;
  requests: SignedRequest[];
  connections: number;
}

async function send({ url, requests, connections }: Order): Promise<void> {
  const agent = new Agent({ connections });
  const rest = requests.values();
  const lane = async (): Promise<void> => {
    for (const { method, headers, body } of rest) {
      const answer = await request(url, { method, headers, body, dispatcher: agent });
      await answer.body.dump();
      if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  await agent.close();
}

if (!isMainThread) {
  parentPort?.once('message', () => void send(workerData));
  parentPort?.postMessage('ready');
}
