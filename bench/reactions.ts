// Signed reaction events over HTTP through Bolt into the store, against Bolt with a listener that does nothing.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, HTTPReceiver } from '@slack/bolt';
import pino from 'pino';
import type { Deps } from '../src/pipeline/ports.ts';
import { createQueue } from '../src/queue/queue.ts';
import { createSlackApp } from '../src/slack/app.ts';
import { slackLogger } from '../src/slack/slack-logger.ts';
import { migrate } from '../src/store/migrate.ts';
import { openPglite } from '../src/store/pglite.ts';
import { profileOf } from '../tests/support/profile.ts';
import { eventRequest, type SignedRequest } from '../tests/support/slack-requests.ts';
import { retryPolicy } from '../workers/retry-policy.ts';
import { type Figure, median, runAlone, timed } from './report.ts';
import { sendFromThread } from './request-thread.ts';

const EVENTS = 2_000;
const CARDS = 40;
const ROUNDS = 7;
const CONNECTIONS = 10;
const GOAL = 0.3;
const SECRET = 'a-signing-secret-for-the-bench';
const CHANNEL = 'C0DISCUSS';
const SILENT = pino({ level: 'silent' });

interface Contestant {
  url: string;
  /** Resolves when every event that was acknowledged has been handled. */
  handled(): Promise<void>;
  close(): Promise<void>;
}

export async function benchReactions(): Promise<Figure[]> {
  const ours = await openOurs();
  const bare = await openBare();
  const oursMs: number[] = [];
  const bareMs: number[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      process.stderr.write(`reactions: round ${round} of ${ROUNDS}${round === 0 ? ' (warm-up)' : ''}\n`);
      const requests = reactionsOf(round);
      const turns = [
        async () => oursMs.push(await handle(ours, requests)),
        async () => bareMs.push(await handle(bare, requests)),
      ];
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
      await ours.expectVotes((round + 1) * EVENTS);
    }
  } finally {
    await ours.close();
    await bare.close();
  }
  const ratios = oursMs.map((ms, round) => (bareMs[round] ?? Number.NaN) / ms).slice(1);
  const ratio = median(ratios);
  const perSecond = (times: number[]): number => Math.round((EVENTS * 1_000) / median(times.slice(1)));
  return [
    {
      name: `${EVENTS} reactions through Bolt to the store, against Bolt alone`,
      figure: ratio.toFixed(2),
      goal: `≥ ${GOAL}`,
      met: ratio >= GOAL,
      detail:
        `${perSecond(oursMs)} events/s against ${perSecond(bareMs)}, each counted; ` +
        `${ROUNDS} rounds from ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
    },
  ];
}

async function handle({ url, handled }: Contestant, requests: SignedRequest[]): Promise<number> {
  const { done } = await sendFromThread(url, requests, CONNECTIONS);
  return timed(async () => {
    await done;
    await handled();
  });
}

/** Every round brings people of its own, so that each event is a new vote. */
function reactionsOf(round: number): SignedRequest[] {
  return Array.from({ length: EVENTS }, (_, n) =>
    eventRequest(SECRET, {
      type: 'reaction_added',
      user: `U${round}P${Math.floor(n / CARDS)}`,
      reaction: '+1',
      item: { type: 'message', channel: CHANNEL, ts: tsOf(n % CARDS) },
      event_ts: `${1_800_000_000 + n}.000100`,
    }),
  );
}

const tsOf = (card: number): string => `${1_700_000_000 + card}.000100`;

async function openOurs(): Promise<Contestant & { expectVotes(count: number): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'discuss-ai-bench-reactions-'));
  const db = await openPglite(folder);
  await migrate(db, 'src/store/migrations');
  const queue = await createQueue({ kind: 'pglite', database: db }, { attempts: retryPolicy, log: SILENT });
  await db.query(
    `insert into article (canonical_url, url, title, kind, first_seen_at)
     select 'https://example.com/' || n, 'https://example.com/' || n, 'Article ' || n, 'news', now()
     from generate_series(0, $1::int - 1) n`,
    [CARDS],
  );
  await db.query(
    `insert into message (id, channel_id, purpose, article_id, key, claimed_at, ts, posted_at)
     select 'm' || n, $2, 'card', n, 'card:' || n, now(), (1699999999 + n) || '.000100', now()
     from generate_series(1, $1::int) n`,
    [CARDS, CHANNEL],
  );
  const slack = await answerAuthTest();
  // What fetches, reads, summarises and posts is not reached by a reaction.
  const deps = {
    db,
    queue,
    now: () => new Date(),
    random: Math.random,
    log: SILENT,
    channels: [profileOf({ id: CHANNEL })],
    lessons: [],
    model: null,
    pacing: { anyTime: false, refreshMs: 3_000 },
  } as unknown as Deps;
  const app = createSlackApp(deps, {
    botToken: 'xoxb-bench',
    slackApiUrl: slack.url,
    mode: { kind: 'http', signingSecret: SECRET },
  });
  if (!app.requestListener) throw new Error('Bolt gave no request listener');
  await app.start();
  const server = await listen(app.requestListener);
  return {
    url: `${server.url}slack/events`,
    handled: () => app.idle(),
    async expectVotes(count) {
      const [row] = await db.query<{ votes: number }>('select sum(votes)::int as votes from tally');
      if (row?.votes !== count) throw new Error(`Expected ${count} votes, found ${row?.votes}`);
    },
    async close() {
      await app.stop();
      await server.close();
      await slack.close();
      await queue.close();
      await db.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The same receiver, without anything of ours. */
async function openBare(): Promise<Contestant> {
  const logger = slackLogger(SILENT, 'bolt');
  const receiver = new HTTPReceiver({ signingSecret: SECRET, logger });
  const authorize = async () => ({ botToken: 'xoxb-bench', botId: 'B0BENCH', botUserId: 'U0BENCH' });
  const app = new App({ receiver, authorize, convoStore: false, logger });
  app.event('reaction_added', async () => undefined);
  const server = await listen(receiver.requestListener);
  return { url: `${server.url}slack/events`, handled: () => Promise.resolve(), close: server.close };
}

/** All that the app asks Slack before it listens. */
function answerAuthTest(): ReturnType<typeof listen> {
  const who = JSON.stringify({ ok: true, bot_id: 'B0BENCH', user_id: 'U0BENCH', team_id: 'T0BENCH' });
  return listen((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(who));
}

async function listen(listener: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

await runAlone(import.meta, benchReactions);
