// Answers to what people ask in words: kept, shown with thumbs under them, and rated.
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { AnswerPlace, Exchange } from '../domain/answer.ts';
import { earlierExchange, keepAnswer, rateAnswer } from '../pipeline/keep-answer.ts';
import { type Asker, answerCommand } from './answer-command.ts';
import { answerInThread } from './answer-stream.ts';
import { answerAsk } from './ask.ts';
import { type Message, sentence, wordsOf } from './blocks/message.ts';
import { RATINGS, withRating } from './blocks/rating.ts';
import { type Command, parseCommand } from './command-words.ts';
import { channelsOf, type SlackContext } from './context.ts';
import { onPress, type PressListener } from './press.ts';
import { parseFollowUp, parseSpoken, refersBack } from './spoken-words.ts';
import type { Words } from './words/words.ts';

/** What these say is no answer that could be better or worse. */
const UNRATED = new Set<Command['verb']>([
  'help',
  'add',
  'export',
  'forget-me',
  'log',
  'split',
  'models',
  'profile',
  'propose-poc',
  'add-source',
]);

/** Where an answer can be a message of its own, that appears while it is written. */
export interface ThreadPlace {
  client: WebClient;
  threadTs: string;
  /** Slack's id of the workspace, where it told. */
  teamId: string | null;
}

/** Answers what a person wrote, with thumbs up and down under it where it is an answer; `null` where it was answered in its thread. */
export async function answerWords(
  context: SlackContext,
  question: string,
  { place, thread, ...asker }: Asker & { place: AnswerPlace; thread?: ThreadPlace | null },
  words: Words,
): Promise<Message | null> {
  const { command, earlier } = await understand(context, question, { place, ...asker });
  const { verb } = command;
  if (command.verb === 'ask' && thread && (await channelsOf(context.deps, asker.personId)).length > 0) {
    const { client, ...to } = thread;
    const { personId, channelId } = asker;
    const { language } = words;
    const asked = { ...to, personId, channelId, place, language, earlier, question: command.question };
    await answerInThread(context, client, asked, words);
    return null;
  }
  const { message, ...own } =
    command.verb === 'ask'
      ? await answerAsk(context, { question: command.question, earlier }, asker, words)
      : {
          message: await answerCommand(context, command, asker, words),
          told: '',
          articleIds: [],
          model: null,
          prompt: null,
        };
  if (UNRATED.has(verb)) return message;
  const reply = wordsOf(message);
  return withRating(
    message,
    await keepAnswer(context.deps, {
      ...asker,
      place,
      verb,
      question,
      reply,
      language: words.language,
      ...own,
    }),
    words,
  );
}

/** What is asked, and what was asked before it where it goes on from that. */
async function understand(
  { deps }: SlackContext,
  said: string,
  { place, ...asker }: Asker & { place: AnswerPlace },
): Promise<{ command: Command; earlier: Exchange | null }> {
  if (place === 'command') return { command: parseCommand(said), earlier: null };
  const goesOn = asker.threadTs !== null || (place === 'direct' && refersBack(said));
  const earlier = goesOn ? await earlierExchange(deps, asker) : null;
  return { command: earlier ? parseFollowUp(said) : parseSpoken(said), earlier };
}

const rating = z.templateLiteral([z.string(), ':', z.enum([RATINGS.up, RATINGS.down])]);

export function onRateAnswer(context: SlackContext): PressListener {
  return onPress(context, 'rate-answer', async (press, _client, { rating: words }) => {
    const [answerId = '', thumb] = rating.parse(press.value).split(':');
    const helpful = thumb === RATINGS.up;
    const kept = await rateAnswer(context.deps, { answerId, personId: press.personId, helpful });
    if (!kept) return sentence(words.gone);
    return sentence(helpful ? words.helped : words.didNotHelp);
  });
}
