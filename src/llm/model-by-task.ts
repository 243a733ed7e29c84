// One client in front of two models: a cheap one for what is done often, a strong one for what is hard.
import type { ModelClient } from './model-client.ts';

export function modelByTask(
  cheap: ModelClient,
  strong: ModelClient,
  isHard: (task: string) => boolean,
): ModelClient {
  const of = (task: string): ModelClient => (isHard(task) ? strong : cheap);
  return {
    name: cheap.name,
    nameFor: (task) => of(task).name,
    answer: (request) => of(request.task).answer(request),
  };
}
