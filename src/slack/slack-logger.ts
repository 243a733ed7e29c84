// Lets Bolt and WebClient log through the app's own logger. Debug lines stay out: they hold whole payloads.
import { LogLevel, type Logger as SlackLogger } from '@slack/web-api';
import type { Logger } from 'pino';

/** `part` names who speaks: `bolt`, `slack-bulk`. */
export function slackLogger(log: Logger, part: string): SlackLogger {
  const child = log.child({ part });
  const line = (messages: unknown[]) => messages.map((message) => text(message)).join(' ');
  return {
    debug: () => undefined,
    info: (...messages) => child.debug(line(messages)),
    warn: (...messages) => child.warn(line(messages)),
    error: (...messages) => child.error(line(messages)),
    setLevel: () => undefined,
    setName: () => undefined,
    getLevel: () => LogLevel.INFO,
  };
}

function text(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}
