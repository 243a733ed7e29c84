// `replay FILE`: a payload as Slack sent it goes through the app's own routing, against a database of its own and a
// Slack that says yes to everything. Shows what the app did; reaches nobody. A root's part.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import type { Config } from '../config.ts';
import { createSlackApp } from '../slack/app.ts';
import { createPublisher } from '../slack/publisher.ts';
import { openParts } from '../start/open-parts.ts';
import { countRows } from '../store/count-rows.ts';
import { readGiven } from './given-file.ts';

type Json = Record<string, unknown>;

export interface Replayed {
  /** What kind of payload it was: `event reaction_added`, `command /discuss-ai`, `block_actions`. */
  payload: string;
  acknowledged: boolean;
  /** Calls to Slack, in order. */
  calls: { method: string; arguments: Json }[];
  jobs: { name: string; payload: unknown }[];
  /** Rows that came into each table. */
  rows: Record<string, number>;
  /** Warnings and errors of the log. */
  problems: string[];
}

const BOT = { user_id: 'U0REPLAYBOT', bot_id: 'B0REPLAY' };

/** Throws with a sentence for whoever gave the file when it holds no payload. */
export async function replay(config: Config, path: string): Promise<Replayed> {
  const payload = readPayload(await readGiven(path), path);
  const slack = await answerEverything();
  const problems: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void problems.push(messageOf(line)) });
  const connection = { slackApiUrl: slack.url, log };
  const { openPglite } = await import('../store/pglite.ts');
  const db = await openPglite(null);
  const jobs: Replayed['jobs'] = [];
  const channelId = channelIn(payload) ?? 'C0REPLAY00';
  const parts = await openParts(
    // A replay costs nothing.
    { ...config, model: null, queue: { kind: 'pglite' } },
    { db, embedded: db },
    {
      publisher: createPublisher({ token: 'xoxb-replay', ...connection }),
      // The payload's channel stands for the first of the configuration.
      channels: config.channels.map((channel, n) => ({
        ...channel,
        id: n === 0 ? channelId : `C0REPLAY${n}`,
      })),
      pacing: {
        anyTime: true,
        refreshMs: 0,
        postEveryMs: null,
        updateEveryMs: null,
        readEveryMs: null,
      },
      log,
    },
  );
  try {
    const deps = { ...parts.deps, queue: noting(parts.deps.queue, jobs) };
    const app = createSlackApp(deps, {
      botToken: 'xoxb-replay',
      slackApiUrl: slack.url,
      mode: { kind: 'http', signingSecret: 'replay' },
    });
    await app.start();
    slack.calls.length = 0;
    const before = await countRows(db);
    let acknowledged = false;
    await app.app.processEvent({
      body: payload,
      ack: async () => {
        acknowledged = true;
      },
    });
    await app.idle();
    const after = await countRows(db);
    const grown = Object.entries(after).filter(([table, count]) => count > (before[table] ?? 0));
    const rows = Object.fromEntries(grown.map(([table, count]) => [table, count - (before[table] ?? 0)]));
    return { payload: nameOf(payload), acknowledged, calls: slack.calls, jobs, rows, problems };
  } finally {
    await parts.close();
    await slack.close();
  }
}

export function renderReplayed({ payload, acknowledged, calls, jobs, rows, problems }: Replayed): string {
  const lines = [
    `${payload}: ${acknowledged ? 'acknowledged' : 'not acknowledged'}`,
    ...calls.map(({ method, arguments: given }) => `  Slack  ${method} ${shorten(given)}`),
    ...jobs.map(({ name, payload: given }) => `  job    ${name} ${shorten(given)}`),
    ...Object.entries(rows).map(([table, count]) => `  store  ${table} +${count}`),
    ...problems.map((problem) => `  log    ${problem}`),
  ];
  return lines.length > 1 ? lines.join('\n') : `${lines[0]}\n  nothing was to be done`;
}

/** What Slack posts besides events and commands. */
const INTERACTIONS: ReadonlySet<unknown> = new Set([
  'block_actions',
  'message_action',
  'shortcut',
  'view_submission',
  'view_closed',
]);

function readPayload(text: string, path: string): Json {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // A command or interaction as Slack posts it: a form, in which `payload` may hold JSON.
    const form = new URLSearchParams(text.trim());
    const inner = form.get('payload');
    parsed = inner ? JSON.parse(inner) : Object.fromEntries(form);
  }
  const payload = (parsed ?? {}) as Json;
  if (typeof payload.event === 'object') {
    // Samples leave out what tells two deliveries apart.
    return {
      ...payload,
      type: 'event_callback',
      event_id: payload.event_id || 'EvREPLAY',
      team_id: payload.team_id || 'T0REPLAY',
    };
  }
  if (typeof payload.command === 'string' || INTERACTIONS.has(payload.type)) return payload;
  throw Object.assign(new Error(`${path}: no payload of Slack's: it has no event, command or type`), {
    forOperator: true,
  });
}

function nameOf(payload: Json): string {
  if (typeof payload.command === 'string') return `command ${payload.command}`;
  const event = payload.event as Json | undefined;
  return event
    ? `event ${String(event.type)}${event.subtype ? ` (${String(event.subtype)})` : ''}`
    : String(payload.type);
}

function channelIn(payload: Json): string | null {
  const event = (payload.event ?? {}) as Json;
  const item = (event.item ?? {}) as Json;
  const places = [payload.channel_id, payload.channel, event.channel, item.channel];
  for (const place of places) {
    const id = typeof place === 'object' && place !== null ? (place as Json).id : place;
    if (typeof id === 'string' && id !== '') return id;
  }
  return null;
}

function noting<Queue extends object>(queue: Queue, jobs: Replayed['jobs']): Queue {
  const note = (name: string, payloads: unknown[]) =>
    void jobs.push(...payloads.map((payload) => ({ name, payload })));
  return {
    ...queue,
    enqueue: async (name: string, payload: unknown) => note(name, [payload]),
    enqueueMany: async (name: string, payloads: unknown[]) => note(name, payloads),
  };
}

/** A Web API that takes every call for good and notes it. */
async function answerEverything(): Promise<{
  url: string;
  calls: Replayed['calls'];
  close(): Promise<void>;
}> {
  const calls: Replayed['calls'] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const given = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    calls.push({ method: (request.url ?? '').replace('/api/', ''), arguments: given });
    const answer = {
      ok: true,
      ...BOT,
      ts: '1700000000.000100',
      channel: { id: 'D0REPLAY' },
      view: { id: 'V0', hash: 'h' },
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function messageOf(line: string): string {
  const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
  return [msg, err?.message].filter(Boolean).join(': ');
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
