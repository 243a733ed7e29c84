import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import * as messages from '../../src/store/messages.ts';
import { openTestStore } from '../support/store.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 20, 12, 0, seconds));

async function claim(id: string, key = id): Promise<boolean> {
  return await messages.claimMessage(db, { id, channelId: 'C1', purpose: 'digest', key }, at(0));
}

describe('claims', () => {
  it('takes one claim under a key', async () => {
    expect(await claim('a', 'digest:C1:2026-W47')).toBe(true);
    expect(await claim('b', 'digest:C1:2026-W47')).toBe(false);
  });
});

describe('leases', () => {
  it('lets one sender at a time, and tells the next how long to wait', async () => {
    await claim('lease');
    const first = await messages.leaseMessage(db, 'lease', at(0), at(60));
    expect(first).toMatchObject({ kind: 'taken', attemptedBefore: false });
    expect(await messages.leaseMessage(db, 'lease', at(10), at(70))).toEqual({
      kind: 'held',
      untilMs: at(60).getTime(),
    });
  });

  it('tells whoever comes after a crash that the message may have been sent', async () => {
    await claim('crash');
    await messages.leaseMessage(db, 'crash', at(0), at(60));
    const second = await messages.leaseMessage(db, 'crash', at(61), at(121));
    expect(second).toMatchObject({ kind: 'taken', attemptedBefore: true });
  });

  it('forgets the attempt that surely never reached Slack', async () => {
    await claim('refused');
    await messages.leaseMessage(db, 'refused', at(0), at(60));
    await messages.releaseLease(db, 'refused', true);
    const again = await messages.leaseMessage(db, 'refused', at(1), at(61));
    expect(again).toMatchObject({ kind: 'taken', attemptedBefore: false });
  });

  it('is over once the message is posted', async () => {
    await claim('posted');
    await messages.leaseMessage(db, 'posted', at(0), at(60));
    await messages.savePosted(db, 'posted', '100.000001', at(1));
    expect(await messages.leaseMessage(db, 'posted', at(2), at(62))).toEqual({ kind: 'done' });
    await messages.savePosted(db, 'posted', '100.000002', at(3));
    expect((await messages.getMessage(db, 'posted'))?.ts).toBe('100.000001');
  });
});
