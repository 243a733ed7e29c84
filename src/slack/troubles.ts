// Turns what Slack refuses, and what it tells of channels and tokens, into troubles that are told once; and notices
// when one is over. Holds which stand, so that a call that works costs no look into the store.
import type { ChannelProfile } from '../domain/channel.ts';
import { type Trouble, troubleKey } from '../domain/trouble.ts';
import type { Deps } from '../pipeline/ports.ts';
import { clearTrouble, type Reported, reportTrouble } from '../pipeline/report-trouble.ts';
import { listTroubles } from '../store/troubles.ts';
import { troubleSentence } from './blocks/trouble.ts';
import { faultOf, SlackRefused } from './slack-fault.ts';
import { wordsFor } from './words/words.ts';

const TOKEN_CODES = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
]);
const LEFT_CODES = new Set(['channel_not_found', 'not_in_channel']);

export class Troubles {
  #deps: Deps | null = null;
  readonly #standing = new Map<string, Trouble>();

  /** From now on troubles are told; those that stand from an earlier run are known. */
  async begin(deps: Deps): Promise<void> {
    if (this.#deps) return;
    this.#deps = deps;
    for (const { trouble, says, since } of await listTroubles(deps.db)) {
      this.#standing.set(troubleKey(trouble), trouble);
      deps.log.warn({ trouble, since }, says);
    }
  }

  stands(isIt: (trouble: Trouble) => boolean): boolean {
    return [...this.#standing.values()].some(isIt);
  }

  /** In the log it is said in English, by the words that managers get where nothing better is known. */
  async report(reported: Omit<Reported, 'says'> & { says?: string }): Promise<void> {
    const key = troubleKey(reported.trouble);
    if (!this.#deps || this.#standing.has(key)) return;
    this.#standing.set(key, reported.trouble);
    const says = reported.says ?? troubleSentence(reported.trouble, wordsFor('en'));
    await reportTrouble(this.#deps, { ...reported, says });
  }

  async end(isOver: (trouble: Trouble) => boolean): Promise<void> {
    for (const [key, trouble] of this.#standing) {
      if (!this.#deps || !isOver(trouble)) continue;
      this.#standing.delete(key);
      await clearTrouble(this.#deps, trouble);
    }
  }

  /** A call to Slack failed; anything but a standing refusal is somebody else's. */
  async refused(error: unknown, method: string, channelId: string | null): Promise<void> {
    const fault = faultOf(error, method, false);
    if (!(fault instanceof SlackRefused)) return;
    const channel = this.#deps?.channels.find(({ id }) => id === channelId) ?? null;
    const trouble = troubleOf(fault, method, channel);
    if (!trouble) return;
    const says = fault.message;
    await this.report({ trouble, says, ...(channel ? { channels: [channel] } : {}) });
  }

  /** A call to Slack worked, and so what stood in its way is over; `channelId` is where something was posted. */
  async answered(method: string, channelId: string | null): Promise<void> {
    if (this.#standing.size === 0) return;
    await this.end((trouble) => {
      if (trouble.kind === 'token') return true;
      if (trouble.kind === 'scope') return trouble.method === method;
      return 'channelId' in trouble && trouble.channelId === channelId && trouble.kind !== 'channel-renamed';
    });
  }
}

function troubleOf(fault: SlackRefused, method: string, channel: ChannelProfile | null): Trouble | null {
  const { code } = fault;
  if (TOKEN_CODES.has(code)) return { kind: 'token', code };
  if (code === 'missing_scope') return { kind: 'scope', scope: fault.needed ?? 'unknown', method };
  if (!channel) return null;
  const at = { channelId: channel.id, channelName: channel.name };
  if (LEFT_CODES.has(code)) return { kind: 'channel-left', ...at };
  if (code === 'is_archived') return { kind: 'channel-archived', ...at };
  return code.startsWith('restricted_action') ? { kind: 'posting-refused', ...at } : null;
}
