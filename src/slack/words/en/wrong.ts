// A summary that is wrong: what is asked, and what comes of it.

export const wrongWords = {
  title: 'What is wrong?',
  question: 'The summary',
  reasons: {
    number: 'gives a wrong number or date',
    name: 'gives a wrong name',
    opposite: 'says the opposite of the article',
    'not-in-article': 'says what the article does not say',
    'missed-the-point': 'misses the point',
    other: 'is wrong in another way',
  },
  note: 'What should it say?',
  hint: 'Kept with the summary, to try models by. It is not sent to the model.',
  answers: {
    'taken-back': 'Thank you: the summary was taken back, and the card will quote the article instead.',
    'already-an-extract': 'The card shows sentences of the article itself: there is no summary to take back.',
  },
};
