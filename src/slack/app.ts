// The Bolt app: the table of what is listened to, and nothing of what is done about it.
import { App, type BlockAction, HTTPReceiver } from '@slack/bolt';
import type { Deps } from '../pipeline/ports.ts';
import {
  ACTIONS,
  type ActionId,
  DEFAULT_COMMAND,
  SHORTCUTS,
  type ShortcutId,
  VIEWS,
  type ViewId,
} from './blocks/actions.ts';
import { onCardMenu, onLessLikeThis } from './card-menu.ts';
import { listenToChannels, type ServedChannels } from './channel-events.ts';
import { onCommand, onMention } from './command.ts';
import type { SlackContext } from './context.ts';
import {
  onDigestFrequency,
  onDigestHour,
  onHomeOpened,
  onSearchSaves,
  onTopics,
  onTurnPage,
} from './home.ts';
import { Identity } from './identity.ts';
import { InFlight } from './in-flight.ts';
import { onFinishLesson } from './learn.ts';
import { onAddFoundSource, onAddSource, onFindSource, openAddSource } from './manage-source.ts';
import { onMarkedWrong } from './mark-wrong.ts';
import { onMessage } from './message.ts';
import { type PatientOptions, patientFetch } from './patient-fetch.ts';
import { onForgetMe } from './personal-data.ts';
import { onDemoSubmitted, onJoinPoc, onShareDemo, onWishPoc } from './poc.ts';
import { onOpen, type PressListener } from './press.ts';
import { onProfileSubmitted, openProfile } from './profile.ts';
import { onPocProposed, openProposePoc } from './propose-poc.ts';
import { onRateAnswer } from './rate-answer.ts';
import { onUnhandled, REQUEST, Replays } from './replays.ts';
import { onSave } from './save.ts';
import { onAddArticle, onShareSummary, onSummarise, type ShortcutListener } from './shortcuts.ts';
import { guardRequests, LONGEST_REQUEST_BYTES, type RequestListener } from './signature.ts';
import { slackLogger } from './slack-logger.ts';
import { connect, createSocketReceiver } from './socket-mode.ts';
import { SocketReceiver, type SocketWait } from './socket-receiver.ts';
import { Troubles } from './troubles.ts';
import { onReaction, onVote } from './vote.ts';
import { createWebClient, webClientOptions } from './web-client.ts';

export interface SlackAppOptions {
  botToken: string;
  mode: { kind: 'http'; signingSecret: string } | { kind: 'socket'; appToken: string };
  /** Ends in a slash; Slack's own where not given. */
  slackApiUrl?: string;
  /** Default `/discuss-ai`. */
  command?: string;
  /** Default: one that nobody else reports to. */
  troubles?: Troubles;
  /** Default: the channels of `deps` are all there are. */
  served?: ServedChannels;
  /** How long the store is asked whether a request was taken before; default 200. */
  replayWaitMs?: number;
  /** For tests of reconnecting. */
  socketWait?: SocketWait;
  /** For tests of answers that are tried again. */
  patience?: Pick<PatientOptions, 'now' | 'wait'>;
}

export interface SlackApp {
  app: App;
  /** To be mounted at `POST /slack/events`; `null` in Socket Mode. */
  requestListener: RequestListener | null;
  /** Learns who the bot is and, in Socket Mode, connects. Throws with what to do when Slack refuses the token. */
  start(): Promise<void>;
  /** Resolves when every listener that was called has done its work; requests are acknowledged before that. */
  idle(): Promise<void>;
  /** Takes nothing new, and waits until what was taken is done (at most six seconds). */
  stop(): Promise<void>;
}

const SLACK_API = 'https://slack.com/api/';

type ViewListener = ReturnType<typeof onLessLikeThis>;

