// Every sentence that the bot says, in one place per language: en/ and zh-hans/, the same names in both.
// A choice between two sentences needs `: string`, or the other languages would have to say them in English.
// Pure; knows no Block Kit. Words hold no `<`, `>` or `&`: what is put into them is escaped by who does it.
import { readFault } from '../../domain/fault.ts';
import { type Reader, type Spoken, spokenLanguage } from '../../domain/reader.ts';
import { en } from './en.ts';
import { zhHans } from './zh-hans.ts';

type Sentences = typeof en;

/** The sentences with the reader they are for: dates beside them are written for the same one. */
export interface Words extends Sentences, Reader {}

const LANGUAGES: Record<Spoken, Sentences> = { en, zh: zhHans };

/** In which dates and numbers are written. */
const LANGUAGE_TAGS: Record<Spoken, string> = { en: 'en-GB', zh: 'zh-Hans' };

/** Any writing of Chinese is given the simplified one; any language that we have no words in, English. */
export function wordsFor(language: string, timeZone = 'UTC'): Words {
  const spoken = spokenLanguage(language);
  if (!spoken) return { ...en, language: LANGUAGE_TAGS.en, timeZone };
  // `en-US` keeps its own order of day and month.
  const isRegional = spoken === 'en' && language.includes('-');
  return { ...LANGUAGES[spoken], language: isRegional ? language : LANGUAGE_TAGS[spoken], timeZone };
}

/** A fault as this reader is told it; one without a code stays as the operator's log has it. */
export function faultIn(words: Words, reason: string): string {
  const fault = readFault(reason);
  return fault.code === null ? fault.text : words.faults[fault.code](fault.detail);
}

export function wordsForReader(reader: Reader): Words {
  return wordsFor(reader.language, reader.timeZone);
}
