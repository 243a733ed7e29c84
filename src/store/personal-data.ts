// Owns the list of everything that is kept of a person: what `forget me` takes away and `export` gives out.
// A table with a column `person_id` that is missing here fails tests/store/personal-data.test.ts.
import type { Queryable } from './database.ts';

interface PersonalTable {
  /**
   * - `delete`: the rows go
   * - `unname`: the row is the team's; whose it was goes (the column must allow null)
   * - `keep`: what is needed so that forgetting lasts; `sweep-store` takes it away in time
   */
  forget: 'delete' | 'unname' | 'keep';
  /** Rows name an article: its title and address go into the export with them. */
  ofArticle?: true;
}

/** In the order in which they are forgotten and exported. */
export const PERSONAL_TABLES: Record<string, PersonalTable> = {
  vote: { forget: 'delete', ofArticle: true },
  save: { forget: 'delete', ofArticle: true },
  feedback: { forget: 'delete', ofArticle: true },
  share: { forget: 'delete', ofArticle: true },
  lesson_done: { forget: 'delete' },
  poc_member: { forget: 'delete' },
  demo: { forget: 'delete' },
  answer_feedback: { forget: 'delete' },
  answer: { forget: 'delete' },
  person: { forget: 'delete' },
  person_topic: { forget: 'delete' },
  digest_setting: { forget: 'delete' },
  personal_digest: { forget: 'delete' },
  wrong_summary: { forget: 'unname', ofArticle: true },
  change_log: { forget: 'unname' },
  channel_profile: { forget: 'unname' },
  forgotten_person: { forget: 'keep' },
};

export type PersonalRows = Record<string, Record<string, unknown>[]>;

/** All rows that name the person, by table; the column itself is left out, since it is the same in all. */
export async function exportRows(db: Queryable, personId: string): Promise<PersonalRows> {
  const exported: PersonalRows = {};
  for (const [table, { ofArticle }] of Object.entries(PERSONAL_TABLES)) {
    const article = `|| jsonb_build_object('title', article.title, 'url', article.url)`;
    const rows = await db.query<{ row: Record<string, unknown> }>(
      `select (to_jsonb(t) - 'person_id') ${ofArticle ? article : ''} as row from "${table}" t
       ${ofArticle ? 'join article on article.id = t.article_id' : ''} where t.person_id = $1 order by t`,
      [personId],
    );
    exported[table] = rows.map(({ row }) => row);
  }
  return exported;
}

export interface Forgotten {
  /** Rows by table. */
  rows: Record<string, number>;
  /** Articles whose votes, or whose sharer, are no longer what their messages show. */
  articleIds: number[];
}

/** Takes the person out of every table; call it in a transaction, and count the articles' votes anew after it. */
export async function forgetRows(db: Queryable, personId: string): Promise<Forgotten> {
  const touched = await db.query<{ id: number }>(
    `select article_id as id from vote where person_id = $1
     union select article_id from share where person_id = $1
     union select poc.article_id from poc join poc_member on poc_id = poc.id where person_id = $1
     union select poc.article_id from poc join demo on poc_id = poc.id where person_id = $1 order by 1`,
    [personId],
  );
  const rows: Record<string, number> = {};
  for (const [table, { forget }] of Object.entries(PERSONAL_TABLES)) {
    if (forget === 'keep') continue;
    const change = forget === 'delete' ? `delete from "${table}"` : `update "${table}" set person_id = null`;
    const gone = await db.query(`${change} where person_id = $1 returning 1`, [personId]);
    rows[table] = gone.length;
  }
  return { rows, articleIds: touched.map(({ id }) => id) };
}

/** From now on their reactions that still stand in Slack are not counted again. */
export async function rememberForgotten(db: Queryable, personId: string, now: Date): Promise<void> {
  await db.query(
    `insert into forgotten_person (person_id, forgotten_at) values ($1, $2)
     on conflict (person_id) do update set forgotten_at = excluded.forgotten_at`,
    [personId, now],
  );
}

/** Who asked to be forgotten, and when: older reactions and links of theirs may still stand in Slack. */
export async function forgottenPeople(db: Queryable): Promise<Map<string, Date>> {
  const rows = await db.query<{ personId: string; at: Date }>(
    'select person_id as "personId", forgotten_at as at from forgotten_person',
  );
  return new Map(rows.map(({ personId, at }) => [personId, at]));
}

export async function dropForgottenBefore(db: Queryable, before: Date): Promise<void> {
  await db.query('delete from forgotten_person where forgotten_at < $1', [before]);
}

/**
 * What people did in one channel: links they shared, votes on messages there, what they asked there. Answers the
 * articles whose votes are to be counted anew.
 */
export async function forgetChannelRows(db: Queryable, channelId: string): Promise<number[]> {
  const votes = await db.query<{ id: number }>(
    `delete from vote where message_id in (select id from message where channel_id = $1)
       or message_id like 'share:' || $1 || ':%' returning article_id as id`,
    [channelId],
  );
  const shares = await db.query<{ id: number }>(
    'delete from share where channel_id = $1 returning article_id as id',
    [channelId],
  );
  await db.query('delete from answer where channel_id = $1', [channelId]);
  await db.query('delete from message_state where channel_id = $1', [channelId]);
  await db.query('delete from channel_read where channel_id = $1', [channelId]);
  return [...new Set([...votes, ...shares].map(({ id }) => id))];
}
