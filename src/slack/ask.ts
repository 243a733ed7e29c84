// `ask`, a question in a mention or in a direct message: answered from what was shared where the asker is.
import type { Exchange } from '../domain/answer.ts';
import { articlesOf, toldOf } from '../pipeline/ask-in-thread.ts';
import type { Asker } from './answer-command.ts';
import { answerMessage } from './blocks/answer.ts';
import { type Message, sentence } from './blocks/message.ts';
import { channelsOf, type SlackContext } from './context.ts';
import type { Words } from './words/words.ts';

export interface AskAnswer {
  message: Message;
  /** What is kept of it beside the words: see domain/answer.ts. */
  told: string;
  articleIds: number[];
  model: string | null;
  prompt: string | null;
}

export async function answerAsk(
  { deps }: SlackContext,
  { question, earlier }: { question: string; earlier: Exchange | null },
  { personId }: Asker,
  words: Words,
): Promise<AskAnswer> {
  const among = await channelsOf(deps, personId);
  const unsaid = { told: '', articleIds: [], model: null, prompt: null };
  if (among.length === 0) return { message: sentence(words.answers.noChannel), ...unsaid };
  // Only who is asked carries what answering needs.
  const { answerQuestion } = await import('../pipeline/answer-question.ts');
  const answered = await answerQuestion(deps, { question, earlier, among, language: words.language });
  const message = answerMessage(answered, words);
  const found = { told: toldOf(answered), articleIds: articlesOf(answered) };
  if (answered.kind === 'answer') {
    const { model, prompt } = answered;
    return { message, ...found, model, prompt };
  }
  return { message, ...unsaid, ...found };
}
