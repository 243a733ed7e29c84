// The Home tab.
import { bar } from '../grammar.ts';
import { count, number } from './grammar.ts';

export const homeWords = {
  title: 'discuss-ai',
  noChannel: 'You are in none of the channels that this app runs. Join one, and its week is shown here.',
  weekIn: (channel: string) => `The week in #${channel}`,
  week: (posted: number, voters: number) =>
    `${count(posted, { one: 'article', other: 'articles' })} posted, ` +
    `${count(voters, { one: 'person', other: 'people' })} voted, in the last 7 days`,

  topics: 'Your topics',
  noTopics: 'The channel follows no topics yet.',
  chooseTopics: 'Choose topics',
  follow: 'Follow',
  followHint: 'Your digest is about these. None chosen: about all that you do not mute.',
  mute: 'Mute',
  muteHint: 'Never in your digest. The channel is not changed.',

  digest: 'Your digest',
  digestHint: 'What is new in your topics and was in none of your channels, as a direct message.',
  frequencies: { off: 'Off', daily: 'Every day', weekly: 'Every Monday' },
  hour: (hour: number) => `at ${String(hour).padStart(2, '0')}:00`,
  nextDigest: (when: string) => `Next one: ${when}`,
  digestOff: 'It is off: nothing is sent to you',
  zone: (zone: string) => `your time zone in Slack: ${zone}`,

  searchSaves: 'Search your list',
  searchHint: 'Words, then Enter',
  votes: 'Your votes',
  noVotes: 'You have not voted yet.',
  newer: '← Newer',
  older: 'Older →',
  learning: 'Your learning track',
  progress: (done: number, total: number) =>
    `${bar(done, total)} ${number(done)} of ${count(total, { one: 'lesson', other: 'lessons' })} read`,

  howTo: [
    'Post a link in the channel: its summary comes as a reply in the thread.',
    'Vote with 👍 or the button: the best of the week go into the digest.',
    'Press 🛠 Make it a PoC on what you would build: the most wanted becomes a brief.',
  ],
  saves: 'Your list',
  noSaves: 'Nothing saved yet: press 🔖 Save on a card.',
  verbs: 'What you can ask',
};
