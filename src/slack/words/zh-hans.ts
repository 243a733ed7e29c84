// Simplified Chinese, joined. The terms in zh-hans/terms.ts are used everywhere.
import type { en } from './en.ts';
import { addSourceWords } from './zh-hans/add-source.ts';
import { answerWords } from './zh-hans/answers.ts';
import { askWords } from './zh-hans/ask.ts';
import { cardWords } from './zh-hans/card.ts';
import { changeLogWords } from './zh-hans/change-log.ts';
import { digestWords } from './zh-hans/digest.ts';
import { faultWords } from './zh-hans/faults.ts';
import { helpWords } from './zh-hans/help.ts';
import { homeWords } from './zh-hans/home.ts';
import { learningWords } from './zh-hans/learning.ts';
import { modalWords } from './zh-hans/modals.ts';
import { modelWords } from './zh-hans/models.ts';
import { personalDataWords } from './zh-hans/personal-data.ts';
import { personalDigestWords } from './zh-hans/personal-digest.ts';
import { pocWords } from './zh-hans/poc.ts';
import { profileWords } from './zh-hans/profile.ts';
import { proposePocWords } from './zh-hans/propose-poc.ts';
import { ratingWords } from './zh-hans/rating.ts';
import { shortcutWords } from './zh-hans/shortcuts.ts';
import { sourceWords } from './zh-hans/sources.ts';
import { statusWords } from './zh-hans/status.ts';
import { storyWords } from './zh-hans/story.ts';
import { termWords } from './zh-hans/terms.ts';
import { troubleWords } from './zh-hans/troubles.ts';
import { wrongWords } from './zh-hans/wrong.ts';

export const zhHans = {
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
} satisfies typeof en;
