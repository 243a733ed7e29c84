// The product behind real Bolt routing: database, queue and pipeline as they are, Slack's side by emulate.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Summary } from '../../../src/domain/article.ts';
import type { ChannelProfile } from '../../../src/domain/channel.ts';
import type { Deps } from '../../../src/pipeline/ports.ts';
import { postMessage } from '../../../src/pipeline/post-message.ts';
import { submitArticles } from '../../../src/pipeline/submit-article.ts';
import { JOBS } from '../../../src/queue/jobs.ts';
import { createQueue, type Queue, type QueueOptions } from '../../../src/queue/queue.ts';
import { createSlackApp, type SlackApp, type SlackAppOptions } from '../../../src/slack/app.ts';
import { createPublisher } from '../../../src/slack/publisher.ts';
import { Troubles } from '../../../src/slack/troubles.ts';
import { createHttpClient } from '../../../src/sources/http-client.ts';
import { getArticle, saveRead } from '../../../src/store/articles.ts';
import { indexArticle } from '../../../src/store/index-articles.ts';
import { claimMessage, type Purpose } from '../../../src/store/messages.ts';
import { migrate } from '../../../src/store/migrate.ts';
import type { PgliteDatabase } from '../../../src/store/pglite.ts';
import { insertPoc } from '../../../src/store/pocs.ts';
import { saveSummary } from '../../../src/store/summaries.ts';
import { openMemoryDatabase } from '../../support/backends.ts';
import { profileOf } from '../../support/profile.ts';
import {
  commandRequest,
  eventRequest,
  interactionRequest,
  type SignedRequest,
} from '../../support/slack-requests.ts';
import { itemOf } from '../../support/store.ts';
import { cardOf, pocOf } from './samples.ts';
import { BOT_TOKEN, startWorkspace, type Workspace } from './workspace.ts';

export const SECRET = 'a signing secret';
const NOW = new Date('2026-11-20T12:00:00Z');

/** Parts that no listener reaches: a call is a fault of the test. */
function unused<Part extends object>(name: string): Part {
  return new Proxy({} as Part, {
    get(_target, key) {
      throw new Error(`${name}.${String(key)} has no place in this test`);
    },
  });
}

export interface Posted {
  articleId: number;
  title: string;
  messageId: string;
  ts: string;
}

export class Product {
  readonly workspace: Workspace;
  readonly db: PgliteDatabase;
  readonly queue: Queue;
  readonly deps: Deps;
  readonly slack: SlackApp;
  readonly logged: Record<string, unknown>[];
  readonly #server: Server;
  #articles = 0;

  private constructor(
    parts: Pick<Product, 'workspace' | 'db' | 'queue' | 'deps' | 'slack' | 'logged'>,
    server: Server,
  ) {
    this.workspace = parts.workspace;
    this.db = parts.db;
    this.queue = parts.queue;
    this.deps = parts.deps;
    this.slack = parts.slack;
    this.logged = parts.logged;
    this.#server = server;
  }

