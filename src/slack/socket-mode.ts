// Joins the receiver that keeps Socket Mode open to the rest: votes are compared after a gap, a refusal is told once.
import { SocketModeReceiver } from '@slack/bolt';
import { requestCatchUp } from '../pipeline/catch-up-links.ts';
import type { Deps } from '../pipeline/ports.ts';
import { faultOf, refusal } from './slack-fault.ts';
import { slackLogger } from './slack-logger.ts';
import { SocketReceiver, type SocketWait, waitUnheld } from './socket-receiver.ts';
import type { Troubles } from './troubles.ts';
import type { webClientOptions } from './web-client.ts';

/** Events may have been missed before a connection; several within this time are made good by one look. */
const RECONCILE_AFTER_MS = 10_000;

interface SocketModeOptions {
  appToken: string;
  clientOptions: ReturnType<typeof webClientOptions>;
  troubles: Troubles;
  /** For tests of reconnecting. */
  socketWait?: SocketWait;
}

export function createSocketReceiver(
  deps: Deps,
  { appToken, clientOptions, troubles, socketWait }: SocketModeOptions,
): SocketReceiver {
  const wait = socketWait ?? waitUnheld;
  // Its own words about a lost connection are many; what they come to is said by `troubles`.
  const logger = slackLogger(deps.log, 'socket', 'debug');
  const { logger: _, ...withoutLogger } = clientOptions;
  let reconciling = false;
  const reconcileSoon = async (): Promise<void> => {
    if (reconciling) return;
    reconciling = true;
    await wait(RECONCILE_AFTER_MS, new AbortController().signal);
    // From here on a further connection asks for a further look.
    reconciling = false;
    await requestCatchUp(deps).catch((err: unknown) => {
      deps.log.warn({ err }, 'Votes could not be compared with Slack; they are within the hour');
    });
  };
  return new SocketReceiver({
    createReceiver: () =>
      new SocketModeReceiver({
        appToken,
        autoReconnectEnabled: false,
        logger,
        installerOptions: { clientOptions: withoutLogger },
      }),
    onReconnected() {
      void troubles.end((trouble) => trouble.kind === 'socket');
      void reconcileSoon();
    },
    onRefused(error) {
      const code = refusal(faultOf(error, 'apps.connections.open', false));
      deps.log.debug({ err: error }, 'Slack opened no socket');
      if (!code) return;
      void troubles.report({ trouble: { kind: 'socket', code } });
    },
    log: deps.log,
    wait,
  });
}

/** The first connection; throws with what to do. */
export async function connect(receiver: SocketReceiver): Promise<void> {
  try {
    await receiver.start();
  } catch (error) {
    throw new Error(
      'Slack did not open a socket for SLACK_APP_TOKEN: it must be an app-level token (xapp-…) with connections:write, ' +
        'made under Basic Information, and Socket Mode must be switched on',
      { cause: error },
    );
  }
}
