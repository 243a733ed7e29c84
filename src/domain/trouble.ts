// What keeps the app from its work in Slack until a person does something about it.

export type Trouble =
  /** Slack takes the bot's token no longer. */
  | { kind: 'token'; code: string }
  /** Slack opens no socket for the app's token. */
  | { kind: 'socket'; code: string }
  /** A limit of config/model.yaml; `task` null: of all tasks together. */
  | {
      kind: 'model-budget';
      level: 'nearly-used' | 'used-up';
      period: 'day' | 'month';
      task: string | null;
      limitUsd: number;
      /** The day or month's first, `2026-11-25`. */
      from: string;
    }
  | { kind: 'scope'; scope: string; method: string }
  | { kind: 'channel-archived' | 'channel-left' | 'posting-refused'; channelId: string; channelName: string }
  /** In config/channels.yaml, and not to be found in the workspace. */
  | { kind: 'channel-missing'; channelName: string }
  | { kind: 'channel-renamed'; channelId: string; channelName: string; newName: string };

/** The same trouble has the same key, so that it is told once. */
export function troubleKey(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'token':
    case 'socket':
      return trouble.kind;
    case 'scope':
      return `scope:${trouble.scope}`;
    case 'model-budget':
      return `${trouble.kind}:${trouble.level}:${trouble.period}:${trouble.task ?? 'all'}`;
    case 'channel-missing':
      return `${trouble.kind}:${trouble.channelName}`;
    case 'channel-renamed':
      return `${trouble.kind}:${trouble.channelId}:${trouble.newName}`;
    default:
      return `${trouble.kind}:${trouble.channelId}`;
  }
}