  static async start(
    mode: SlackAppOptions['mode'] = { kind: 'http', signingSecret: SECRET },
    more: Partial<SlackAppOptions> = {},
  ): Promise<Product> {
    const logged: Record<string, unknown>[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
    const workspace = await startWorkspace();
    const troubles = more.troubles ?? new Troubles();
    const db = await openMemoryDatabase();
    await migrate(db, join('src', 'store', 'migrations'));
    const rule = { attempts: 1, backoffMs: 1000 };
    const attempts = Object.fromEntries(
      Object.keys(JOBS).map((name) => [name, rule]),
    ) as QueueOptions['attempts'];
    const queue = await createQueue({ kind: 'pglite', database: db }, { attempts, log });
    const channel: ChannelProfile = profileOf({ id: workspace.channelId });
    const deps: Deps = {
      db,
      queue,
      now: () => NOW,
      random: () => 0.5,
      log,
      http: createHttpClient({ userAgent: 'discuss-ai/test', allowPrivateHosts: [] }),
      collector: unused('collector'),
      pages: unused('pages'),
      reader: unused('reader'),
      model: null,
      embedder: null,
      prompts: unused('prompts'),
      publisher: createPublisher({ token: BOT_TOKEN, slackApiUrl: workspace.apiUrl, troubles, log }),
      channels: [channel],
      lessons: [
        {
          id: 'decide',
          title: 'Decide',
          words: 'Why now.',
          readings: [{ title: 'How', url: 'https://example.org/how', words: 'Read it.' }],
        },
        { id: 'basics', title: 'Basics', words: 'What to know.', readings: [] },
      ],
      latestEvaluation: async () => null,
      modelBudget: { dayUsd: 1, monthUsd: null, tasks: {} },
      pacing: {
        anyTime: true,
        refreshMs: 60_000,
        postEveryMs: null,
        updateEveryMs: null,
        readEveryMs: null,
      },
    };
    const slack = createSlackApp(deps, {
      botToken: BOT_TOKEN,
      mode,
      slackApiUrl: workspace.apiUrl,
      troubles,
      ...more,
    });
    await slack.start();
    const server = createServer((request, response) => slack.requestListener?.(request, response));
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', resolve);
    await promise;
    return new Product({ workspace, db, queue, deps, slack, logged }, server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    await promise;
    await this.slack.stop();
    await this.queue.close();
    await this.deps.http.close();
    await this.db.close();
    await this.workspace.close();
  }

  /** Answers as soon as Bolt does: the work may still be going on. */
  async send(request: SignedRequest, path = '/slack/events'): Promise<Response> {
    const { port } = this.#server.address() as AddressInfo;
    return await fetch(`http://127.0.0.1:${port}${path}`, request);
  }

  forgetTraffic(): void {
    this.workspace.responses.length = 0;
    this.workspace.calls.length = 0;
    this.logged.length = 0;
  }

  /** Waits until every listener has done its work. */
  async settled(): Promise<void> {
    await this.slack.idle();
  }

  async event(event: Record<string, unknown>, eventId?: string): Promise<Response> {
    const response = await this.send(eventRequest(SECRET, event, eventId));
    if (response.status !== 200) throw new Error(`An event was answered with ${response.status}`);
    await this.settled();
    return response;
  }

  async command(text: string): Promise<Record<string, unknown> | undefined> {
    const { personId: userId, channelId, responseUrl } = this.workspace;
    await this.send(commandRequest(SECRET, { command: '/discuss-ai', text, userId, channelId, responseUrl }));
    await this.settled();
    return this.workspace.responses.at(-1);
  }

  /** Presses a button of a message that stands in the channel, with the blocks that Slack holds. */
  async press(
    actionId: string,
    value: string,
    at: Posted | null,
    more: Record<string, unknown> = {},
  ): Promise<Response> {
    const { channelId, responseUrl, personId } = this.workspace;
    const isMenu = actionId === 'card-menu';
    const response = await this.send(
      interactionRequest(SECRET, {
        type: 'block_actions',
        user: { id: personId, username: 'ada', name: 'ada', team_id: 'T000000001' },
        trigger_id: await this.workspace.triggerId(),
        response_url: responseUrl,
        channel: { id: channelId, name: 'discuss-ai' },
        container: { type: 'message', channel_id: channelId, is_ephemeral: at === null },
        ...(at ? { message: await this.messageAt(at.ts) } : {}),
        actions: [
          {
            action_id: actionId,
            block_id: 'b1',
            type: isMenu ? 'overflow' : 'button',
            action_ts: '1795332486.000241',
            ...(isMenu ? { selected_option: { text: { type: 'plain_text', text: 'x' }, value } } : { value }),
          },
        ],
        ...more,
      }),
    );
    await this.settled();
    return response;
  }

  /** Picks an entry of the app's from the menu of a message. */
  async shortcut(callbackId: string, message: Record<string, unknown>): Promise<Response> {
    const { channelId, responseUrl, personId } = this.workspace;
    const response = await this.send(
      interactionRequest(SECRET, {
        type: 'message_action',
        callback_id: callbackId,
        user: { id: personId, name: 'ada' },
        channel: { id: channelId, name: 'discuss-ai' },
        trigger_id: await this.workspace.triggerId(),
        response_url: responseUrl,
        message_ts: message.ts,
        message,
      }),
    );
    await this.settled();
    return response;
  }

  async submitView(view: Record<string, unknown>): Promise<Response> {
    const user = { id: this.workspace.personId, username: 'ada', name: 'ada', team_id: 'T000000001' };
    const response = await this.send(interactionRequest(SECRET, { type: 'view_submission', user, view }));
    await this.settled();
    return response;
  }

  async messageAt(ts: string) {
    const { channelId, admin } = this.workspace;
    const { messages } = await admin.conversations.history({ channel: channelId });
    const message = messages?.find((one) => one.ts === ts);
    if (!message) throw new Error(`Nothing was posted at ${ts}`);
    return message;
  }

  /** An article with a summary, posted as a card through the pipeline. */
  async postCard(): Promise<Posted> {
    const { articleId, title } = await this.#submit();
    const messageId = `card-${articleId}`;
    await this.#claim('card', articleId, messageId);
    return { articleId, title, messageId, ts: await this.#send(messageId) };
  }

  async postPoc(): Promise<Posted & { pocId: number }> {
    const { articleId, title } = await this.#submit();
    const messageId = `poc-${articleId}`;
    await this.#claim('poc', null, messageId);
    const channelId = this.workspace.channelId;
    await insertPoc(this.db, { channelId, articleId, messageId, brief: pocOf().brief }, NOW);
    const [poc] = await this.db.query<{ id: number }>(
      'select id::int4 as id from poc where article_id = $1',
      [articleId],
    );
    return { articleId, title, messageId, ts: await this.#send(messageId), pocId: poc?.id ?? 0 };
  }

  async votesOf(articleId: number): Promise<number> {
    return (await getArticle(this.db, articleId, this.workspace.channelId))?.votes ?? -1;
  }

  /** Calls of a Web API method that the app made, arguments as sent. */
  calls(method: string): Record<string, string>[] {
    return this.workspace.calls.filter((call) => call.method === method).map((call) => call.arguments);
  }

  async #submit(): Promise<{ articleId: number; title: string }> {
    this.#articles += 1;
    const summary: Summary = cardOf().summary;
    const submission = {
      items: [itemOf(this.#articles)],
      broughtBy: {
        kind: 'person' as const,
        personId: 'U0SOMEBODY',
        channelId: this.workspace.channelId,
        messageTs: null,
      },
      collectionId: null,
      defaultKind: null,
    };
    const { all } = await this.db.transaction((tx) => submitArticles(tx, submission, NOW));
    const articleId = all[0] ?? 0;
    const { title } = itemOf(this.#articles);
    const text = 'An agent plans its work and is measured on ten tasks.';
    await saveRead(this.db, {
      articleId,
      state: 'page',
      error: null,
      text,
      language: 'en',
      wordCount: 11,
      title: null,
      publishedAt: null,
    });
    await indexArticle(this.db, { articleId, language: 'en', title, text, pairs: '' });
    await saveSummary(this.db, articleId, 'en', summary, NOW);
    return { articleId, title };
  }

  async #claim(purpose: Purpose, articleId: number | null, id: string): Promise<void> {
    const { channelId } = this.workspace;
    const claim = {
      id,
      channelId,
      purpose,
      ...(articleId === null ? {} : { articleId }),
      key: id,
      why: { kind: 'followed' as const, topics: ['inference cost'] },
      topics: ['inference cost'],
    };
    await claimMessage(this.db, claim, NOW);
  }

  async #send(messageId: string): Promise<string> {
    await postMessage(this.deps, { messageId });
    const [row] = await this.db.query<{ ts: string }>('select ts from message where id = $1', [messageId]);
    return row?.ts ?? '';
  }
}
