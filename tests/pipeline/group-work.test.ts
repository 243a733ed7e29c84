import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupWork } from '../../src/pipeline/group-work.ts';

it('does the first at once, and what came meanwhile together', async () => {
  const groups: number[][] = [];
  const first = Promise.withResolvers<void>();
  const double = groupWork(async (items: number[]) => {
    groups.push(items);
    if (groups.length === 1) await first.promise;
    return items.map((item) => item * 2);
  }, 3);
  const results = [1, 2, 3, 4, 5].map(double);
  first.resolve();
  expect(await Promise.all(results)).toEqual([2, 4, 6, 8, 10]);
  expect(groups).toEqual([[1], [2, 3, 4], [5]]);
});

it('rejects the group that failed, and goes on with the next', async () => {
  const work = groupWork(async (items: string[]) => {
    if (items.includes('bad')) throw new Error('no');
    return items;
  }, 1);
  const [bad, good] = await Promise.allSettled([work('bad'), work('good')]);
  expect(bad).toMatchObject({ status: 'rejected', reason: new Error('no') });
  expect(good).toEqual({ status: 'fulfilled', value: 'good' });
});

it('answers each item with its own result, whatever the sizes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer()), fc.integer({ min: 1, max: 7 }), async (items, most) => {
      const work = groupWork(async (group: number[]) => group.map(String), most);
      expect(await Promise.all(items.map(work))).toEqual(items.map(String));
    }),
  );
});
