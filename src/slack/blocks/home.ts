// The app's Home tab: the next lesson, what the person saved, and how to use the app.
import type { HomeView } from '@slack/types';
import type { ArticleLine } from '../../domain/digest.ts';
import type { Progress } from '../../pipeline/follow-track.ts';
import { verbsBlock } from './help.ts';
import { lessonBlocks, savesBlocks } from './lists.ts';
import { bullets, footnote, heading, paragraph, rich } from './message.ts';
import { mrkdwnText, richText } from './text.ts';

/** Saves shown on the Home tab; the whole list is a command away. */
const SAVES = 10;

const HOW_TO = [
  'Post a link in the channel: its summary comes as a reply in the thread.',
  'Vote with 👍 or the button: the best of the week go into the digest.',
  'Press 🛠 Make it a PoC on what you would build: the most wanted becomes a brief.',
];

export function homeView(
  home: { channelName: string | null; saves: ArticleLine[]; progress: Progress; command: string },
  language: string,
): HomeView {
  const { channelName, saves, progress, command } = home;
  return {
    type: 'home',
    blocks: [
      heading(channelName ? `#${channelName}` : 'discuss-ai'),
      rich([bullets(HOW_TO.map((line) => [richText(line)]))]),
      { type: 'divider' },
      heading('Your next lesson'),
      ...lessonBlocks(progress, language),
      { type: 'divider' },
      heading('Your list'),
      ...(saves.length > 0
        ? savesBlocks(saves, language, SAVES)
        : [paragraph([richText('Nothing saved yet: press 🔖 Save on a card.')])]),
      ...(saves.length > SAVES ? [footnote(`All of them: \`${mrkdwnText(command, 40)} save list\``)] : []),
      { type: 'divider' },
      heading('What you can ask'),
      verbsBlock(command),
    ],
  };
}
