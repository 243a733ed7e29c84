// Thumbs under an answer.

export const ratingWords = {
  helpful: 'Helpful',
  helpfulLabel: 'This answer helped',
  notHelpful: 'Not helpful',
  notHelpfulLabel: 'This answer did not help',
  gone: 'This answer is no longer kept, so it cannot be rated.',
  helped: 'Noted: it helped.',
  didNotHelp: 'Noted: it did not help. It counts when answers are made better.',
};
