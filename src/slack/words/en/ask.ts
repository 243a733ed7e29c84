// What stands around the answer to a question.

export const askWords = {
  byModel: 'Written by a model from the articles above, and checked against them.',
  passages: 'The passages of shared articles that fit best:',
  notFound: 'That is not in what was shared here. The nearest:',
  otherSide: 'Another source says otherwise:',
  nothing: 'That is not in what was shared here, and nothing comes near it.',
};
