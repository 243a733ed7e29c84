import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { MERGED_TABLES } from '../../src/store/merge-articles.ts';
import { openTestStore } from '../support/store.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());

it('moves the rows of every table that names an article when two articles become one', async () => {
  const rows = await db.query<{ name: string }>(
    `select distinct table_name as name from information_schema.columns
     where column_name = 'article_id' and table_schema = 'public'`,
  );
  expect(rows.map(({ name }) => name).filter((name) => !MERGED_TABLES.includes(name))).toEqual([]);
});
