// Sends requests to the app's HTTP endpoint as Slack does: signed, with 3 seconds to answer, events retried.
// Knows nothing of what is in them.
import { createHmac, randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { BOT, TEAM } from './members.ts';
import { createTurns } from './turns.ts';
import type { Workspace } from './workspace.ts';

/** What Slack gives an app to answer in. */
const ANSWER_WITHIN_MS = 3_000;
/** Slack sends an event again almost at once, after one minute and after five. */
const RETRY_AFTER_MS = [0, 60_000, 300_000];

/** Events under way at a time: a burst must not use up the app's seconds to answer before it is read. */
const EVENTS_AT_ONCE = 16;

/** Goes along in each payload; Slack has deprecated it in favour of the signature. */
export const VERIFICATION_TOKEN = 'sandbox';

export interface DeliveryOptions {
  /** The app's endpoint, `http://127.0.0.1:3000/slack/events`; asked each time, for it may not be up yet. */
  appUrl: () => string;
  signingSecret: string;
  workspace: Workspace;
  log: Logger;
  /** Runs `task` after `ms`; answers with a function that calls it off. */
  schedule: (task: () => void, ms: number) => () => void;
  /** In ms; Slack's own three seconds where not given. */
  answerWithinMs?: number | undefined;
}

export type Outcome =
  | { kind: 'answered'; body: string; isJson: boolean }
  /** `reason` in Slack's words: `http_timeout`, `connection_failed`, `http_error`. */
  | { kind: 'failed'; reason: string; noRetry: boolean };

export interface Delivery {
  /** A slash command: one try. */
  form(fields: Record<string, string>): Promise<Outcome>;
  /** An interaction: the payload as JSON in a form, one try. */
  interaction(payload: Record<string, unknown>): Promise<Outcome>;
  /** An event: retried as Slack does when the app does not answer with success. Resolves after the first try. */
  event(event: Record<string, unknown>): Promise<void>;
  /** Resolves when nothing is under way; retries that wait for their time are not waited for. */
  settled(): Promise<void>;
  /** Calls off the retries that wait. */
  close(): Promise<void>;
}

export function createDelivery(options: DeliveryOptions): Delivery {
  const underWay = new Set<Promise<unknown>>();
  const waiting = new Set<() => void>();
  const turns = createTurns(EVENTS_AT_ONCE);
  let closed = false;

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  }

  async function tryEvent(body: string, eventId: string, attempt: number, reason: string): Promise<void> {
    const retry = { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': reason };
    const outcome = await turns.run(() => {
      if (closed) return Promise.resolve(null);
      return send(options, body, 'application/json', attempt > 0 ? retry : {});
    });
    if (outcome === null || outcome.kind === 'answered' || closed) return;
    const delay = outcome.noRetry ? undefined : RETRY_AFTER_MS[attempt];
    options.log.warn(
      { eventId, attempt, reason: outcome.reason, retryInMs: delay },
      'event not taken by the app',
    );
    if (delay === undefined) return;
    const again = new Promise<void>((resolve) => {
      const callOff = options.schedule(() => {
        waiting.delete(giveUp);
        resolve(track(tryEvent(body, eventId, attempt + 1, outcome.reason)));
      }, delay);
      const giveUp = (): void => {
        callOff();
        resolve();
      };
      waiting.add(giveUp);
    });
    // One that comes at once is as good as under way.
    if (delay === 0) void track(again);
  }

  async function settled(): Promise<void> {
    while (underWay.size > 0) await Promise.allSettled([...underWay]);
  }

  return {
    form: (fields) => track(send(options, new URLSearchParams(fields).toString(), FORM, {})),
    interaction: (payload) =>
      track(send(options, new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), FORM, {})),
    event: (event) => {
      const eventId = `Ev${randomBytes(6).toString('hex').toUpperCase()}`;
      return track(
        tryEvent(JSON.stringify(envelope(event, eventId, options.workspace.now())), eventId, 0, ''),
      );
    },
    settled,
    async close() {
      closed = true;
      for (const callOff of waiting) callOff();
      waiting.clear();
      await settled();
    },
  };
}

const FORM = 'application/x-www-form-urlencoded';

function envelope(event: Record<string, unknown>, eventId: string, now: Date): Record<string, unknown> {
  const authorization = { enterprise_id: null, team_id: TEAM.id, user_id: BOT.userId, is_bot: true };
  return {
    token: VERIFICATION_TOKEN,
    team_id: TEAM.id,
    context_team_id: TEAM.id,
    context_enterprise_id: null,
    api_app_id: BOT.appId,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(now.getTime() / 1000),
    authorizations: [{ ...authorization, is_enterprise_install: false }],
    is_ext_shared_channel: false,
    event_context: `4-${eventId}`,
  };
}

/** Slack's signature, version 0: HMAC-SHA256 over `v0:time:body`. */
function sign(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

async function send(
  options: DeliveryOptions,
  body: string,
  contentType: string,
  more: Record<string, string>,
): Promise<Outcome> {
  const timestamp = Math.floor(options.workspace.now().getTime() / 1000);
  try {
    const response = await fetch(options.appUrl(), {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': sign(options.signingSecret, timestamp, body),
        ...more,
      },
      signal: AbortSignal.timeout(options.answerWithinMs ?? ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    if (response.ok) {
      const isJson = /application\/json/.test(response.headers.get('content-type') ?? '');
      return { kind: 'answered', body: text, isJson };
    }
    return {
      kind: 'failed',
      reason: 'http_error',
      noRetry: response.headers.get('x-slack-no-retry') === '1',
    };
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    options.log.debug({ err: error }, 'the app did not answer');
    return { kind: 'failed', reason: timedOut ? 'http_timeout' : 'connection_failed', noRetry: false };
  }
}