function listen(app: App, context: SlackContext, troubles: Troubles): void {
  app.event('reaction_added', onReaction(context));
  app.event('reaction_removed', onReaction(context));
  app.event('message', onMessage(context));
  app.event('app_mention', onMention(context));
  app.event('app_home_opened', onHomeOpened(context));

  app.command(context.command, onCommand(context));

  const presses: Record<ActionId, PressListener> = {
    [ACTIONS.vote]: onVote(context),
    [ACTIONS.save]: onSave(context),
    [ACTIONS.wishPoc]: onWishPoc(context),
    [ACTIONS.cardMenu]: onCardMenu(context),
    [ACTIONS.joinPoc]: onJoinPoc(context),
    [ACTIONS.shareDemo]: onShareDemo(context),
    [ACTIONS.finishLesson]: onFinishLesson(context),
    [ACTIONS.followTopics]: onTopics(context, 'follow'),
    [ACTIONS.muteTopics]: onTopics(context, 'mute'),
    [ACTIONS.searchSaves]: onSearchSaves(context),
    [ACTIONS.digestFrequency]: onDigestFrequency(context),
    [ACTIONS.digestHour]: onDigestHour(context),
    [ACTIONS.homeNewer]: onTurnPage(context),
    [ACTIONS.homeOlder]: onTurnPage(context),
    [ACTIONS.forgetMe]: onForgetMe(context),
    [ACTIONS.rateAnswer]: onRateAnswer(context),
    [ACTIONS.shareSummary]: onShareSummary(context),
    [ACTIONS.editProfile]: onOpen(context, openProfile),
    [ACTIONS.proposePoc]: onOpen(context, openProposePoc),
    [ACTIONS.addSource]: onOpen(context, openAddSource),
    [ACTIONS.addFoundSource]: onAddFoundSource(context),
  };
  for (const [id, listener] of Object.entries(presses)) {
    app.action<BlockAction>({ type: 'block_actions', action_id: id }, listener);
  }

  const shortcuts: Record<ShortcutId, ShortcutListener> = {
    [SHORTCUTS.summarise]: onSummarise(context),
    [SHORTCUTS.addArticle]: onAddArticle(context),
  };
  for (const [id, listener] of Object.entries(shortcuts)) {
    app.shortcut({ type: 'message_action', callback_id: id }, listener);
  }

  const views: Record<ViewId, ViewListener> = {
    [VIEWS.lessLikeThis]: onLessLikeThis(context),
    [VIEWS.shareDemo]: onDemoSubmitted(context),
    [VIEWS.editProfile]: onProfileSubmitted(context),
    [VIEWS.proposePoc]: onPocProposed(context),
    [VIEWS.markWrong]: onMarkedWrong(context),
    [VIEWS.findSource]: onFindSource(context),
    [VIEWS.addSource]: onAddSource(context),
  };
  for (const [id, listener] of Object.entries(views)) {
    app.view({ callback_id: id, type: 'view_submission' }, listener);
  }

  app.error(async (error) => {
    const cause = error.original ?? error;
    await troubles.refused(cause, 'interactive', null);
    context.deps.log.error({ err: error }, 'a listener failed');
  });
}

export function createSlackApp(deps: Deps, options: SlackAppOptions): SlackApp {
  const troubles = options.troubles ?? new Troubles();
  const logger = slackLogger(deps.log, 'bolt');
  const address = options.slackApiUrl ? { slackApiUrl: options.slackApiUrl } : {};
  const connection = { log: deps.log, ...address };
  const clientOptions = {
    ...webClientOptions(connection, 'slack-interactive'),
    fetch: patientFetch({ apiUrl: options.slackApiUrl ?? SLACK_API, ...options.patience }),
  };
  const receiver =
    options.mode.kind === 'http'
      ? new HTTPReceiver({
          signingSecret: options.mode.signingSecret,
          logger,
          bodyLimit: LONGEST_REQUEST_BYTES,
          customPropertiesExtractor: (request) => ({ [REQUEST]: request }),
          unhandledRequestHandler: onUnhandled,
        })
      : createSocketReceiver(deps, {
          ...options,
          appToken: options.mode.appToken,
          clientOptions: webClientOptions(connection, 'slack-socket'),
          troubles,
        });
  const client = createWebClient(options.botToken, connection, 'slack-interactive');
  const identity = new Identity(client, options.botToken);
  const app = new App({
    receiver,
    authorize: () => identity.get(),
    convoStore: false,
    logger,
    clientOptions,
  });
  const inFlight = new InFlight();
  const replays = new Replays(deps, options.replayWaitMs);
  app.use(({ next }) => inFlight.track(next()));
  app.use(replays.middleware);
  const context = { deps, command: options.command ?? DEFAULT_COMMAND };
  listen(app, context, troubles);
  listenToChannels(app, context, troubles, options.served ?? { look: () => Promise.resolve() });
  return {
    app,
    requestListener:
      receiver instanceof HTTPReceiver
        ? guardRequests(receiver.requestListener, inFlight, {
            note: (request, response) => replays.note(request, response),
          })
        : null,
    async start() {
      await identity.get();
      await troubles.begin(deps);
      await troubles.answered('auth.test', null);
      if (receiver instanceof SocketReceiver) await connect(receiver);
    },
    idle: () => inFlight.idle(),
    async stop() {
      const drained = inFlight.drain();
      if (receiver instanceof SocketReceiver) await receiver.stop();
      await drained;
    },
  };
}
