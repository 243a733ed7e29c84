// Keeps what the app answered people, and whether it helped them: what prompts and ranking are judged by.
import { randomUUID } from 'node:crypto';
import type { Answer, Exchange } from '../domain/answer.ts';
import { latestExchange, saveAnswer, saveRating } from '../store/answers.ts';
import type { Deps } from './ports.ts';

/** Answers the id under which it can be rated. */
export async function keepAnswer(deps: Deps, answer: Omit<Answer, 'id'>): Promise<string> {
  const id = randomUUID();
  await saveAnswer(deps.db, { ...answer, id }, deps.now());
  return id;
}

const THREAD_DAYS = 30;
/** In a direct message without threads a question an hour later begins anew. */
const SPOKEN_MS = 3_600_000;

/**
 * What the person asked before in the thread, or, outside of threads, just before in the same direct message, and the
 * answer: all that a further question is understood by. Nothing else that was written there is looked at.
 */
export async function earlierExchange(
  deps: Deps,
  asked: { personId: string; channelId: string; threadTs: string | null },
): Promise<Exchange | null> {
  const keptMs = asked.threadTs === null ? SPOKEN_MS : THREAD_DAYS * 24 * 3_600_000;
  const since = new Date(deps.now().getTime() - keptMs);
  return await latestExchange(deps.db, { ...asked, since });
}

/** False where the answer is no longer kept. */
export async function rateAnswer(
  deps: Deps,
  rating: { answerId: string; personId: string; helpful: boolean },
): Promise<boolean> {
  return await saveRating(deps.db, rating, deps.now());
}
