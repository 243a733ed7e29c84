import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyProfiles, resetProfile } from '../../src/pipeline/change-profile.ts';
import type { Deps } from '../../src/pipeline/ports.ts';
import { listMoves, moveChannel } from '../../src/store/channel-moves.ts';
import type { Database } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { describeDatabases } from '../support/backends.ts';
import { profileOf } from '../support/profile.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const [FROM, TO] = ['C0OLD', 'C0NEW'];

describeDatabases('A channel that gets another id', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
    await migrate(db, 'src/store/migrations');
    const q = (text: string, ...values: unknown[]) => db.query(text, values);
    await q(
      `insert into article (canonical_url, url, title, kind, first_seen_at) values ('u', 'u', 'A', 'news', $1)`,
      NOW,
    );
    await q(
      `insert into message (id, channel_id, purpose, article_id, key, claimed_at, ts)
      values ('m1', '${FROM}', 'card', 1, 'card:${FROM}:1', $1, '1.1')`,
      NOW,
    );
    await q(
      `insert into share values ('${FROM}', '2.2', 1, 'U1', $1), ('${FROM}', '3.3', 1, 'U1', $1), ('${TO}', '3.3', 1, 'U1', $1)`,
      NOW,
    );
    await q(
      `insert into vote values (1, 'U2', '+1', 'share:${FROM}:2.2', 'vote', true, 1), (1, 'U3', '+1', 'm1', 'vote', true, 1)`,
    );
    await q(`insert into channel_read values ('${FROM}', $1), ('${TO}', $1)`, NOW);
    await q(`insert into channel_profile values ('${FROM}', '{"postsPerDay": 9}', 'U1', $1)`, NOW);
    await q(
      `insert into person (person_id, channels, looked_up_at) values ('U1', '{C0OTHER,${FROM}}', $1)`,
      NOW,
    );
    await q(`insert into turn values ('${FROM}', $1)`, NOW);
    await q(
      `insert into trouble values ('channel-archived:${FROM}', '{"kind": "channel-archived", "channelId": "${FROM}"}', 'x', $1)`,
      NOW,
    );
    await db.transaction((tx) => moveChannel(tx, { from: FROM, to: TO }, NOW));
  });
  afterAll(() => db.close());

  it('keeps what was posted, shared, voted, set and known under the new one, and nothing under the old one', async () => {
    expect(await db.query('select channel_id, key from message')).toEqual([
      { channel_id: TO, key: `card:${TO}:1` },
    ]);
    expect(await db.query('select channel_id, message_ts from share order by 2')).toEqual([
      { channel_id: TO, message_ts: '2.2' },
      { channel_id: TO, message_ts: '3.3' },
    ]);
    expect(await db.query('select message_id from vote order by 1')).toEqual([
      { message_id: 'm1' },
      { message_id: `share:${TO}:2.2` },
    ]);
    expect(await db.query('select channel_id from channel_profile')).toEqual([{ channel_id: TO }]);
    expect(await db.query('select channel_id from channel_read')).toEqual([{ channel_id: TO }]);
    expect(await db.query('select channels from person')).toEqual([{ channels: ['C0OTHER', TO] }]);
    expect(await db.query('select 1 from turn')).toEqual([]);
    expect(await db.query('select 1 from trouble where ended_at is null')).toEqual([]);
  });

  it('leaves the old id in no column and no key of any table but its own', async () => {
    const columns = await db.query<{ t: string; c: string }>(
      `select table_name as t, column_name as c from information_schema.columns
       where table_schema = current_schema() and table_name not in ('channel_move', 'trouble')
       and data_type in ('text', 'ARRAY', 'jsonb') order by 1, 2`,
    );
    expect(columns.length).toBeGreaterThan(50);
    for (const { t, c } of columns) {
      const rows = await db.query(`select 1 from "${t}" where "${c}"::text like '%${FROM}%'`);
      expect([t, c, rows.length]).toEqual([t, c, 0]);
    }
  });

  it('is followed by a process that knows it by the old one, with what was changed of its profile', async () => {
    const deps = { db, channels: [profileOf({ id: FROM, managers: [] })], now: () => NOW } as unknown as Deps;
    expect(await applyProfiles(deps)).toBe(true);
    expect(deps.channels[0]).toMatchObject({ id: TO, postsPerDay: 9 });
    expect(await applyProfiles(deps)).toBe(false);
    expect(await resetProfile(deps, { channelId: TO, personId: 'U1' })).toMatchObject({ kind: 'changed' });
    expect(deps.channels[0]).toMatchObject({ id: TO, postsPerDay: 4 });
  });

  it('may get a further one, and its first one again', async () => {
    await db.transaction((tx) => moveChannel(tx, { from: TO, to: 'C0NEXT' }, NOW));
    const deps = {
      db,
      channels: [profileOf({ id: FROM }), profileOf({ id: TO }), profileOf({ id: 'C0ELSE' })],
    };
    await applyProfiles(deps as unknown as Deps);
    expect(deps.channels.map(({ id }) => id)).toEqual(['C0NEXT', 'C0NEXT', 'C0ELSE']);
    await db.transaction((tx) => moveChannel(tx, { from: 'C0NEXT', to: FROM }, NOW));
    expect(await listMoves(db)).toEqual(
      new Map([
        [TO, 'C0NEXT'],
        ['C0NEXT', FROM],
      ]),
    );
  });
});
