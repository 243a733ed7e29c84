// Proofs of concept: the prompt, the list, and the answers to those who take part.
import type { Pieces } from '../grammar.ts';
import { count, number } from './grammar.ts';

export const pocWords = {
  title: (title: string) => `PoC · ${title}`,
  summary: (title: string, hypothesis: string) => `PoC: ${title}. ${hypothesis}`,
  from: <Part>(article: Part): Pieces<Part> => ['From ', article],
  hypothesis: 'Hypothesis: ',
  forWhom: 'For whom: ',
  timeBox: 'Time-box: ',
  hours: (hours: number) => count(hours, { one: 'hour', other: 'hours' }),
  steps: 'Steps',
  metric: 'Metric: ',
  data: 'Data: ',
  cost: 'Cost: ',
  done: 'Done: ',
  demos: 'Demos',
  demoBy: <Part>(demo: Part, person: Part): Pieces<Part> => [demo, ' by ', person],
  people: (people: readonly string[], more: number) =>
    `In: ${people.join(', ')}${more > 0 ? ` and ${number(more)} more` : ''}`,
  nobody: 'Nobody is in yet: two are enough, one who builds and one who knows the subject',
  fromTemplate: 'Brief from a template, written without a model',
  join: "🙋 I'm in",
  joinLabel: "I'm in: join this proof of concept, or leave it",
  shareDemo: 'Share a demo',
  shareDemoLabel: 'Share a demo of what came out of this proof of concept',

  listTitle: 'PoCs',
  list: (titles: readonly string[]) => `PoCs: ${titles.join('; ')}`,
  none: 'No PoC yet. Press 🛠 Make it a PoC on a card: the most wanted article becomes the next one.',
  demoCount: (demos: number) => count(demos, { one: 'demo', other: 'demos' }),

  wished: <Part>(wishes: number, when: Part): Pieces<Part> => [
    wishes === 1 ? 'You are the first to want a PoC of this.' : `${number(wishes)} want a PoC of this.`,
    ' The most wanted article becomes a brief on ',
    when,
    '.',
  ],
  wishWithdrawn: 'Your wish for a PoC is taken back.',
  prompted: (command: string) => `There is a PoC of this already: ${command} poc`,
  unknown: 'This PoC is no longer known here.',
  left: 'You are out of this PoC.',
  joined: (others: number): string =>
    others > 0
      ? 'You are in. Say hello to the others in the thread.'
      : 'You are in, as the first. Start in the thread: what would you try first?',
  demoShown: 'Your demo is shown under the PoC, and in the next digest.',
  demoRefused: {
    unknown: 'This PoC is no longer known here.',
    'not-an-address': 'Write a web address that begins with https://',
    'no-repository':
      'On GitHub and Hugging Face, name the repository, Space, model or data set: https://github.com/team/demo',
  },
};
