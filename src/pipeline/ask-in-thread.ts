// A question whose answer is a message of its own: claimed before anything is said, so that whatever happens while it is
// being written, the thread has one answer, and a whole one.
import { randomUUID } from 'node:crypto';
import type { Answer, Exchange } from '../domain/answer.ts';
import type { ChannelProfile } from '../domain/channel.ts';
import { getAnswer, saveAnswer, saveAnswered } from '../store/answers.ts';
import * as messages from '../store/messages.ts';
import type { Answered, OnSentence } from './answer-question.ts';
import { earlierExchange } from './keep-answer.ts';
import { channelsOfPerson, rememberPerson } from './know-person.ts';
import type { Deps } from './ports.ts';

/** Longer than a model takes with all its tries; after this whoever was writing is taken for dead. */
const WRITING_MS = 3 * 60_000;

export type ThreadQuestion = Pick<Answer, 'personId' | 'channelId' | 'place' | 'question' | 'language'> & {
  threadTs: string;
};

/** Claims the answer's message for this process, which has three minutes to send it. Answers its id. */
export async function openAnswer(deps: Deps, asked: ThreadQuestion): Promise<string> {
  const id = randomUUID();
  const now = deps.now();
  const { channelId, threadTs } = asked;
  const unsaid = { verb: 'ask', reply: '', told: '', articleIds: [], model: null, prompt: null };
  await deps.db.transaction(async (tx) => {
    await saveAnswer(tx, { ...asked, ...unsaid, id }, now);
    const claim = { id, channelId, threadTs, purpose: 'answer' as const, key: `answer:${id}` };
    await messages.claimMessage(tx, claim, now);
    await messages.leaseMessage(tx, id, now, new Date(now.getTime() + WRITING_MS));
  });
  return id;
}

/** What the message says: as it was found, or found now where nobody got so far. `null` once it is forgotten. */
export async function composeAnswer(
  deps: Deps,
  id: string,
  { onSentence, earlier: before }: { onSentence?: OnSentence; earlier?: Exchange | null } = {},
): Promise<{ answered: Answered; language: string } | null> {
  const kept = await getAnswer(deps.db, id);
  if (!kept) return null;
  const { language, question } = kept;
  if (kept.answered) return { answered: kept.answered as Answered, language };
  const among = await visibleIn(deps, kept);
  const earlier = before ?? (await earlierExchange(deps, kept));
  const asked = { question, language, among, earlier };
  // Only who is asked carries what answering needs.
  const { answerQuestion } = await import('./answer-question.ts');
  const answered = await answerQuestion(deps, asked, onSentence ? { onSentence } : {});
  return { answered, language };
}

/** Everybody in a channel reads what is answered there: only what all of them may see goes into it. */
async function visibleIn(
  deps: Deps,
  { personId, channelId, place }: { personId: string; channelId: string; place: Answer['place'] },
): Promise<ChannelProfile[]> {
  const { person } = await rememberPerson(deps, personId);
  const theirs = channelsOfPerson(deps, person);
  if (place !== 'mention') return theirs;
  const here = deps.channels.filter(({ id }) => id === channelId);
  return [...here, ...theirs.filter(({ id, isPrivate }) => id !== channelId && !isPrivate)];
}

/** The words are those that `slack/blocks` made of it, without their layout. */
export async function keepAnswered(deps: Deps, id: string, answered: Answered, reply: string): Promise<void> {
  const { model, prompt } = answered.kind === 'answer' ? answered : { model: null, prompt: null };
  const found = { told: toldOf(answered), articleIds: articlesOf(answered) };
  await saveAnswered(deps.db, id, { reply, model, prompt, answered, ...found });
}

/** What a model may see of an answer: its own sentences, and articles' words; a demo's are a person's. */
export function toldOf(answered: Answered): string {
  if (answered.kind === 'answer') return answered.sentences.map(({ text }) => text).join(' ');
  const told =
    answered.kind === 'passages'
      ? answered.passages.map(({ text, article: { title, kind } }) => ({ kind, text: `${title}: ${text}` }))
      : answered.nearest.map(({ title, kind }) => ({ kind, text: title }));
  return told.flatMap(({ kind, text }) => (kind === 'demo' ? [] : [text])).join('\n');
}

export function articlesOf(answered: Answered): number[] {
  const lines =
    answered.kind === 'answer'
      ? answered.articles
      : answered.kind === 'passages'
        ? answered.passages.map(({ article }) => article)
        : answered.nearest;
  return lines.map(({ articleId }) => articleId);
}

/** The message is there, and being written: it is made whole by a job unless `endWriting` comes first. */
export async function beginWriting(deps: Deps, id: string, ts: string): Promise<void> {
  const now = deps.now();
  await deps.db.transaction(async (tx) => {
    await messages.savePosted(tx, id, ts, now);
    await messages.orderRefreshOf(tx, id, new Date(now.getTime() + WRITING_MS));
  });
}

/** All of it is there. */
export async function endWriting(deps: Deps, id: string): Promise<void> {
  await messages.takeRefresh(deps.db, id);
}

/** Nothing of it is there, as far as we know: it is sent in one piece. `neverSent` where Slack surely has nothing. */
export async function postInOnePiece(deps: Deps, id: string, neverSent: boolean): Promise<void> {
  await messages.releaseLease(deps.db, id, neverSent);
  await deps.queue.enqueue('post-message', { messageId: id });
}

/** Something of it is there, and not what should be: it is shown anew. */
export async function showAnew(deps: Deps, id: string): Promise<void> {
  await messages.orderRefreshOf(deps.db, id, deps.now());
  await deps.queue.enqueue('refresh-card', { messageId: id });
}
