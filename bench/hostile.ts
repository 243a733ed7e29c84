// What hostile input costs the process: each in a process of its own, as the product is started, from a server on
// loopback. Memory is the kernel's own peak over what the idle process held, with the threads that reading starts.
// `HOSTILE_CASES='PDF|JSON'` runs those whose names match.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makePdf, sentences } from '../tests/reading/make-pdf.ts';
import { type HostileInput, hostileInputs } from '../tests/support/hostile-inputs.ts';
import { LONGEST_HOLD_MS } from './event-loop.ts';
import type { Cost } from './hostile-child.ts';
import { type Figure, runAlone } from './report.ts';

const GOAL_MB = 200;
/** Seconds to fetch and to parse, by what an input is read as. */
const CAPS = { feed: 20 + 10, links: 20 + 10, api: 2 * 20, page: 15 + 20 } as const;
/** As `npm start` starts it. */
const FLAGS = ['--v8-pool-size=1', '--max-semi-space-size=2'];

interface Case {
  what: string;
  as: HostileInput['as'];
  answer: (response: ServerResponse) => void;
}

export async function benchHostile(): Promise<Figure[]> {
  if (!existsSync('/proc/self/clear_refs')) {
    return [{ name: 'hostile input', figure: 'skipped: no /proc here', goal: null, met: null }];
  }
  const figures: Figure[] = [];
  const wanted = new RegExp(process.env.HOSTILE_CASES ?? '');
  for (const one of [...(await harmless()), ...overTheWire(), ...hostileInputs().map(served)]) {
    if (!wanted.test(one.what)) continue;
    const figure = await benchCase(one);
    process.stderr.write(`${figure.name}: ${figure.figure}\n`);
    figures.push(figure);
  }
  return figures;
}

/** What an ordinary one costs: the thread itself, and the modules that read. */
async function harmless(): Promise<Case[]> {
  const paragraph = '<p>One of many sentences about kites, long enough, with a comma.</p>';
  const items = Array.from(
    { length: 20 },
    (_, n) =>
      `<item><title>T${n}</title><link>https://e.org/${n}</link><description>A text.</description></item>`,
  );
  const file = await makePdf((document) => document.fontSize(10).text(sentences(0, 20)));
  const of = (what: string, as: HostileInput['as'], type: string, text: string | Buffer): Case =>
    served({ what, as, type, body: () => Buffer.from(text) });
  return [
    of(
      'for comparison: a good feed',
      'feed',
      'application/rss+xml',
      `<rss><channel>${items.join('')}</channel></rss>`,
    ),
    of(
      'for comparison: a good page',
      'page',
      'text/html',
      `<html><body><article>${paragraph.repeat(30)}</article>`,
    ),
    of('for comparison: a good PDF', 'page', 'application/pdf', file),
  ];
}

function served({ what, as, type, packed, body }: Omit<HostileInput, 'told'>): Case {
  const headers = { 'content-type': type, ...(packed ? { 'content-encoding': packed } : {}) };
  return { what, as, answer: (response) => void response.writeHead(200, headers).end(body()) };
}

/** What a server does rather than what it sends. */
function overTheWire(): Case[] {
  const CHUNK = Buffer.alloc(64_000, '<a>x</a>');
  const pour = (response: ServerResponse, most: number): void => {
    let sent = 0;
    const more = (): void => {
      while (sent < most && !response.destroyed) {
        sent += CHUNK.length;
        if (!response.write(CHUNK)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  };
  const ways: [string, (response: ServerResponse, type: string) => void][] = [
    [
      '50 MB, announced',
      (response, type) => {
        response.writeHead(200, { 'content-type': type, 'content-length': '50000000' });
        pour(response, 50_000_000);
      },
    ],
    [
      '50 MB, not announced',
      (response, type) => {
        response.writeHead(200, { 'content-type': type });
        pour(response, 50_000_000);
      },
    ],
    [
      'a body that comes drop by drop',
      (response, type) => {
        response.writeHead(200, { 'content-type': type });
        const drip = setInterval(() => response.write('x'), 5);
        response.once('close', () => clearInterval(drip));
      },
    ],
    ['an answer that never begins', () => undefined],
    [
      'headers without end',
      (response) => {
        const { socket } = response;
        socket?.on('error', () => socket.destroy()).write('HTTP/1.1 200 OK\r\n');
        const more = (): void => {
          while (socket?.writable && socket.write('x-more: and more\r\n'.repeat(100)));
          socket?.once('drain', more);
        };
        more();
      },
    ],
  ];
  return (['feed', 'page'] as const).flatMap((as) =>
    ways.map(([what, answer]) => ({
      what: `${as}: ${what}`,
      as,
      answer: (response: ServerResponse) => answer(response, as === 'feed' ? 'application/xml' : 'text/html'),
    })),
  );
}

async function benchCase({ what, as, answer }: Case): Promise<Figure> {
  const server = createServer((request, response) => {
    if (request.url === '/robots.txt') response.writeHead(404).end();
    else answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return figureOf(what, as, await costOf(as, `http://127.0.0.1:${port}/it`));
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function costOf(as: string, url: string): Promise<Cost | string> {
  const child = fork(new URL('./hostile-child.ts', import.meta.url), [as, url], { execArgv: FLAGS });
  const ended = once(child, 'exit');
  let cost: Cost | null = null;
  child.on('message', (sent) => {
    cost = sent as Cost;
  });
  const [code, signal] = (await ended) as [number | null, string | null];
  return cost ?? `the process ended with ${signal ?? code}`;
}

function figureOf(what: string, as: Case['as'], cost: Cost | string): Figure {
  const cap = CAPS[as];
  const goal = `≤ ${GOAL_MB} MB, ≤ ${cap} s, ≤ ${LONGEST_HOLD_MS} ms`;
  if (typeof cost === 'string') return { name: what, figure: cost, goal, met: false };
  const { grewMb, tookMs, clockMs, ownMs, idleMs, told } = cost;
  const heldMs = idleMs > 20 ? ownMs : clockMs;
  return {
    name: what,
    figure: `${grewMb.toFixed(0)} MB, ${(tookMs / 1000).toFixed(1)} s, ${heldMs.toFixed(0)} ms`,
    goal,
    met: grewMb <= GOAL_MB && tookMs <= cap * 1000 && heldMs <= LONGEST_HOLD_MS,
    detail: told,
  };
}

await runAlone(import.meta, benchHostile);
