// Slack's limits by name, in UTF-16 units or counts. Every cut in slack/ uses one of these.

export const LIMITS = {
  /** Hard for chat.update; longer text there is refused (`msg_too_long`). */
  messageText: 4000,
  messageBlocks: 50,
  viewBlocks: 100,
  /** Slack refuses messages (`msg_blocks_too_long`) somewhere above 11,000; this leaves room. */
  messageTotal: 10_000,
  sectionText: 3000,
  headerText: 150,
  contextElements: 10,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  accessibilityLabel: 75,
  actionId: 255,
  blockId: 255,
  callbackId: 255,
  overflowOptions: 5,
  radioOptions: 10,
  optionText: 75,
  optionValue: 75,
  modalTitle: 24,
  modalButton: 24,
  privateMetadata: 3000,
  inputLabel: 2000,
  inputHint: 2000,
  inputText: 3000,
  placeholder: 150,
} as const;

/** What we allow parts of our own messages, so that the whole stays readable and within `messageTotal`. */
export const CUTS = {
  fallbackText: 1000,
  title: 250,
  tldr: 600,
  point: 400,
  points: 3,
  tryIt: 500,
  whyHere: 300,
  name: 60,
  alsoOn: 3,
  /** Longer addresses are shown as text without a link. */
  linkUrl: 600,
  /** Links to the sentence in question are left out where the address or the whole is longer. */
  sentenceUrl: 300,
  sentenceLink: 700,
  listEntries: 10,
  listSentence: 240,
  briefPart: 600,
  briefStep: 300,
  briefSteps: 7,
  people: 20,
  demos: 8,
  digestTitle: 150,
  digestPocs: 4,
  digestDemos: 4,
  lessonWords: 900,
  readings: 8,
  readingWords: 240,
  sources: 40,
  reason: 160,
} as const;
