// What Slack's refusals mean, and what a person is to do about them. Knows no method in particular.
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { LostAnswer, RateLimited } from '../pipeline/ports.ts';

/** Slack understood the call and will not do it. `code` is Slack's own word. */
export class SlackRefused extends Error {
  readonly code: string;
  /** The scope that a token lacks. */
  readonly needed: string | null;
  /** Set where only a person can change it: a job waits for that without losing an attempt. */
  readonly retryAfterMs?: number;
  constructor(code: string, message: string, cause: unknown, needed: string | null = null) {
    super(message, { cause });
    this.name = 'SlackRefused';
    this.code = code;
    this.needed = needed;
    if (STANDING.has(code)) this.retryAfterMs = LOOK_AGAIN_MS;
  }
}

/** Stands until a person does something: looked at again after this. */
const LOOK_AGAIN_MS = 5 * 60_000;

/** Where Slack asks to wait without saying how long. */
const DEFAULT_WAIT_MS = 30_000;

/** Slack says of these that a part of the call may have been done. */
const MAYBE_DONE = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);

/** What is refused for one of these is refused tomorrow too, unless someone acts. */
const STANDING = new Set([
  ...['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action', 'missing_scope'],
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'],
]);

const ADVICE: Record<string, string> = {
  channel_not_found:
    'the channel is gone, or the app is not in it: in the channel, write `/invite @discuss-ai`',
  not_in_channel: 'the app is not in the channel: in the channel, write `/invite @discuss-ai`',
  is_archived: 'the channel is archived: unarchive it, or take it out of config/channels.yaml',
  restricted_action: 'a workspace setting keeps apps from posting here: ask an admin to allow it',
  invalid_auth: 'SLACK_BOT_TOKEN is not valid: copy it again from OAuth & Permissions',
  not_authed: 'SLACK_BOT_TOKEN is empty: copy it from OAuth & Permissions',
  account_inactive: 'the app was uninstalled: install it again and put the new SLACK_BOT_TOKEN in place',
  token_revoked: 'SLACK_BOT_TOKEN was revoked: install the app again and put the new one in place',
  token_expired: 'SLACK_BOT_TOKEN has expired: install the app again and put the new one in place',
};

/**
 * The fault as the pipeline knows it: `RateLimited`, `SlackRefused`, and for a call that changes something
 * (`changes`) `LostAnswer` when Slack may have done it all the same.
 */
export function faultOf(error: unknown, method: string, changes: boolean): Error {
  if (error instanceof WebAPIRateLimitedError) return new RateLimited(error.retryAfter * 1000);
  if (error instanceof WebAPIPlatformError) return platformFault(error, method, changes);
  if (error instanceof WebAPIHTTPError && error.statusCode < 500 && error.statusCode !== 408) {
    return new SlackRefused(
      `http_${error.statusCode}`,
      `${method} was answered with HTTP ${error.statusCode}: is there a proxy between the app and Slack, or a wrong SLACK_API_URL?`,
      error,
    );
  }
  if (changes) return new LostAnswer(error);
  if (error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError) {
    return new Error(`Slack did not answer ${method}`, { cause: error });
  }
  return error instanceof Error ? error : new Error(String(error));
}

function platformFault(error: WebAPIPlatformError, method: string, changes: boolean): Error {
  const code = error.data.error;
  if (code === 'ratelimited' || code === 'rate_limited') {
    const seconds = error.data.response_metadata?.retryAfter;
    return new RateLimited(seconds ? seconds * 1000 : DEFAULT_WAIT_MS);
  }
  if (changes && MAYBE_DONE.has(code)) return new LostAnswer(error);
  return new SlackRefused(
    code,
    `Slack refused ${method} (${code}): ${advice(error)}`,
    error,
    neededScope(error),
  );
}

function neededScope(error: WebAPIPlatformError): string | null {
  const { needed } = error.data as { needed?: unknown };
  return error.data.error === 'missing_scope' && typeof needed === 'string' ? needed : null;
}

function advice(error: WebAPIPlatformError): string {
  const code = error.data.error;
  if (code === 'missing_scope') {
    return `SLACK_BOT_TOKEN lacks ${neededScope(error) ?? 'a scope'}: add it under OAuth & Permissions and reinstall the app`;
  }
  const messages = error.data.response_metadata?.messages?.join('; ');
  return ADVICE[code] ?? messages ?? 'see https://docs.slack.dev/reference/methods for this code';
}

/** Slack's word for why it refused, or `null` for any other fault. */
export function refusal(error: unknown): string | null {
  return error instanceof SlackRefused ? error.code : null;
}
