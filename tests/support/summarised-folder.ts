// A data folder as the app leaves it behind: its database on disk, with one article whose card a model's summary is
// posted on. For commands that are run beside the app.
import { migrateStore, openStore } from '../../src/start/open-store.ts';
import { insertIfNew, saveRead } from '../../src/store/articles.ts';
import type { Database } from '../../src/store/database.ts';
import { claimMessage, savePosted } from '../../src/store/messages.ts';
import { saveSummary } from '../../src/store/summaries.ts';

export const POSTED_AT = new Date('2026-11-20T08:00:00Z');

/** Opens the folder's database for `work` and gives it free again. */
export async function withFolder<Result>(
  dataDir: string,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const { db } = await openStore({ kind: 'pglite', dataDir });
  try {
    await migrateStore(db);
    return await work(db);
  } finally {
    await db.close();
  }
}

/** Answers the article's id. */
export async function addPostedSummary(
  db: Database,
  article: { title: string; text: string; promptVersion: number },
): Promise<number> {
  const url = 'https://lab.example/tokens';
  const [row] = await insertIfNew(
    db,
    [
      {
        guid: 'tokens',
        canonicalUrl: url,
        url,
        title: article.title,
        kind: 'paper',
        authors: [],
        publishedAt: POSTED_AT,
        html: '',
        discussionUrl: null,
        arxivVersion: null,
        sourceId: null,
        collectionId: null,
      },
    ],
    POSTED_AT,
  );
  const id = row?.id ?? 0;
  await saveRead(db, {
    articleId: id,
    state: 'page',
    error: null,
    text: article.text,
    language: 'en',
    wordCount: 40,
    title: null,
    publishedAt: null,
  });
  await saveSummary(
    db,
    id,
    'en',
    {
      method: 'model',
      tldr: 'It is shorter.',
      points: [],
      kind: 'paper',
      topics: [],
      tryIt: null,
      details: null,
    },
    POSTED_AT,
    { model: 'small', promptVersion: article.promptVersion, cacheKey: 'key' },
  );
  await claimMessage(
    db,
    { id: 'm1', channelId: 'C1', purpose: 'card', key: `card:C1:${id}`, articleId: id },
    POSTED_AT,
  );
  await savePosted(db, 'm1', '1795332487.000001', POSTED_AT);
  return id;
}
