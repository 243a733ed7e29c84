// A YouTube channel without its Shorts, or a playlist, with each video's description.
import type { Collected } from '../domain/source.ts';
import { askFeed } from './ask-feed.ts';
import type { CollectKind } from './ask-source.ts';

/** A channel's long videos are a playlist of their own, named like the channel. */
const longVideosOf = (channel: string): string => channel.replace(/^UC/, 'UULF');

export const collectYoutube: CollectKind = async (context, source, state, signal) => {
  const isChannel = source.url.startsWith('UC');
  const ask = (parameter: string, id: string): Promise<Collected> =>
    askFeed(context, state, { url: `${context.endpoints.youtube}?${parameter}=${id}`, signal });
  const first = await ask('playlist_id', isChannel ? longVideosOf(source.url) : source.url);
  // Channels that have no long video have no such playlist.
  const again = isChannel && isMissing(first) ? await ask('channel_id', source.url) : first;
  return isMissing(again) ? TRANSIENT : again;
};

/** YouTube answers 404, 410 and 500 for days at a time for channels that are there. */
const TRANSIENT: Collected = {
  kind: 'failed',
  reason: 'YouTube does not find it just now, as happens for days at a time: it is asked again',
  notBeforeMs: null,
};

function isMissing(outcome: Collected): boolean {
  return outcome.kind === 'gone' || (outcome.kind === 'failed' && /\((404|500)\)$/.test(outcome.reason));
}
