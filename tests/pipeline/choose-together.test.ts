// Workers that choose at the same moment: each in a session of its own, which only a database server gives.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chooseCards } from '../../src/pipeline/choose-cards.ts';
import { readArticles } from '../../src/pipeline/read-articles.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { subscribe } from '../../src/store/sources.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { describePostgres } from '../support/backends.ts';
import { feedSource } from '../support/feed-source.ts';
import { itemOf } from '../support/store.ts';

const WORKERS = 6;
const PLACES = 4;

describePostgres('workers that choose at the same moment', (createDatabase) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ workers: false, profile: { postsPerDay: PLACES } });
  });
  afterAll(() => app.close());

  it('claim no more cards together than the day has places', async () => {
    const db = await openPostgres(await createDatabase(), { poolSize: WORKERS });
    try {
      await migrate(db, 'src/store/migrations');
      const deps = { ...app.deps, db };
      const now = deps.now();
      await subscribe(db, 'config', [feedSource('a')], now);
      const items = Array.from({ length: 3 * PLACES }, (_, n) =>
        itemOf(n, { url: `https://a.invalid/${n}` }),
      );
      const broughtBy = { kind: 'source' as const, sourceId: 'a' };
      const submission = { items, broughtBy, collectionId: null, defaultKind: null };
      const { fresh } = await db.transaction((tx) => submitArticles(tx, submission, now));
      await readArticles(deps, { articleIds: fresh });

      const { channelId } = app;
      await Promise.all(Array.from({ length: WORKERS }, () => chooseCards(deps, { channelId })));
      const claimed = await db.query(`select id from message where purpose = 'card'`);
      expect(claimed).toHaveLength(PLACES);
    } finally {
      await db.close();
    }
  });
});
