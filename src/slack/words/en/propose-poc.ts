// A new PoC that a person proposes.

export const proposePocWords = {
  title: 'Propose a PoC',
  open: 'A proof of concept of your own:',
  edit: 'Propose a PoC',
  editLabel: 'Propose a proof of concept of an article that you choose',
  propose: 'Propose',
  intro:
    'Its brief is posted in the channel, for others to join. What you leave empty is written from the article.',
  article: 'Of which article?',
  orAddress: 'Or of any other page',
  address: 'Of which page?',
  name: 'Name',
  hypothesis: 'Hypothesis',
  hypothesisHint: 'What would be true for your team if it works?',
  metric: 'Metric',
  hours: 'Time-box in hours',
  hoursRange: (least: number, most: number) => `A whole number from ${least} to ${most}`,
  whichArticle: 'Choose an article, or give the address of a page',
  proposed: (title: string) => `Proposed: ${title}. It comes to the channel in a moment.`,
  prompted: (command: string) => `There is a PoC of this already: ${command} poc`,
  refused: {
    'no-article': 'That is not an address of a page: it should start with https://',
    unreadable: 'That page has no text that could be read, so no brief can be written from it.',
  },
};
