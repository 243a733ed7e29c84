// Feeds as they were published, through the ordinary door: nothing is lost, nothing comes twice.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCollectSource, startCollection } from '../../src/pipeline/collect-source.ts';
import { type FeedServer, serveFeeds } from '../../src/sandbox/feed-server.ts';
import { makeDue, subscribe } from '../../src/store/sources.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { feedSource } from '../support/feed-source.ts';

const FEEDS = '../shared/data/feeds/ai-blogs';

describe.skipIf(!existsSync(FEEDS))('20 feeds of AI blogs (shared test data)', () => {
  let app: TestApp;
  let feeds: FeedServer;
  const collect = async (): Promise<void> => {
    await makeDue(app.db, app.deps.now());
    const collectionId = await startCollection(app.deps);
    const sources = await app.db.query<{ source_id: string }>(
      'select source_id from collection_source where collection_id = $1',
      [collectionId],
    );
    const collectSource = createCollectSource(app.deps);
    for (const { source_id: sourceId } of sources) {
      await collectSource({ collectionId: collectionId ?? 0, sourceId });
    }
  };
  const count = async (what: string): Promise<number> =>
    (await app.db.query<{ n: number }>(`select count(*)::int as n from ${what}`))[0]?.n ?? 0;

  beforeAll(async () => {
    feeds = await serveFeeds(FEEDS);
    app = await startTestApp({ workers: false, hosts: [new URL(feeds.baseUrl).host] });
    const sources = feeds.files.map(({ name, url }) =>
      feedSource(name.replace('.xml', '').replaceAll('_', '-'), { url, title: name }),
    );
    await subscribe(app.db, 'run', sources, app.deps.now());
    await collect();
  });
  afterAll(async () => {
    await app.close();
    await feeds.close();
  });

  it('takes in every feed, and every item with title, link, date and a stable id', async () => {
    expect(await count('source where last_success_at is not null')).toBe(20);
    const items = await app.db.query<{ items: number }>('select sum(items)::int as items from source');
    expect(items[0]?.items).toBeGreaterThan(1_900);
    expect(await count('sighting')).toBe(items[0]?.items);
    expect(await count('article')).toBe(items[0]?.items);
    expect(await count(`article where title = '' or url !~ '^https?://' or published_at is null`)).toBe(0);
  });

  it('brings nothing twice, whether the server says 304 or sends all of it again', async () => {
    const before = await count('article');
    await collect();
    expect(await count(`collection_source where state = 'not-modified'`)).toBe(20);
    await app.db.query('update source set etag = null, last_modified = null');
    await collect();
    expect(await count('article')).toBe(before);
    expect(await count('sighting')).toBe(before);
  });
});
