// Lets Bolt and WebClient log through the app's own logger. Debug lines stay out: they hold whole payloads.
import { LogLevel, type Logger as SlackLogger } from '@slack/web-api';
import type { Logger } from 'pino';

/** `part` names who speaks: `bolt`, `slack-bulk`; what is louder than `loudest` is written as that. */
export function slackLogger(log: Logger, part: string, loudest: 'error' | 'debug' = 'error'): SlackLogger {
  const child = log.child({ part });
  const line = (messages: unknown[]) => messages.map((message) => text(message)).join(' ');
  return {
    debug: () => undefined,
    info: (...messages) => child.debug(line(messages)),
    warn: (...messages) => child[loudest === 'error' ? 'warn' : loudest](line(messages)),
    error: (...messages) => child[loudest](line(messages)),
    setLevel: () => undefined,
    setName: () => undefined,
    getLevel: () => LogLevel.INFO,
  };
}

function text(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}
