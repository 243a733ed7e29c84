// Keeps what the app answered people, and whether it helped them: what prompts and ranking are judged by.
import { randomUUID } from 'node:crypto';
import type { Answer } from '../domain/answer.ts';
import { saveAnswer, saveRating } from '../store/answers.ts';
import type { Deps } from './ports.ts';

/** Answers the id under which it can be rated. */
export async function keepAnswer(deps: Deps, answer: Omit<Answer, 'id'>): Promise<string> {
  const id = randomUUID();
  await saveAnswer(deps.db, { ...answer, id }, deps.now());
  return id;
}

/** False where the answer is no longer kept. */
export async function rateAnswer(
  deps: Deps,
  rating: { answerId: string; personId: string; helpful: boolean },
): Promise<boolean> {
  return await saveRating(deps.db, rating, deps.now());
}
