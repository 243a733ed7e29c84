import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { exportRows, forgetRows, PERSONAL_TABLES } from '../../src/store/personal-data.ts';
import { openTestStore } from '../support/store.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());

/** Tables of the product's own schema with a column that could name a person. */
async function tablesThatNamePeople(): Promise<{ table: string; column: string; nullable: boolean }[]> {
  return await db.query(
    `select table_name as table, column_name as column, is_nullable = 'YES' as nullable
     from information_schema.columns
     where table_schema = current_schema()
       and (column_name ~ '(person|user|member|people)' or column_name ~ '_by$') order by 1, 2`,
  );
}

describe('the list of personal data', () => {
  it('has every table that names a person, by the one column name', async () => {
    const found = await tablesThatNamePeople();
    expect(found.filter(({ column }) => column !== 'person_id')).toEqual([]);
    expect(found.map(({ table }) => table)).toEqual(Object.keys(PERSONAL_TABLES).toSorted());
  });

  it('finds a table that was left out', async () => {
    await db.query('create table newcomer (person_id text)');
    try {
      expect((await tablesThatNamePeople()).map(({ table }) => table)).toContain('newcomer');
      expect(Object.keys(PERSONAL_TABLES)).not.toContain('newcomer');
    } finally {
      await db.query('drop table newcomer');
    }
  });

  it('unnames only where a row may be nobody’s', async () => {
    const unnamed = Object.entries(PERSONAL_TABLES).filter(([, { forget }]) => forget === 'unname');
    const nullable = (await tablesThatNamePeople()).filter((one) => one.nullable).map(({ table }) => table);
    expect(nullable).toEqual(expect.arrayContaining(unnamed.map(([table]) => table)));
  });
});

describe('one person among others', () => {
  const now = new Date('2026-11-20T12:00:00Z');
  /** One row of each table for `personId`. */
  async function fillFor(personId: string, n: number): Promise<void> {
    const q = (text: string, ...parameters: unknown[]) => db.query(text, parameters);
    await q(
      `insert into article (canonical_url, url, title, kind, first_seen_at)
       values ('https://example.com/a', 'https://example.com/a', 'An article', 'news', $1) on conflict do nothing`,
      now,
    );
    const [article] = await db.query<{ id: number }>('select id from article limit 1');
    const id = article?.id;
    await q(
      `insert into message (id, channel_id, purpose, key, claimed_at) values ('m1', 'C1', 'poc', 'k', $1)
       on conflict do nothing`,
      now,
    );
    await q(
      `insert into poc (channel_id, article_id, message_id, brief, created_at) values ('C1', $1, 'm1', '{}', $2)
       on conflict do nothing`,
      id,
      now,
    );
    const [poc] = await db.query<{ id: number }>('select id from poc limit 1');
    await q(`insert into vote values ($1, $2, '+1', 'm1', 'vote', true, 1)`, id, personId);
    await q('insert into save values ($2, $1, $3)', id, personId, now);
    await q(`insert into feedback values ($2, $1, 'topic', $3)`, id, personId, now);
    await q(`insert into share values ('C1', $4, $1, $2, $3)`, id, personId, now, `17.${n}`);
    await q(`insert into lesson_done values ($1, 'l1', $2)`, personId, now);
    await q('insert into poc_member values ($1, $2, $3)', poc?.id, personId, now);
    await q(
      `insert into demo (poc_id, url, person_id, shown_at) values ($1, 'https://example.com/demo' || $4::text, $2, $3)`,
      poc?.id,
      personId,
      now,
      n,
    );
    await q(
      `insert into answer values ($1, $2, 'C1', 'direct', 'search', 'what of agents', 'An article', '{}', null, null, $3)`,
      `a${n}`,
      personId,
      now,
    );
    await q('insert into answer_feedback values ($1, $2, true, $3)', `a${n}`, personId, now);
    await q(
      `insert into change_log (channel_id, person_id, action, detail, changed_at)
       values ('C1', $1, 'poc-proposed', '{"title": "T"}', $2)`,
      personId,
      now,
    );
    await q(
      `insert into wrong_summary (article_id, language, reason, summary, person_id, marked_at)
       values ($1, 'en', 'wrong-number', '{}', $2, $3)`,
      id,
      personId,
      now,
    );
    await q(`insert into channel_profile values ($1, '{}', $2, $3)`, `C${n}`, personId, now);
    await q(`insert into person values ($1, 'en-GB', 'Europe/London', $2)`, personId, now);
    await q(`insert into person_topic values ($1, 'agents', 'follow', $2)`, personId, now);
    await q(`insert into digest_setting values ($1, 'daily', 9, $2, $2, $2)`, personId, now);
    await q(`insert into personal_digest values ('personal:' || $1::text, $1, $2, $2)`, personId, now);
    await q(
      `insert into message (id, channel_id, purpose, key, claimed_at, digest_id)
       values ('personal-' || $1::text, 'D1', 'personal-digest', $1, $2, 'personal:' || $1::text)`,
      personId,
      now,
    );
    await q('insert into forgotten_person values ($1, $2)', personId, now);
  }

  it('gets every row that names them, and only those; then nothing names them any more', async () => {
    await fillFor('U0ADA', 1);
    await fillFor('U0BOB', 2);
    const exported = await exportRows(db, 'U0ADA');
    expect(Object.keys(exported)).toEqual(Object.keys(PERSONAL_TABLES));
    for (const [table, rows] of Object.entries(exported)) expect([table, rows.length]).toEqual([table, 1]);
    expect(exported.vote?.[0]).toMatchObject({
      title: 'An article',
      url: 'https://example.com/a',
      emoji: '+1',
    });
    expect(JSON.stringify(exported)).not.toContain('U0BOB');

    const { rows, articleIds } = await forgetRows(db, 'U0ADA');
    expect(articleIds).toHaveLength(1);
    expect(rows).toMatchObject({ vote: 1, save: 1, change_log: 1 });
    const messages = await db.query<{ key: string }>(`select key from message where channel_id = 'D1'`);
    expect(messages).toEqual([{ key: 'U0BOB' }]);
    const left = Object.entries(await exportRows(db, 'U0ADA')).filter(([, found]) => found.length > 0);
    expect(left.map(([table]) => table)).toEqual(['forgotten_person']);
    expect(await db.query('select 1 from change_log')).toHaveLength(2);
    for (const [table, found] of Object.entries(await exportRows(db, 'U0BOB'))) {
      expect([table, found.length]).toEqual([table, 1]);
    }
  });
});
