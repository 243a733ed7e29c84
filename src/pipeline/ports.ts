// What the pipeline needs from outside, as small as it can be: the steps' dependencies and the Publisher.
import type { Logger } from 'pino';
import type { Card } from '../domain/article.ts';
import type { ArticleChange } from '../domain/article-change.ts';
import type { ChannelProfile } from '../domain/channel.ts';
import type { Digest } from '../domain/digest.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { Lesson } from '../domain/learning.ts';
import type { ModelBudget } from '../domain/model-budget.ts';
import type { PersonalDigest } from '../domain/personal.ts';
import type { Poc } from '../domain/poc.ts';
import type { Reader } from '../domain/reader.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { EmbeddingClient } from '../llm/embedding-client.ts';
import type { ModelClient } from '../llm/model-client.ts';
import type { Prompts } from '../llm/prompts.ts';
import type { Producer } from '../queue/jobs.ts';
import type { DocumentReader } from '../reading/document-reader.ts';
import type { SourceCollector } from '../sources/collector.ts';
import type { HttpClient } from '../sources/http-client.ts';
import type { Database } from '../store/database.ts';
import type { Answered } from './answer-question.ts';
import type { PageFetcher } from './fetch-page.ts';

/** What can be posted; `slack/blocks` renders it. */
export type Post =
  | { kind: 'card'; card: Card }
  /** A card as a reply in the thread of the person who shared the link. */
  | { kind: 'reply'; card: Card }
  /** The reply where a shared page gave no text: it says so, and votes on it still count. */
  | {
      kind: 'unreadable';
      articleId: number;
      url: string;
      title: string;
      reason: string;
      sharedBy: string | null;
    }
  | { kind: 'already-discussed'; title: string; postedAt: Date; votes: number; permalink: string | null }
  /** One line in a card's thread: where else its story is told. */
  | { kind: 'also-on'; places: { name: string; url: string }[] }
  /** One line in a card's thread: what became of its article. */
  | { kind: 'changed'; change: ArticleChange; url: string }
  | { kind: 'digest'; digest: Digest }
  | { kind: 'personal-digest'; digest: PersonalDigest }
  | { kind: 'poc'; poc: Poc }
  /** In the language of who asked. */
  | { kind: 'answer'; answerId: string; answered: Answered; language: string };

export interface Address {
  channelId: string;
  /** Posts into this thread where given. */
  threadTs: string | null;
}

/**
 * Slack, as far as the pipeline knows it. Times of messages are Slack's `ts` strings.
 * Throws `RateLimited` when Slack asks to wait, and `LostAnswer` when a post may or may not have arrived.
 */
export interface Publisher {
  /** Sends one message that carries `messageId` in a block_id. Sends at most once per call: no retries inside. */
  post(to: Address, messageId: string, post: Post, reader: Reader): Promise<{ ts: string }>;
  /** Looks for the message that carries `messageId`, from `since` on. */
  find(to: Address, messageId: string, since: Date): Promise<{ ts: string } | null>;
  update(
    at: { channelId: string; ts: string },
    messageId: string,
    post: Post,
    reader: Reader,
  ): Promise<'updated' | 'gone'>;
  /** Deletes one of the app's own messages; it may be gone already. */
  remove(at: { channelId: string; ts: string }): Promise<void>;
  /** Sets a reaction of the app's, unless it is there or the message is gone. */
  react(at: { channelId: string; ts: string }, emoji: string): Promise<void>;
  /** Takes it back, unless there is none. */
  unreact(at: { channelId: string; ts: string }, emoji: string): Promise<void>;
  permalink(at: { channelId: string; ts: string }): Promise<string | null>;
  /** Puts a file into a person's direct messages with the app. */
  sendFile(personId: string, file: { name: string; content: string }): Promise<void>;
  /** A person's own settings in Slack; `null` where Slack may not or cannot say. */
  person(personId: string): Promise<{ locale: string | null; timeZone: string | null } | null>;
  /** Ids of the channels that the person and the app are both in; `null` where Slack may not say. */
  channelsOf(personId: string): Promise<string[] | null>;
  /** The id of the app's direct messages with a person. */
  directChannel(personId: string): Promise<string>;
  /** Tells a person, in their direct messages with the app, what is wrong and what to do. */
  tellTrouble(personId: string, trouble: Trouble, reader: Reader): Promise<void>;
  /** Who made the channel; `null` where Slack does not say. */
  creatorOf(channelId: string): Promise<string | null>;
  /**
   * What stands in a channel since `since`, the newest first, or in one of its threads; pages go on at `next`. Replies are
   * not part of the channel's own list.
   */
  written(asked: {
    channelId: string;
    threadTs: string | null;
    since: Date;
    cursor: string | null;
  }): Promise<WrittenPage>;
  /** All reactions of a message with everyone who set them, names as Slack gives them; `null` when it is gone. */
  reactions(at: { channelId: string; ts: string }): Promise<{ emoji: string; people: string[] }[] | null>;
}

