// The list of what the app understands, and what to do about words that it does not.

export const helpWords = {
  intro: 'This is what I understand:',
  unknown: (words: string) => `I do not know "${words}". This is what I understand:`,
  /** Usage and meaning. The verbs are the same in every language; what stands for their words is not. */
  verbs: {
    top: ['top [week|month|all]', 'what the team voted for'],
    search: ['search WORDS', 'find articles by their words'],
    ask: ['ask QUESTION', 'an answer from what was shared here, with its sources'],
    add: ['add URL', 'have an article read, summarised and posted'],
    split: ['split URL', 'two stories on one card? Take the one at this address out'],
    summarise: ['summarise URL', 'a summary for your eyes only'],
    digest: ['digest', "this week's digest so far, for your eyes only"],
    poc: ['poc', 'proofs of concept: open, taken, shown'],
    'propose-poc': ['poc new', 'propose a proof of concept'],
    learn: ['learn', 'your next lesson'],
    saves: ['save list', 'what you saved'],
    sources: ['sources', 'what is read, and what fails'],
    source: [
      'source add [URL]',
      'have a page, channel or repository read: what is found there is shown first',
    ],
    status: ['status', 'how the app is doing'],
    models: ['models', 'how well models summarise here, as last compared'],
    profile: ['profile', 'what this channel reads, and when; change it here'],
    log: ['log', 'what was changed last, and by whom'],
    export: ['export', 'everything that is kept of you, as a file'],
    'forget-me': ['forget me', 'delete everything that is kept of you'],
    help: ['help', 'this list'],
  } satisfies Record<string, readonly [usage: string, meaning: string]>,
  incomplete: {
    'bare-link': 'To have a link posted in the channel, write: add URL',
    'no-query': 'Write what to look for, for example: search speculative decoding',
    'no-question': 'Write what you want to know, for example: ask what makes inference cheaper?',
    'no-source':
      'Write what to add or drop, for example: source add https://example.org/blog, or source drop NAME',
    'no-link': 'Write which link to add, for example: add https://arxiv.org/abs/1706.03762',
    'no-link-to-split':
      'Write which report tells another story than its card, for example: split https://example.org/news/1',
    'no-link-to-summarise':
      'Write which link to summarise, for example: summarise https://arxiv.org/abs/1706.03762',
  },
  noAddress: (word: string) =>
    `"${word}" is no web address. Write it in full, for example: https://arxiv.org/abs/1706.03762`,
};
