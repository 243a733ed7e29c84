// How much of an article a model has room for: found out by trying, since no endpoint says it beforehand.
import { ARTICLE_CHARACTERS } from './article-data.ts';
import type { ModelAnswer, ModelClient } from './model-client.ts';

/** Characters. A model that has no room for these is of no use for articles. */
const LEAST_ROOM = 3_000;

/** Characters of an article that a model, by its name, has room for, where it is less than what is sent at first. */
const known = new Map<string, number>();

/**
 * Asks with as many characters of the article as the model of `task` is known to have room for, and with half as many
 * each time that its endpoint calls the request too long. What was found holds until the process ends.
 */
export async function askWithinRoom<Value>(
  model: ModelClient,
  task: string,
  ask: (characters: number) => Promise<ModelAnswer<Value>>,
): Promise<ModelAnswer<Value>> {
  const name = model.nameFor(task);
  for (;;) {
    const room = known.get(name) ?? ARTICLE_CHARACTERS;
    const answer = await ask(room);
    if (answer.kind === 'answer' || answer.fault !== 'too-long' || room <= LEAST_ROOM) return answer;
    // Others may have found out more meanwhile.
    known.set(name, Math.min(known.get(name) ?? room, Math.max(LEAST_ROOM, Math.floor(room / 2))));
  }
}
