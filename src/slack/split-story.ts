// A manager takes a report out of a story that it does not tell.
import { splitStory } from '../pipeline/split-story.ts';
import { CUTS } from './blocks/limits.ts';
import { type Message, sentence } from './blocks/message.ts';
import { cleanLine, truncate } from './blocks/text.ts';
import type { SlackContext } from './context.ts';
import { refusalFor } from './manage-source.ts';
import type { Words } from './words/words.ts';

export async function answerSplit(
  context: SlackContext,
  url: string,
  by: { channelId: string; personId: string },
  words: Words,
): Promise<Message> {
  const refused = await refusalFor(context, by, words);
  if (refused) return refused;
  const outcome = await splitStory(context.deps, { url, by });
  if (outcome.kind === 'not-shared') return sentence(words.story.notShared);
  return sentence(words.story.split(truncate(cleanLine(outcome.title), CUTS.title)));
}
