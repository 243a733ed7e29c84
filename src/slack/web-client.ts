// How we talk to Slack's Web API: one client per kind of work, so that bulk posts never make a person's click wait.
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { slackLogger } from './slack-logger.ts';

/** A call takes Slack about 0.3 s; after this its answer is taken for lost. */
const TIMEOUT_MS = 15_000;

export interface SlackConnection {
  /** Ends in a slash; Slack's own where not given. */
  slackApiUrl?: string;
  /** After this a call's answer is taken for lost; default 15,000. */
  timeoutMs?: number;
  log: Logger;
}

/**
 * No retries and no waiting inside: a retry in the client can post twice, and one 429 would hold back every
 * other call of that client for as long.
 */
export function webClientOptions(
  { slackApiUrl, timeoutMs, log }: SlackConnection,
  part: string,
): WebClientOptions {
  return {
    ...(slackApiUrl ? { slackApiUrl } : {}),
    logger: slackLogger(log, part),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs ?? TIMEOUT_MS,
  };
}

export function createWebClient(token: string, connection: SlackConnection, part: string): WebClient {
  return new WebClient(token, webClientOptions(connection, part));
}
