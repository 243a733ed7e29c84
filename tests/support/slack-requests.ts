// Requests as Slack sends them, signed: events, slash commands, presses, submitted views.
import { createHmac } from 'node:crypto';

export interface SignedRequest {
  method: 'POST';
  headers: Record<string, string>;
  body: string;
}

const FORM = 'application/x-www-form-urlencoded';
const TEAM = 'T000000001';
const APP = 'A0DISCUSS1';

const signed = new Set<string>();

/** Slack signs each delivery anew; two of one body and second would be one request sent twice, which is refused. */
function unusedSecond(body: string): Date {
  let second = Math.floor(Date.now() / 1000);
  while (signed.has(`${second}:${body}`)) second -= 1;
  signed.add(`${second}:${body}`);
  return new Date(second * 1000);
}

/** `at` is when Slack says it signed; the signature is right for that time. */
export function signedRequest(
  secret: string,
  body: string,
  contentType = 'application/json',
  at: Date = unusedSecond(body),
): SignedRequest {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    method: 'POST',
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  };
}

let events = 0;

/** The body of an Events API request. */
export function eventBody(event: Record<string, unknown>, eventId?: string): string {
  events += 1;
  return JSON.stringify({
    token: 'legacy',
    team_id: TEAM,
    api_app_id: APP,
    type: 'event_callback',
    event_id: eventId ?? `Ev${String(events).padStart(9, '0')}`,
    event_time: Math.floor(Date.now() / 1000),
    event_context: '4-context',
    is_ext_shared_channel: false,
    authorizations: [
      {
        enterprise_id: null,
        team_id: TEAM,
        user_id: 'U0BOT00001',
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    event,
  });
}

export function eventRequest(
  secret: string,
  event: Record<string, unknown>,
  eventId?: string,
): SignedRequest {
  return signedRequest(secret, eventBody(event, eventId));
}

export interface CommandFields {
  command: string;
  text: string;
  userId: string;
  channelId: string;
  responseUrl: string;
  /** Default: one that opens nothing. */
  triggerId?: string;
}

export function commandRequest(secret: string, fields: CommandFields): SignedRequest {
  const body = new URLSearchParams({
    token: 'legacy',
    team_id: TEAM,
    team_domain: 'emulate',
    channel_id: fields.channelId,
    channel_name: 'discuss-ai',
    user_id: fields.userId,
    user_name: 'ada',
    command: fields.command,
    text: fields.text,
    api_app_id: APP,
    is_enterprise_install: 'false',
    response_url: fields.responseUrl,
    trigger_id: fields.triggerId ?? '13345224609.738474920.8088930838d88f008e0',
  });
  return signedRequest(secret, body.toString(), FORM);
}

/** `block_actions` and `view_submission` come as one form field. */
export function interactionRequest(secret: string, payload: Record<string, unknown>): SignedRequest {
  const whole = {
    token: 'legacy',
    team: { id: TEAM, domain: 'emulate' },
    api_app_id: APP,
    is_enterprise_install: false,
    enterprise: null,
    ...payload,
  };
  return signedRequest(secret, new URLSearchParams({ payload: JSON.stringify(whole) }).toString(), FORM);
}
