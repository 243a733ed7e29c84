// A channel's profile for tests.
import type { ChannelProfile } from '../../src/domain/channel.ts';

export function profileOf(changes: Partial<ChannelProfile> = {}): ChannelProfile {
  return {
    name: 'discuss-ai',
    id: 'C0DISCUSS',
    language: 'en',
    timeZone: 'Europe/London',
    days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    hours: { from: '09:00', until: '17:00' },
    postsPerDay: 4,
    topics: [
      { name: 'agents', words: ['agent', 'tool use'], weight: 1 },
      { name: 'inference cost', words: ['inference', 'latency', 'speculative decoding'], weight: 1.5 },
      { name: '大模型', words: ['大模型'], weight: 1 },
    ],
    kinds: { paper: 1.2, funding: 0 },
    maxAgeDays: 14,
    digest: { day: 'friday', time: '15:00' },
    poc: { day: 'wednesday', time: '10:00' },
    emoji: { '+1': 'vote', heart: 'vote', hammer_and_wrench: 'poc', bookmark: 'save' },
    packs: null,
    sources: [],
    sharing: 'thread',
    managers: [],
    ...changes,
  };
}
