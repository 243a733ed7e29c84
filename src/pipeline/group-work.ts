// Lets things that arrive one by one be done many at a time.
import { setImmediate as nextTurn } from 'node:timers/promises';

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * While one group is worked on, what arrives is collected for the next (a database calls it group commit): a single
 * item waits for nothing, and a burst costs as much as a few items. `work` answers in the order of the items; when it
 * throws, every item of its group is rejected.
 */
export function groupWork<Item, Result>(
  work: (items: Item[]) => Promise<Result[]>,
  largestGroup: number,
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let running = false;

  const runGroup = async (): Promise<void> => {
    const group = waiting.splice(0, largestGroup);
    try {
      const results = await work(group.map(({ item }) => item));
      for (const [n, { resolve }] of group.entries()) resolve(results[n] as Result);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };
  const runAll = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) {
      await runGroup();
      // The embedded database answers without a turn of the event loop: let requests in between two groups.
      await nextTurn();
    }
    running = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void runAll();
    });
}
