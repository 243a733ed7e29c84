// Who the app is in its workspace. Asked once; a failure is not remembered, so that Slack may come back.
import type { AuthorizeResult } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { faultOf } from './slack-fault.ts';

export class Identity {
  readonly #client: WebClient;
  readonly #botToken: string;
  #asked: Promise<AuthorizeResult> | null = null;

  constructor(client: WebClient, botToken: string) {
    this.#client = client;
    this.#botToken = botToken;
  }

  /** Throws `SlackRefused` with what to do when the token is not accepted. */
  async get(): Promise<AuthorizeResult> {
    this.#asked ??= this.#ask();
    try {
      return await this.#asked;
    } catch (error) {
      this.#asked = null;
      throw faultOf(error, 'auth.test', false);
    }
  }

  async #ask(): Promise<AuthorizeResult> {
    const { bot_id: botId, user_id: botUserId } = await this.#client.auth.test();
    return {
      botToken: this.#botToken,
      ...(botId ? { botId } : {}),
      ...(botUserId ? { botUserId } : {}),
    };
  }
}