export interface WrittenPage {
  messages: {
    ts: string;
    /** Set where it is a reply. */
    threadTs: string | null;
    /** Of the thread that it begins. */
    lastReplyTs: string | null;
    /** `null`: not by a person. */
    said: {
      personId: string;
      editedTs: string | null;
      urls: string[];
      /** It names the app. */
      asked: boolean;
    } | null;
  }[];
  next: string | null;
}

/** Slack asked to wait; the job is to run again after that. */
export class RateLimited extends Error {
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super(`Slack asked to wait ${retryAfterMs} ms`);
    this.name = 'RateLimited';
    this.retryAfterMs = retryAfterMs;
  }
}

/** Something else is being sent to the same place; the job is to run again after that. */
export class Paced extends Error {
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super(`Another message has its turn; this one is sent in ${retryAfterMs} ms at the earliest`);
    this.name = 'Paced';
    this.retryAfterMs = retryAfterMs;
  }
}

/** Another worker is at the same thing; the job is to look again after that. */
export class Busy extends Error {
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super(`Another worker is sending this message; looking again in ${retryAfterMs} ms`);
    this.name = 'Busy';
    this.retryAfterMs = retryAfterMs;
  }
}

/** The request may have reached Slack, but no answer came back: look before sending again. */
export class LostAnswer extends Error {
  constructor(cause: unknown) {
    super('No answer from Slack: the message may or may not have been posted', { cause });
    this.name = 'LostAnswer';
  }
}

/** What every step is handed. Steps read no clock and no environment themselves. */
export interface Deps {
  db: Database;
  queue: Producer;
  now: () => Date;
  /** In [0, 1). */
  random: () => number;
  log: Logger;
  http: HttpClient;
  collector: SourceCollector;
  pages: PageFetcher;
  reader: DocumentReader;
  /** `null`: no model is configured, every summary is an extract. */
  model: ModelClient | null;
  /** `null`: articles are found by their words alone. */
  embedder: EmbeddingClient | null;
  modelBudget: ModelBudget;
  /** How models compared last (`npm run eval`); `null` where they were not. */
  latestEvaluation(): Promise<Evaluation | null>;
  prompts: Prompts;
  publisher: Publisher;
  channels: ChannelProfile[];
  lessons: Lesson[];
  pacing: Pacing;
}

/** How soon and how much; the sandbox lets a newcomer wait for nothing. */
export interface Pacing {
  /** Post outside the channel's working hours, and however old an article is. */
  anyTime: boolean;
  /** Least time between two refreshes of a card. */
  refreshMs: number;
  /** Least time between two posts in a channel, all processes together; `null` for none. */
  postEveryMs: number | null;
  /** Least time between two updates of messages, all channels and processes together; `null` for none. */
  updateEveryMs: number | null;
  /** The same between two pages of Slack's history. */
  readEveryMs: number | null;
}
