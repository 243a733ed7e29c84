// What happens by itself, and when. Each channel's times are in its own zone.
import { weeklyCron } from '../src/domain/calendar.ts';
import type { ChannelProfile } from '../src/domain/channel.ts';
import type { Queue } from '../src/queue/queue.ts';

const MINUTE_MS = 60_000;

/** Sources are due by their own times; this is how often we look. */
const COLLECT_EVERY_MS = 20_000;
/** The day's budget is spread over hours, so that a look every five minutes is soon enough. */
const CHOOSE_EVERY_MS = 5 * MINUTE_MS;
/** People choose a full hour. */
const PERSONAL_EVERY_MS = 5 * MINUTE_MS;
const SWEEP_EVERY_MS = 5 * MINUTE_MS;
/** What was posted since; nobody asks about a card in its first minute. */
const EMBED_EVERY_MS = MINUTE_MS;
/** Only after an update is there anything to do. */
const INDEX_EVERY_MS = MINUTE_MS;
/** Slack delivers late rather than never, and what it lost is seen within the hour: links, then votes. */
const CATCH_UP_EVERY_MS = 60 * MINUTE_MS;
const RECONCILE_EVERY_MS = 60 * MINUTE_MS;

/** Sets every schedule, and removes those of channels that are no longer served. */
export async function setSchedules(queue: Queue, channels: readonly ChannelProfile[]): Promise<void> {
  const keys = [
    'start-collection',
    'send-personal-digest',
    'embed-articles',
    'index-articles',
    'sweep-store',
  ];
  await queue.schedule('start-collection', 'start-collection', { everyMs: COLLECT_EVERY_MS }, {});
  await queue.schedule('send-personal-digest', 'send-personal-digest', { everyMs: PERSONAL_EVERY_MS }, {});
  await queue.schedule('embed-articles', 'embed-articles', { everyMs: EMBED_EVERY_MS }, {});
  await queue.schedule('index-articles', 'index-articles', { everyMs: INDEX_EVERY_MS }, {});
  await queue.schedule('sweep-store', 'sweep-store', { everyMs: SWEEP_EVERY_MS }, {});
  for (const { id: channelId, timeZone, digest, poc } of channels) {
    const of = (job: string): string => {
      const key = `${job}-${channelId}`;
      keys.push(key);
      return key;
    };
    await queue.schedule('choose-cards', of('choose-cards'), { everyMs: CHOOSE_EVERY_MS }, { channelId });
    await queue.schedule(
      'catch-up-links',
      of('catch-up-links'),
      { everyMs: CATCH_UP_EVERY_MS },
      { channelId },
    );
    await queue.schedule(
      'reconcile-votes',
      of('reconcile-votes'),
      { everyMs: RECONCILE_EVERY_MS },
      { channelId },
    );
    await queue.schedule(
      'send-digest',
      of('send-digest'),
      { cron: weeklyCron(digest), timeZone },
      { channelId },
    );
    await queue.schedule('prompt-poc', of('prompt-poc'), { cron: weeklyCron(poc), timeZone }, { channelId });
  }
  await queue.keepOnlySchedules(keys);
}
