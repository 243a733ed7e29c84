// The modals that a card and a PoC open.

import type { LevelName } from '../../../domain/level.ts';
import { list } from './grammar.ts';

export const modalWords = {
  cancel: 'Cancel',
  close: 'Close',

  lessTitle: 'Less like this',
  send: 'Send',
  lessQuestion: 'What is wrong with it?',
  lessReasons: {
    topic: 'Not our topic',
    source: 'Not this source',
    'too-basic': 'Too basic',
    'too-hard': 'Too hard',
    'old-news': 'Old news',
  },

  /** What each reason changes. */
  levels: {
    introductory: 'introductory',
    general: 'for everybody',
    technical: 'technical',
    research: 'research',
  } satisfies Record<LevelName, string>,
  lessMeans: {
    topic: (topics: readonly string[]) => `Fewer cards about ${list(topics)}`,
    noTopic: 'The card was chosen for no topic of the channel',
    source: (source: string) => `Fewer cards from ${source}`,
    'too-basic': (level: string) => `What asks more of you first; this reads as ${level}`,
    'too-hard': (level: string) => `What asks less of you first; this reads as ${level}`,
    'old-news': 'New articles before older ones',
  },

  demoTitle: 'Share a demo',
  share: 'Share',
  demoWhere: 'Where is it?',
  demoHint: 'A repository on GitHub, a Space, model or data set on Hugging Face, or any other page',
  demoDoubt: (reason: string) =>
    `This address could not be opened: ${reason}. If it is private, or you are sure, press Share once more.`,
  demoNote: 'What did you find out?',
};
