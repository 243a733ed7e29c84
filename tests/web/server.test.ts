import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import type { HealthReport } from '../../src/web/health.ts';
import { createWebServer, type WebServer, type WebServerOptions } from '../../src/web/server.ts';

const WELL: HealthReport = {
  database: { ok: true },
  queue: { ok: true },
  lastCollectionAgeSeconds: 42,
  figures: [],
};

const open: WebServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function start(options: Partial<WebServerOptions> = {}): Promise<string> {
  const server = createWebServer({
    slackRequestListener: null,
    health: async () => WELL,
    log: pino({ level: 'silent' }),
    ...options,
  });
  open.push(server);
  return `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
}

describe('/healthz', () => {
  test('answers 200 while database and queue work', async () => {
    const response = await fetch(`${await start()}/healthz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'ok',
      database: 'ok',
      queue: 'ok',
      lastCollectionAgeSeconds: 42,
    });
  });

  test('answers 503 and says which part fails and why', async () => {
    const health = async () => ({
      ...WELL,
      queue: { ok: false as const, reason: 'ECONNREFUSED redis:6379' },
    });
    const response = await fetch(`${await start({ health })}/healthz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      status: 'failing',
      database: 'ok',
      queue: 'ECONNREFUSED redis:6379',
    });
  });

  test('answers 503 when the look itself throws', async () => {
    const url = await start({ health: () => Promise.reject(new Error('pool is closed')) });
    const response = await fetch(`${url}/healthz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: 'failing', database: 'pool is closed' });
  });
});

describe('a look that never ends', () => {
  const hangs = { health: () => new Promise<HealthReport>(() => undefined), healthTimeoutMs: 20 };

  test('counts as failing', async () => {
    const response = await fetch(`${await start(hangs)}/healthz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ database: 'no answer within 20 ms' });
  });
});

describe('/metrics', () => {
  test('tells checks, figures and the process, each name under one TYPE', async () => {
    const lane = (name: string, value: number) => ({
      name: 'discuss_ai_jobs_waiting',
      help: 'Jobs that wait.',
      value,
      labels: { lane: name },
    });
    const health = async () => ({ ...WELL, figures: [lane('read', 3), lane('a "quoted"\nname', 4)] });
    const response = await fetch(`${await start({ health })}/metrics`);
    expect(response.headers.get('content-type')).toContain('version=0.0.4');
    const text = await response.text();
    expect(text).toContain('discuss_ai_up{part="database"} 1\ndiscuss_ai_up{part="queue"} 1\n');
    expect(text).toContain(
      '# HELP discuss_ai_jobs_waiting Jobs that wait.\n# TYPE discuss_ai_jobs_waiting gauge\n' +
        'discuss_ai_jobs_waiting{lane="read"} 3\ndiscuss_ai_jobs_waiting{lane="a \\"quoted\\"\\nname"} 4\n',
    );
    expect(text).toContain('discuss_ai_last_collection_age_seconds 42\n');
    expect(text).toContain('# TYPE process_cpu_seconds_total counter\n');
    const types = text.match(/^# TYPE \S+/gm) ?? [];
    expect(new Set(types).size).toBe(types.length);
  });

  test('answers while a part fails, since that is when it is read', async () => {
    const health = async () => ({ ...WELL, database: { ok: false as const, reason: 'down' } });
    const response = await fetch(`${await start({ health })}/metrics`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('discuss_ai_up{part="database"} 0\n');
  });
});

describe('other addresses', () => {
  test.each([
    ['GET', '/', 200, /discuss-ai/],
    ['GET', '/?x=1', 200, /discuss-ai/],
    ['GET', '/nothing', 404, /nothing here/],
    ['GET', '/constructor', 404, /nothing here/],
    ['POST', '/healthz', 405, /GET only/],
    ['GET', '/slack/events', 405, /POST only/],
    ['POST', '/slack/events', 404, /no events over HTTP/],
  ])('%s %s answers %i', async (method, path, status, text) => {
    const response = await fetch(`${await start()}${path}`, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toMatch(text);
  });

  test('answers HEAD without a body', async () => {
    const response = await fetch(`${await start()}/healthz`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});

describe('/slack/events', () => {
  const SECRET = 'signing-secret';

  function slackApp(onMention: (text: string) => void) {
    const receiver = new HTTPReceiver({ signingSecret: SECRET, logLevel: LogLevel.ERROR });
    const app = new App({
      receiver,
      authorize: async () => ({ botId: 'B1', botUserId: 'U0', botToken: 'xoxb-1' }),
    });
    app.event('app_mention', async ({ event }) => onMention(event.text));
    return receiver;
  }

  function signed(body: string, secret: string) {
    const time = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex');
    return {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': time,
        'x-slack-signature': `v0=${signature}`,
      },
    };
  }

  const MENTION = JSON.stringify({
    type: 'event_callback',
    team_id: 'T1',
    event_id: 'Ev1',
    event: { type: 'app_mention', user: 'U1', text: 'hello', channel: 'C1', ts: '1.0', event_ts: '1.0' },
  });

  test('brings a signed event to Bolt’s listener, and keeps an unsigned one out', async () => {
    const heard: string[] = [];
    const receiver = slackApp((text) => heard.push(text));
    const url = await start({ slackRequestListener: receiver.requestListener });
    expect((await fetch(`${url}/slack/events`, signed(MENTION, 'wrong'))).status).toBe(401);
    expect(heard).toEqual([]);
    expect((await fetch(`${url}/slack/events`, signed(MENTION, SECRET))).status).toBe(200);
    expect(heard).toEqual(['hello']);
  });

  test('answers 500 and goes on when a listener throws', async () => {
    const listener = () => {
      throw new Error('broken');
    };
    const url = await start({ slackRequestListener: listener });
    expect((await fetch(`${url}/slack/events`, { method: 'POST' })).status).toBe(500);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('start and stop', () => {
  test('says which port is taken, and what to do', async () => {
    const port = Number(new URL(await start()).port);
    const second = createWebServer({
      slackRequestListener: null,
      health: async () => WELL,
      log: pino({ level: 'silent' }),
    });
    await expect(second.listen(port, '127.0.0.1')).rejects.toMatchObject({
      message: `Cannot listen on 127.0.0.1:${port}: another program has it: set PORT to a free one`,
      code: 'EADDRINUSE',
    });
    expect(await second.listen(0, '127.0.0.1')).not.toBe(port);
    await second.close();
  });

  test('finishes a request that has begun before it closes', async () => {
    const begun = Promise.withResolvers<void>();
    const held = Promise.withResolvers<HealthReport>();
    const health = () => {
      begun.resolve();
      return held.promise;
    };
    const url = await start({ health });
    const answer = fetch(`${url}/healthz`);
    await begun.promise;
    const closed = open.splice(0)[0]?.close();
    held.resolve(WELL);
    expect((await answer).status).toBe(200);
    await closed;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  test('survives a request that is not HTTP', async () => {
    const url = new URL(await start());
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(url.port), url.hostname, () => socket.end('nonsense\r\n\r\n'));
      socket.on('data', (data) => resolve(data.toString()));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect((await fetch(`${url.href}healthz`)).status).toBe(200);
  });
});
