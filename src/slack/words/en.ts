// English, joined.
import { addSourceWords } from './en/add-source.ts';
import { answerWords } from './en/answers.ts';
import { askWords } from './en/ask.ts';
import { cardWords } from './en/card.ts';
import { changeLogWords } from './en/change-log.ts';
import { digestWords } from './en/digest.ts';
import { faultWords } from './en/faults.ts';
import { helpWords } from './en/help.ts';
import { homeWords } from './en/home.ts';
import { learningWords } from './en/learning.ts';
import { modalWords } from './en/modals.ts';
import { modelWords } from './en/models.ts';
import { personalDataWords } from './en/personal-data.ts';
import { personalDigestWords } from './en/personal-digest.ts';
import { pocWords } from './en/poc.ts';
import { profileWords } from './en/profile.ts';
import { proposePocWords } from './en/propose-poc.ts';
import { ratingWords } from './en/rating.ts';
import { shortcutWords } from './en/shortcuts.ts';
import { sourceWords } from './en/sources.ts';
import { statusWords } from './en/status.ts';
import { storyWords } from './en/story.ts';
import { termWords } from './en/terms.ts';
import { troubleWords } from './en/troubles.ts';
import { wrongWords } from './en/wrong.ts';

export const en = {
  addSource: addSourceWords,
  answers: answerWords,
  ask: askWords,
  card: cardWords,
  changeLog: changeLogWords,
  digest: digestWords,
  faults: faultWords,
  help: helpWords,
  home: homeWords,
  learning: learningWords,
  modals: modalWords,
  models: modelWords,
  personalData: personalDataWords,
  personalDigest: personalDigestWords,
  poc: pocWords,
  profile: profileWords,
  proposePoc: proposePocWords,
  rating: ratingWords,
  shortcuts: shortcutWords,
  sources: sourceWords,
  status: statusWords,
  story: storyWords,
  terms: termWords,
  troubles: troubleWords,
  wrong: wrongWords,
};
