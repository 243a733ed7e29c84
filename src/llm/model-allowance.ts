// Money is asked for before it is spent: by each request, for the most that it may cost. Knows no budget.
import type { ModelClient } from './model-client.ts';

/**
 * Asked before each request for the most that the whole answer may have cost after it, in USD. `held`: there is money,
 * but other calls may need it.
 */
export type Allow = (mostUsd: number) => Promise<'granted' | 'held' | 'used-up'>;

/** A request that was not sent. */
export class NoMoney extends Error {
  readonly fault: 'held' | 'budget';
  constructor(why: 'held' | 'used-up', mostUsd: number) {
    super(
      `the budget has no room for a request that may cost ${mostUsd.toFixed(4)} USD` +
        (why === 'held' ? ' beside those under way' : ''),
    );
    this.name = 'NoMoney';
    this.fault = why === 'held' ? 'held' : 'budget';
  }
}

/** Throws `NoMoney` where it is not granted. */
export async function askAllowance(allow: Allow | undefined, mostUsd: number): Promise<void> {
  const said = (await allow?.(mostUsd)) ?? 'granted';
  if (said !== 'granted') throw new NoMoney(said, mostUsd);
}

/** The same model for one task of several answers, whose cost is asked for together. */
export function withAllowance(model: ModelClient, allow: Allow): ModelClient {
  let before = 0;
  return {
    ...model,
    async answer(request) {
      const answer = await model.answer({ ...request, allow: (mostUsd) => allow(before + mostUsd) });
      before += answer.usage?.costUsd ?? 0;
      return answer;
    },
  };
}
