// An answer by a model from numbered passages: prompt in config/prompts/answer-question.md. Each sentence names the
// passages that it rests on, and is checked against them without a model. Knows no store and no budget.
import { z } from 'zod';
import { languageName, newDelimiter, withoutDelimiter } from './article-data.ts';
import { checkStatement } from './grounding/check-statement.ts';
import { prepareSource } from './grounding/source-text.ts';
import type { ModelAnswer, ModelClient } from './model-client.ts';
import { wholeEntries } from './partial-reply.ts';
import { cutText, plainText } from './plain-text.ts';
import { fillPrompt, type Prompts } from './prompts.ts';
import { wordsOf } from './sentences.ts';

export interface NumberedPassage {
  /** From 1. */
  number: number;
  /** Of its article. */
  title: string;
  text: string;
  /** BCP 47. */
  language: string;
}

export interface AnswerSentence {
  text: string;
  /** Numbers of the passages it rests on; never empty. */
  passages: number[];
}

export type OnSentence = (sentence: AnswerSentence) => void;

const MOST_WORDS = 150;
const MOST_EARLIER = 1_500;
const MOST_QUESTION = 500;
const MOST_SENTENCE = 500;
const MOST_SENTENCES = 20;

const sentenceSchema = z.object({
  text: z.string().max(2 * MOST_SENTENCE),
  passages: z.array(z.int()).max(20),
});
const replySchema = z.object({
  found: z.boolean(),
  sentences: z.array(sentenceSchema).max(MOST_SENTENCES),
});

interface Asked {
  question: string;
  /** BCP 47, of the answer. */
  language: string;
  passages: readonly NumberedPassage[];
  /** What was asked before in the same thread, and what a model may see of this app's answer. */
  earlier: { question: string; told: string } | null;
}

interface CheckedAnswer {
  sentences: AnswerSentence[];
  /** How many were left out. */
  refused: number;
  /** Numbers of the passages that those were said to rest on. */
  refusedFrom: number[];
}

/**
 * Sentences of at most 150 words in all, in `language`; none where the passages do not answer the question. A sentence
 * that names no passage, or says what its passages do not, is left out, and counted in `refused`.
 */
export async function answerWithModel(
  model: ModelClient,
  prompts: Prompts,
  asked: Asked,
  { signal, onSentence }: { signal?: AbortSignal | undefined; onSentence?: OnSentence | undefined } = {},
): Promise<ModelAnswer<CheckedAnswer>> {
  const delimiter = newDelimiter();
  const clean = (text: string): string => withoutDelimiter(text, delimiter);
  const { system, user } = fillPrompt(prompts, 'answer-question', {
    language: languageName(asked.language),
    delimiter,
    question: clean(asked.question).slice(0, MOST_QUESTION),
    earlier: earlierOf(asked, clean),
    passages: asked.passages
      .map(({ number, title, text }) => `[${number}] ${clean(title)}\n${clean(text)}`)
      .join('\n\n'),
  });
  const answer = await model.answer({
    task: 'answer-question',
    system,
    user,
    schema: replySchema,
    ...(signal ? { signal } : {}),
    ...(onSentence ? { onText: tellSentences(asked, onSentence) } : {}),
  });
  if (answer.kind === 'failed') return answer;
  const { found, sentences } = answer.value;
  const kept = found ? withinWords(keepGrounded(sentences, asked)) : [];
  const refused = found ? sentences.length - kept.length : 0;
  const known = new Set(asked.passages.map(({ number }) => number));
  const named = sentences.flatMap((sentence) => sentence.passages).filter((number) => known.has(number));
  const refusedFrom = refused > 0 ? [...new Set(named)] : [];
  return { ...answer, value: { sentences: kept, refused, refusedFrom } };
}

function earlierOf({ earlier }: Asked, clean: (text: string) => string): string {
  if (!earlier) return 'Nothing was asked before it.';
  const asked = clean(earlier.question).slice(0, MOST_QUESTION);
  const said = clean(earlier.told).slice(0, MOST_EARLIER) || '(not shown)';
  return `It follows an earlier question, and may refer to it.\nEarlier question: ${asked}\nEarlier answer: ${said}`;
}

/** Tells each sentence once, when it is whole and holds, while the rest is still being written. */
function tellSentences(asked: Asked, onSentence: OnSentence): (soFar: string) => void {
  let looked = 0;
  const told: AnswerSentence[] = [];
  return (soFar) => {
    if (!/"found"\s*:\s*true/.test(soFar)) return;
    for (const entry of wholeEntries(soFar, 'sentences').slice(looked)) {
      looked += 1;
      const sentence = sentenceSchema.safeParse(entry);
      const [kept] = sentence.success ? keepGrounded([sentence.data], asked) : [];
      if (!kept || withinWords([...told, kept]).length === told.length) continue;
      told.push(kept);
      onSentence(kept);
    }
  };
}

function keepGrounded(
  sentences: readonly AnswerSentence[],
  { passages, language }: Pick<Asked, 'passages' | 'language'>,
): AnswerSentence[] {
  return sentences.flatMap((sentence) => {
    const named = passages.filter(({ number }) => sentence.passages.includes(number));
    const [first] = named;
    const source = named.map(({ title, text }) => `${title}\n${text}`).join('\n\n');
    const text = cutText(plainText(sentence.text, source), MOST_SENTENCE);
    if (!first || text === '') return [];
    const body = named.map((passage) => passage.text).join('\n\n');
    const prepared = prepareSource({ title: first.title, text: body, language: first.language });
    // In another language only numbers, dates and names can be compared; the passages stand in for a quote.
    const quote = sameLanguage(language, first.language) ? null : body;
    const { faults } = checkStatement(prepared, { text, quote }, language);
    return faults.length === 0 ? [{ text, passages: named.map(({ number }) => number) }] : [];
  });
}

const sameLanguage = (a: string, b: string): boolean => a.split('-')[0] === b.split('-')[0];

/** Whole sentences from the first on; what is longer than the room that is left ends the answer. */
function withinWords(sentences: readonly AnswerSentence[]): AnswerSentence[] {
  let words = 0;
  return sentences.filter(({ text }) => {
    words += wordsOf(text, 'en').length;
    return words <= MOST_WORDS;
  });
}
