// Finds the channels of config/channels.yaml in the workspace, and says which cannot be used and why.
import type { WebClient } from '@slack/web-api';
import { faultOf } from './slack-fault.ts';

export interface FoundChannels {
  /** Name without `#` to Slack's id, for the channels the app is a member of. */
  found: Map<string, string>;
  /** Names of those that only their members may know of. */
  closed: Set<string>;
  /** In the order of the names, a sentence for each channel that is missing or closed to the app, with what to do. */
  problems: string[];
}

/**
 * Looks through all channels the app can see, in pages of 1,000 (about 20 calls a minute are allowed).
 * Private channels are seen only once the app is in them.
 */
export async function findChannels(client: WebClient, names: readonly string[]): Promise<FoundChannels> {
  const wanted = new Set(names.map((name) => name.replace(/^#/, '')));
  const found = new Map<string, string>();
  const outside = new Set<string>();
  const closed = new Set<string>();
  let cursor: string | undefined;
  do {
    const answer = await listPage(client, cursor);
    for (const channel of answer.channels ?? []) {
      if (!channel.name || !channel.id || !wanted.has(channel.name)) continue;
      if (channel.is_private) closed.add(channel.name);
      if (channel.is_member) found.set(channel.name, channel.id);
      else outside.add(channel.name);
    }
    cursor = answer.response_metadata?.next_cursor || undefined;
  } while (cursor && found.size < wanted.size);
  const problems = [...wanted]
    .filter((name) => !found.has(name))
    .map((name) => problem(name, outside.has(name)));
  return { found, closed, problems };
}

async function listPage(client: WebClient, cursor: string | undefined) {
  try {
    return await client.conversations.list({
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: 1000,
      ...(cursor ? { cursor } : {}),
    });
  } catch (error) {
    throw faultOf(error, 'conversations.list', false);
  }
}

function problem(name: string, exists: boolean): string {
  return exists
    ? `The app is not in #${name}: write \`/invite @discuss-ai\` there`
    : `There is no channel #${name} that the app can see: create it, or, if it is private, write \`/invite @discuss-ai\` there`;
}
