// The job table: every job's name, payload and lane. A job, its step, its file and its test share one name.
import { z } from 'zod';

const id = z.number().int().positive();

/**
 * Lanes are BullMQ queues, divided by what they wait for, so that a slow model never holds back a post:
 * `collect` waits for the network, `read` for pages and the processor, `summarise` for the model,
 * `channel` for Slack (one post a second and channel).
 */
export const LANES = ['collect', 'read', 'summarise', 'channel'] as const;
export type Lane = (typeof LANES)[number];

export const JOBS = {
  'start-collection': { lane: 'collect', payload: z.object({}) },
  'collect-source': {
    lane: 'collect',
    payload: z.object({ collectionId: id, sourceId: z.string().min(1) }),
  },
  'read-articles': { lane: 'read', payload: z.object({ articleIds: z.array(id).min(1).max(100) }) },
  'summarise-article': {
    lane: 'summarise',
    payload: z.object({ articleId: id, messageId: z.string().min(1) }),
  },
  'resummarise-article': {
    lane: 'summarise',
    payload: z.object({ articleId: id, channelId: z.string().min(1) }),
  },
  'embed-articles': { lane: 'summarise', payload: z.object({}) },
  'index-articles': { lane: 'read', payload: z.object({}) },
  'choose-cards': { lane: 'channel', payload: z.object({ channelId: z.string().min(1) }) },
  'post-message': { lane: 'channel', payload: z.object({ messageId: z.string().min(1) }) },
  'refresh-card': { lane: 'channel', payload: z.object({ messageId: z.string().min(1) }) },
  'withdraw-message': { lane: 'channel', payload: z.object({ messageId: z.string().min(1) }) },
  'mark-share': {
    lane: 'channel',
    payload: z.object({ channelId: z.string().min(1), messageTs: z.string().min(1) }),
  },
  'send-digest': { lane: 'channel', payload: z.object({ channelId: z.string().min(1) }) },
  'send-personal-digest': { lane: 'channel', payload: z.object({}) },
  'prompt-poc': {
    lane: 'summarise',
    payload: z.object({ channelId: z.string().min(1), messageId: z.string().min(1).optional() }),
  },
  'reconcile-votes': {
    lane: 'channel',
    payload: z.object({
      channelId: z.string().min(1),
      /** Slack's time of the message to go on with; the newest where not given. */
      upTo: z.string().optional(),
    }),
  },
  'catch-up-links': {
    lane: 'channel',
    payload: z.object({
      channelId: z.string().min(1),
      /** Further pages of a look that has begun; times in ms since 1970. */
      page: z
        .object({
          since: z.number(),
          until: z.number(),
          cursor: z.string().nullable(),
          threadTs: z.string().nullable(),
          number: z.number().int().positive(),
        })
        .optional(),
    }),
  },
  'sweep-store': { lane: 'channel', payload: z.object({}) },
} as const satisfies Record<string, { lane: Lane; payload: z.ZodType }>;

export type JobName = keyof typeof JOBS;
export type JobPayload<Name extends JobName> = z.output<(typeof JOBS)[Name]['payload']>;

/** What a job's handler learns about its run beside the payload. */
export interface JobContext {
  signal: AbortSignal;
  attempt: number;
  /** True on the run after which the job is given up. */
  lastAttempt: boolean;
}

/** Every job has a handler, or this does not compile. */
export type Handlers = {
  [Name in JobName]: (payload: JobPayload<Name>, context: JobContext) => Promise<void>;
};

export interface EnqueueOptions {
  /** Milliseconds from now. */
  delayMs?: number;
}

/** The part of the queue that pipeline steps see. */
export interface Producer {
  enqueue<Name extends JobName>(
    name: Name,
    payload: JobPayload<Name>,
    options?: EnqueueOptions,
  ): Promise<void>;
  enqueueMany<Name extends JobName>(name: Name, payloads: JobPayload<Name>[]): Promise<void>;
}
