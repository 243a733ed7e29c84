// A model whose answers are kept in files: an evaluation that was stopped goes on where it was, and one with another
// prompt or set pays only for what is new.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelAnswer, ModelClient, ModelFault } from '../llm/model-client.ts';

type Request = Parameters<ModelClient['answer']>[0];

export interface AnswerCache {
  get(key: string): ModelAnswer<unknown> | null;
  put(key: string, answer: ModelAnswer<unknown>): void;
}

/** The fence around an article is new in each request; the answer does not depend on it. */
const DELIMITER = /article-[0-9a-f]{16}/g;

/** `endpoint` tells apart models of one name. */
export function requestKey(
  endpoint: string,
  model: string,
  request: Omit<Request, 'schema' | 'signal'>,
): string {
  const { task, system, user, followUp } = request;
  return createHash('sha256')
    .update(
      JSON.stringify([endpoint, model, task, system, user, followUp ?? null]).replace(DELIMITER, 'article'),
    )
    .digest('hex');
}

export function openAnswerCache(folder: string): AnswerCache {
  mkdirSync(folder, { recursive: true });
  const pathOf = (key: string): string => join(folder, `${key}.json`);
  return {
    get(key) {
      try {
        return JSON.parse(readFileSync(pathOf(key), 'utf8')) as ModelAnswer<unknown>;
      } catch (error) {
        // Never asked, or cut off while it was written.
        if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    put(key, answer) {
      const path = pathOf(key);
      writeFileSync(`${path}.${process.pid}`, JSON.stringify(answer));
      renameSync(`${path}.${process.pid}`, path);
    },
  };
}

const NOT_OF_MODEL = new Set<ModelFault | undefined>(['endpoint', 'cancelled', 'budget', 'held']);

/** Faults of the endpoint are not kept: nor that there was no money: they say nothing of the model. `paid` hears of every answer that is new. */
export function cachedModel(
  model: ModelClient,
  endpoint: string,
  cache: AnswerCache,
  paid: (answer: ModelAnswer<unknown>) => Promise<void>,
): ModelClient {
  return {
    ...model,
    async answer(request) {
      const key = requestKey(endpoint, model.nameFor(request.task), request);
      const known = cache.get(key);
      if (known?.kind === 'failed') return known;
      const checked = known ? request.schema.safeParse(known.value) : null;
      if (known && checked?.success) return { ...known, value: checked.data };
      const answer = await model.answer(request);
      await paid(answer);
      const isOfModel = answer.kind === 'answer' || !NOT_OF_MODEL.has(answer.fault);
      if (isOfModel) cache.put(key, answer);
      return answer;
    },
  };
}
