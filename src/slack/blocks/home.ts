// The app's Home tab: the next lesson, what the person saved, and how to use the app.
import type { HomeView } from '@slack/types';
import type { ArticleLine } from '../../domain/digest.ts';
import type { Progress } from '../../pipeline/follow-track.ts';
import type { Words } from '../words/words.ts';
import { verbsBlock } from './help.ts';
import { lessonBlocks, savesBlocks } from './lists.ts';
import { bullets, footnote, heading, paragraph, rich } from './message.ts';
import { mrkdwnText, richText } from './text.ts';

/** Saves shown on the Home tab; the whole list is a command away. */
const SAVES = 10;

export function homeView(
  home: { channelName: string | null; saves: ArticleLine[]; progress: Progress; command: string },
  words: Words,
): HomeView {
  const { channelName, saves, progress, command } = home;
  return {
    type: 'home',
    blocks: [
      heading(channelName ? `#${channelName}` : 'discuss-ai'),
      rich([bullets(words.home.howTo.map((line) => [richText(line)]))]),
      { type: 'divider' },
      heading(words.home.nextLesson),
      ...lessonBlocks(progress, words),
      { type: 'divider' },
      heading(words.home.saves),
      ...(saves.length > 0 ? savesBlocks(saves, words, SAVES) : [paragraph([richText(words.home.noSaves)])]),
      ...(saves.length > SAVES ? [footnote(words.home.allSaves(mrkdwnText(command, 40)))] : []),
      { type: 'divider' },
      heading(words.home.verbs),
      verbsBlock(command, words),
    ],
  };
}
