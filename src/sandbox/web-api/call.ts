// One call of the sandbox's Web API: its arguments, whatever way they were sent, and Slack's errors.
import type { Channel } from '../channels.ts';
import { BOT } from '../members.ts';
import type { Message } from '../messages.ts';
import type { Workspace } from '../workspace.ts';

/** Becomes `{ ok: false, error: code, … }`. */
export class SlackError extends Error {
  readonly code: string;
  readonly extra: Record<string, unknown>;
  constructor(code: string, extra: Record<string, unknown> = {}) {
    super(code);
    this.name = 'SlackError';
    this.code = code;
    this.extra = extra;
  }
}

/** `invalid_blocks` and `invalid_arguments` say what is wrong and where, in two places, as Slack does. */
export function problemsError(code: string, problems: string[]): SlackError {
  const messages = problems.map((problem) => `[ERROR] ${problem}`);
  return new SlackError(code, { errors: problems, response_metadata: { messages } });
}

export interface ApiCall {
  workspace: Workspace;
  args: Args;
  /** Throws `missing_scope` unless the app's manifest asks for one of these. */
  needScope: (...anyOf: string[]) => void;
}

/** A method answers with what follows `ok: true`, or throws a `SlackError`. */
export type Method = (call: ApiCall) => Record<string, unknown>;

/** Arguments from a form (all strings, objects as JSON), a JSON body or the query. */
export class Args {
  readonly #values: Record<string, unknown>;
  constructor(values: Record<string, unknown>) {
    this.#values = values;
  }

  has(name: string): boolean {
    const value = this.#values[name];
    return value !== undefined && value !== null && value !== '';
  }

  text(name: string): string {
    const value = this.#values[name];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === '') throw problemsError('invalid_arguments', [`missing required field: ${name}`]);
    return value;
  }

  flag(name: string): boolean {
    return [true, 'true', '1', 1].includes(this.#values[name] as never);
  }

  /** A page size between 1 and `max`. */
  limit(preset: number, max: number): number {
    const value = Number(this.#values.limit ?? preset);
    if (!Number.isInteger(value) || value < 1) return preset;
    return Math.min(value, max);
  }

  /** An object or array; throws `code` where the text is no JSON. */
  json(name: string, code: string): unknown {
    const value = this.#values[name];
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch (cause) {
      throw Object.assign(new SlackError(code), { cause });
    }
  }
}

/** The channel of a call; `channel_not_found` also for another's direct message. */
export function findChannel(call: ApiCall, name = 'channel'): Channel {
  const id = call.args.required(name);
  const channel = call.workspace.channel(id) ?? call.workspace.channelNamed(id);
  if (!channel) throw new SlackError('channel_not_found');
  return channel;
}

/** As `findChannel`, but the app must be a member. */
export function findJoinedChannel(call: ApiCall): Channel {
  const channel = findChannel(call);
  if (!channel.memberIds.includes(BOT.userId)) throw new SlackError('not_in_channel');
  return channel;
}

export function findMessage(call: ApiCall, channel: Channel, argument: string): Message {
  const message = call.workspace.messages.find(channel.id, call.args.required(argument));
  if (!message || message.visibleTo !== null || message.tombstone) throw new SlackError('message_not_found');
  return message;
}

/** One page of a list, and the cursor of the next. A cursor is opaque to the caller, as Slack's are. */
export function pageOf<T>(call: ApiCall, items: readonly T[], preset: number, max: number) {
  const limit = call.args.limit(preset, max);
  const cursor = call.args.text('cursor');
  const start =
    cursor === ''
      ? 0
      : Number(
          Buffer.from(cursor, 'base64url')
            .toString()
            .replace(/^next:/, ''),
        );
  if (!Number.isInteger(start)) throw new SlackError('invalid_cursor');
  const more = start + limit < items.length;
  const next = more ? Buffer.from(`next:${start + limit}`).toString('base64url') : '';
  return { items: items.slice(start, start + limit), more, next };
}
