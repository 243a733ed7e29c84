// The modals that a card and a PoC open.

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

  demoTitle: 'Share a demo',
  share: 'Share',
  demoWhere: 'Where is it?',
  demoHint: 'A repository, a Space, a video, a document',
  demoNote: 'What did you find out?',
  failed: 'That did not work. Please try again in a minute.',
};
