// Vectors of articles on every database, with pgvector and without.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import {
  embeddingsOf,
  listUnembedded,
  nearestArticles,
  prepareVectorSearch,
  saveEmbeddings,
} from '../../src/store/embeddings.ts';
import { migrate } from '../../src/store/migrate.ts';
import { describeDatabases, describeVectorPostgres, openMemoryDatabase } from '../support/backends.ts';

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'src', 'store', 'migrations');
const NOW = new Date('2026-11-24T10:00:00Z');
const SIZE = 32;
/** As a small model's vectors are. */
const WIDE = 384;
const ARTICLES = 40;
const MODEL = 'small';

/** Points on a circle through the first two axes: neighbours differ little. */
function vectorAt(angle: number, size = SIZE): number[] {
  return Array.from({ length: size }, (_, n) => Math.cos(angle + (n * Math.PI) / size) / Math.sqrt(size / 2));
}

async function fill(db: Database): Promise<void> {
  await migrate(db, MIGRATIONS);
  for (let n = 1; n <= ARTICLES; n += 1) {
    await db.query(
      `insert into article (canonical_url, url, title, kind, first_seen_at, read_state)
       values ($1, $1, $2, 'news', $3, 'feed')`,
      [`https://a.example/${n}`, `Article ${n}`, NOW],
    );
    await db.query(
      `insert into message (id, channel_id, purpose, article_id, key, claimed_at, posted_at, ts)
       values ($1, $2, 'card', $3, $1, $4, $4, $5)`,
      [`m-${n}`, n % 2 === 0 ? 'C0EVEN' : 'C0ODD', n, new Date(NOW.getTime() + n), `${n}.000000`],
    );
  }
}

const all = () =>
  Array.from({ length: ARTICLES }, (_, n) => ({
    articleId: n + 1,
    contentHash: `hash-${n + 1}`,
    vector: vectorAt((n * Math.PI) / ARTICLES),
  }));

function behaves(open: () => Promise<Database>, indexed: boolean): void {
  let db: Database;
  beforeAll(async () => {
    db = await open();
    await fill(db);
  });
  afterAll(() => db.close());
  const nearest = async (n: number, channelIds: string[] | null, limit = 3) => {
    const vector = vectorAt(((n - 1) * Math.PI) / ARTICLES);
    return await nearestArticles(db, { model: MODEL, vector, channelIds, limit });
  };

  it('lists the posted articles without a vector, the latest first', async () => {
    const listed = await listUnembedded(db, MODEL, 2);
    expect(listed.map(({ articleId }) => articleId)).toEqual([ARTICLES, ARTICLES - 1]);
  });

  it('says how it searches', async () => {
    const search = await prepareVectorSearch(db, SIZE);
    expect(search.kind).toBe(indexed ? 'indexed' : 'scanned');
  });

  it('finds the nearest, best first, with how near they are', async () => {
    await saveEmbeddings(db, MODEL, all(), NOW);
    expect(await listUnembedded(db, MODEL, 5)).toEqual([]);
    const found = await nearest(20, null);
    expect(found[0]?.articleId).toBe(20);
    expect(found[0]?.similarity).toBeCloseTo(1, 3);
    expect(found.map(({ articleId }) => articleId).sort()).toEqual([19, 20, 21]);
  });

  it('finds only what was posted in the given channels', async () => {
    const found = await nearest(20, ['C0ODD'], 40);
    expect(found).toHaveLength(ARTICLES / 2);
    expect(found.every(({ articleId }) => articleId % 2 === 1)).toBe(true);
    expect(await nearest(20, ['C0OTHER'])).toEqual([]);
  });

  it('gives back the vector of words that are known', async () => {
    const known = await embeddingsOf(db, MODEL, ['hash-3', 'unknown']);
    expect([...known.keys()]).toEqual(['hash-3']);
    expect(known.get('hash-3')?.[0]).toBeCloseTo(all()[2]?.vector[0] ?? 9, 5);
    expect((await embeddingsOf(db, 'another', ['hash-3'])).size).toBe(0);
  });

  it('drops all vectors of another model or another size, and never compares them', async () => {
    const [first] = all();
    if (!first) throw new Error('no vectors');
    const wider = { ...first, vector: vectorAt(0, 64) };
    expect(await saveEmbeddings(db, MODEL, [wider], NOW)).toEqual({ dropped: ARTICLES });
    expect(await nearest(1, null)).toEqual([]);
    expect((await prepareVectorSearch(db, 64)).kind).toBe(indexed ? 'indexed' : 'scanned');
    const search = { vector: wider.vector, channelIds: null, limit: 3 };
    expect(await nearestArticles(db, { ...search, model: MODEL })).toHaveLength(1);
    expect(await nearestArticles(db, { ...search, model: 'another' })).toEqual([]);
    expect(await saveEmbeddings(db, 'another', [wider], NOW)).toEqual({ dropped: 1 });
    expect(await nearestArticles(db, { ...search, model: MODEL })).toEqual([]);
    expect(await nearestArticles(db, { ...search, model: 'another' })).toHaveLength(1);
  });

  it("compares no vectors but the nearest, and reads the others' signs from an index", async () => {
    await db.query('delete from article_embedding');
    await prepareVectorSearch(db, WIDE);
    await db.query(
      `insert into article (canonical_url, url, title, kind, first_seen_at, read_state)
       select 'https://many.example/' || n, '', '', 'news', $1, 'feed' from generate_series(1, 1000) n
       on conflict do nothing`,
      [NOW],
    );
    await db.query(
      `insert into article_embedding (article_id, model, content_hash, embedding, signs, embedded_at)
       select article.id, $1, '', array_agg(random()::real),
         string_agg(case when random() > 0.5 then '1' else '0' end, '')::varbit, $2
       from article cross join generate_series(1, ${WIDE}) group by article.id`,
      [MODEL, NOW],
    );
    await db.query('vacuum analyze article_embedding');
    const plans: string[] = [];
    const search = { model: MODEL, vector: vectorAt(1, WIDE), channelIds: null, limit: 3 };
    await nearestArticles(explaining(db, plans), search);
    expect(plans).toHaveLength(1);
    expect(plans[0]).toContain(
      indexed ? `using article_embedding_near_${WIDE}` : 'Index Only Scan using article_embedding_signs',
    );
  });
}

/** Adds to `plans` how each search is carried out. */
function explaining(db: Database, plans: string[]): Database {
  return {
    ...db,
    transaction: (work) =>
      db.transaction((tx) =>
        work({
          async query<Row>(text: string, parameters?: readonly unknown[]) {
            if (text.startsWith('with asked')) {
              const lines = await tx.query<Record<string, string>>(`explain ${text}`, parameters);
              plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'));
            }
            return await tx.query<Row>(text, parameters);
          },
        }),
      ),
  };
}

describe('vectors on PGlite, which has pgvector', () => behaves(openMemoryDatabase, true));

describeDatabases('vectors without pgvector', (open) => {
  // PGlite has it; what it does without is what Postgres does, which has none here.
  behaves(async () => hidePgvector(await open()), false);
});

describeVectorPostgres('vectors', (open) => behaves(open, true));

/** A database whose list of extensions is empty. */
function hidePgvector(db: Database): Database {
  return {
    ...db,
    query: async (text, parameters) =>
      text.includes('pg_available_extensions') ? [] : db.query(text, parameters),
  };
}
