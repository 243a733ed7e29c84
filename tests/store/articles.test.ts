// Articles as they come in: what stands in the store before and after one is read.
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { insertIfNew, listUnread, saveRead } from '../../src/store/articles.ts';
import { migrate } from '../../src/store/migrate.ts';
import { describeDatabases } from '../support/backends.ts';

const MIGRATIONS = 'src/store/migrations';
const NOW = new Date('2026-11-24T08:00:00Z');

function articleAt(canonicalUrl: string, html: string) {
  return {
    guid: canonicalUrl,
    canonicalUrl,
    url: canonicalUrl,
    title: 'A title',
    kind: 'news' as const,
    authors: ['Ada "A." Lovelace', 'Müller, Jörg', '名前'],
    publishedAt: NOW,
    html,
    discussionUrl: null,
    arxivVersion: null,
    sourceId: null,
    collectionId: null,
  };
}

describeDatabases('articles', (open) => {
  test('come in with every word that the source said, in the order given, once', async () => {
    const db = await open();
    await migrate(db, MIGRATIONS);
    const html = `<p>Größe “quoted”, 中文, 🙂, a 'tick', a "tock", \\ and \n a line</p>`;
    const given = Array.from({ length: 30 }, (_, n) =>
      articleAt(`https://lab.example/${30 - n}`, `${n}${html}`),
    );
    const fresh = await insertIfNew(db, given, NOW);
    expect(fresh.map((row) => row.canonicalUrl)).toEqual(given.map((article) => article.canonicalUrl));
    expect(await insertIfNew(db, given, NOW)).toEqual([]);
    const unread = await listUnread(
      db,
      fresh.map((row) => row.id),
    );
    expect(unread.map((row) => row.sourceHtml)).toEqual(given.map((article) => article.html));
    const [{ authors } = { authors: [] }] = await db.query<{ authors: string[] }>(
      'select authors from article limit 1',
    );
    expect(authors).toEqual(given[0]?.authors);
    await db.close();
  });

  test('keep what the source said until they are read, also through the change of the schema', async () => {
    const db = await open();
    const before = await mkdtemp(join(tmpdir(), 'migrations-'));
    await copyFile(join(MIGRATIONS, '001-first-tables.sql'), join(before, '001-first-tables.sql'));
    await migrate(db, before);
    await db.query(
      `insert into article (canonical_url, url, title, kind, first_seen_at, read_state)
       values ('https://a.example', 'https://a.example', 'A', 'news', now(), 'waiting'),
         ('https://b.example', 'https://b.example', 'B', 'news', now(), 'feed')`,
    );
    await db.query(`insert into article_text values (1, '<p>not read yet</p>', null), (2, null, 'read')`);

    await migrate(db, MIGRATIONS);
    expect(await listUnread(db, [1, 2])).toMatchObject([{ id: 1, sourceHtml: '<p>not read yet</p>' }]);
    const read = {
      state: 'feed' as const,
      error: null,
      language: 'en',
      wordCount: 3,
      title: null,
      publishedAt: null,
    };
    const text = 'not read yet';
    // Twice, as a job that runs again does.
    for (let run = 0; run < 2; run += 1) await saveRead(db, { articleId: 1, ...read, text });
    expect(await db.query('select article_id, text from article_text order by 1')).toEqual([
      { article_id: 1, text: 'not read yet' },
      { article_id: 2, text: 'read' },
    ]);
    expect(await db.query('select 1 from article where source_html is not null')).toEqual([]);
    await db.close();
    await rm(before, { recursive: true });
  });
});

describe('what articles point to without a foreign key', () => {
  test('is never deleted', async () => {
    const files = (await readdir('src/store')).filter((name) => name.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(10);
    for (const name of files) {
      expect(await readFile(join('src/store', name), 'utf8'), name).not.toMatch(
        /delete\s+from\s+(source|collection)\b/i,
      );
    }
  });
});
