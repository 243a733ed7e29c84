// A whole run of the process at the most talkative log level, through faults of Slack and of the model: no line holds a
// secret that it was given.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import manifest from '../../config/slack-manifest.json' with { type: 'json' };
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { personOf } from '../support/person.ts';
import { configWithSource, PROCESS_TIMEOUT_MS, startProduct } from '../support/process.ts';
import { commandRequest, eventRequest } from '../support/slack-requests.ts';

const SIGNING_SECRET = 'signing-5f0c1d7e9ab34c2f';
const MODEL_KEY = 'sk-model-8a1b2c3d4e5f6071';
/** Whoever has it can write into the channel; nobody listens there. */
const RESPONSE_URL = 'http://127.0.0.1:9/response/hook-3c4d5e6f70819203';
const OTHERS = {
  PUSH_TOKEN: 'push-token-0123456789abcdef0123456789abcdef',
  GITHUB_TOKEN: 'ghp_4e5f60718293a4b5c6d7e8f9',
  OPENREVIEW_TOKEN: 'openreview-5f60718293a4',
  SEMANTIC_SCHOLAR_KEY: 's2-60718293a4b5c6d7',
};

it('writes no secret into its log', { timeout: PROCESS_TIMEOUT_MS }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  // A model endpoint that refuses, and repeats the key in its answer as some do.
  const model = createServer((request, response) => {
    const error = { message: `Incorrect API key provided: ${request.headers.authorization}` };
    response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
  });
  await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
  const modelUrl = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`;

  let appUrl = '';
  const faults = [
    { kind: 'rate-limited', seconds: 1 },
    { kind: 'unavailable' },
    { kind: 'lost-answer' },
  ] as const;
  let posts = 0;
  const sandbox = await createSandbox({
    port: 0,
    signingSecret: SIGNING_SECRET,
    manifest,
    appUrl: () => appUrl,
    log: pino({ level: 'silent' }),
    now: () => new Date(),
    faultFor: (method) => (method.startsWith('chat.post') ? (faults[posts++] ?? null) : null),
  });
  const product = startProduct({
    dataDir: join(folder, 'data'),
    env: {
      CONFIG_DIR: await configWithSource(folder, 'http://127.0.0.1:9/feed.xml'),
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: sandbox.apiUrl,
      OPENAI_API_KEY: MODEL_KEY,
      OPENAI_BASE_URL: modelUrl,
      OPENAI_MODEL: 'a-model',
      MODEL_PRICE_INPUT: '0',
      MODEL_PRICE_OUTPUT: '0',
      ...OTHERS,
      LOG_LEVEL: 'trace',
    },
  });
  try {
    const announced = await product.line(/Health and metrics: http/);
    appUrl = `${/http:\/\/[\d.:]+\d/.exec(announced)?.[0]}/slack/events`;
    const ada = personOf(sandbox);
    const channel = sandbox.channels[0]?.id ?? '';
    await ada.say(channel, 'see http://127.0.0.1:9/a-paper');
    for (const text of ['status', 'search agents', 'nonsense']) {
      const fields = {
        command: '/discuss-ai',
        text,
        userId: ada.id,
        channelId: channel,
        responseUrl: RESPONSE_URL,
      };
      expect((await fetch(appUrl, commandRequest(SIGNING_SECRET, fields))).status).toBe(200);
    }
    const forged = await fetch(appUrl, eventRequest('another secret', { type: 'app_uninstalled' }));
    expect(forged.status).toBe(401);
    await sandbox.delivery.settled();
    // The link's reply goes through the faults.
    await product.line(/chat\.postMessage|No answer from Slack|Slack asked to wait|post-message/);
  } finally {
    await product.stop();
    await sandbox.close();
    model.close();
    model.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  }

  const log = product.lines.join('\n');
  expect(product.lines.length).toBeGreaterThan(5);
  expect(posts).toBeGreaterThan(0);
  const given = [sandbox.botToken, SIGNING_SECRET, MODEL_KEY, RESPONSE_URL, ...Object.values(OTHERS)];
  for (const secret of given) {
    expect(log).not.toContain(secret);
    // Nor in the way in which a header or a form writes it.
    expect(log).not.toContain(encodeURIComponent(secret));
  }
  expect(log).not.toMatch(/Bearer [\w-]{8}/);
});
