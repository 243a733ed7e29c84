// Measures what a question finds by its words, and by its meaning too where there is a model of embeddings: whether an
// article comes up for its own title and for a sentence that others wrote about it; and how long that takes among
// 100,000 articles, with vectors that are made up where there is no model, of which the asker may see half.
import { characterPairs, separateWords } from '../src/domain/words.ts';
import { retrieveArticles, weighQuestion } from '../src/pipeline/retrieve-articles.ts';
import { detectLanguage } from '../src/reading/language.ts';
import type { Database } from '../src/store/database.ts';
import { prepareVectorSearch, saveEmbeddings } from '../src/store/embeddings.ts';
import { indexArticle } from '../src/store/index-articles.ts';
import { migrate } from '../src/store/migrate.ts';
import { openPglite } from '../src/store/pglite.ts';
import { openPostgres } from '../src/store/postgres.ts';
import { startPostgres, startVectorPostgres } from '../tests/support/servers.ts';
import { type Figure, median, quantile, runAlone, timed } from './report.ts';
import { type Document, readDocuments } from './retrieval-documents.ts';
import { embedAll, embedded, MODEL, madeUpVectors, type Vectors } from './retrieval-vectors.ts';

const RECALL_GOAL = 0.95;
const LATENCY_GOAL_MS = 80;
const CORPUS = 100_000;
const LATENCY_QUESTIONS = 200;
/** That of the asker. Half of all articles were posted there. */
const OWN_CHANNEL = 'C0ASKER0001';

export async function benchRetrieval(): Promise<Figure[]> {
  const documents = await readDocuments();
  if (documents.length === 0)
    return [{ name: 'retrieval', figure: 'skipped: no shared test data', goal: null, met: null }];
  const vectors = await embedAll(documents);
  const pglite = await openPglite(null);
  const figures = await measureRecall(pglite, documents, vectors);
  // How near they are to what is asked means nothing then, and how long it takes to find them is the same.
  const compared = vectors ?? madeUpVectors(documents);
  if (!vectors) await saveVectors(pglite, documents, compared);
  const suffix = vectors ? '' : ' (vectors made up)';
  const latencyOf = (db: Database, name: string): Promise<Figure[]> =>
    measureLatency(db, documents, compared, `${name}${suffix}`);
  figures.push(...(await latencyOf(pglite, 'PGlite')));
  await pglite.close();
  for (const [name, start] of [
    ['Postgres', startPostgres],
    ['Postgres with pgvector', startVectorPostgres],
  ] as const) {
    const server = await start();
    if (!server) continue;
    const postgres = await openPostgres(server.url, { poolSize: 4 });
    await fill(postgres, documents, compared);
    figures.push(...(await latencyOf(postgres, name)));
    await postgres.close();
    await server.stop();
  }
  return figures;
}

async function retrieve(
  db: Database,
  question: string,
  vectors: Vectors | null,
  channelIds: readonly string[] | null,
) {
  const vector = vectors?.get(question);
  const meaning = vector ? { model: MODEL, vector } : null;
  const words = await weighQuestion({ db }, question);
  return await retrieveArticles({ db }, { words, meaning, channelIds, limit: 5 });
}

async function fill(db: Database, documents: readonly Document[], vectors: Vectors | null): Promise<void> {
  await migrate(db, 'src/store/migrations');
  await db.transaction(async (tx) => {
    for (const [n, { title, text }] of documents.entries()) {
      const [row] = await tx.query<{ id: number }>(
        `insert into article (canonical_url, url, title, kind, first_seen_at, read_state)
         values ($1, $1, $2, 'news', now(), 'feed') returning id`,
        [`https://documents.example/${n}`, title.replaceAll('\u0000', '')],
      );
      const searched = text.slice(0, 20_000);
      await indexArticle(tx, {
        articleId: row?.id ?? 0,
        language: detectLanguage(text),
        title: separateWords(title),
        text: separateWords(searched),
        pairs: characterPairs(`${title} ${searched}`).join(' '),
      });
    }
  });
  if (vectors) await saveVectors(db, documents, vectors);
  await db.query('analyze');
}

async function saveVectors(db: Database, documents: readonly Document[], vectors: Vectors): Promise<void> {
  const kept = documents.map((one, n) => {
    return { articleId: n + 1, contentHash: `${n}`, vector: vectors.get(embedded(one)) ?? [] };
  });
  await saveEmbeddings(db, MODEL, kept, new Date());
  await prepareVectorSearch(db, kept[0]?.vector.length ?? 0);
}

type Tally = { asked: number; first: number; five: number };

async function measureRecall(
  db: Database,
  documents: readonly Document[],
  vectors: Vectors | null,
): Promise<Figure[]> {
  await fill(db, documents, vectors);
  const byWords = recallFigures('words', await askAll(db, documents, null), documents.length);
  if (!vectors) return byWords;
  return [
    ...byWords,
    ...recallFigures('words and meaning', await askAll(db, documents, vectors), documents.length),
  ];
}

async function askAll(
  db: Database,
  documents: readonly Document[],
  vectors: Vectors | null,
): Promise<Map<string, Tally>> {
  const tallies = new Map<string, Tally>();
  for (const [n, { title, questions }] of documents.entries()) {
    for (const { kind, words } of questions) {
      const tally = tallies.get(kind) ?? { asked: 0, first: 0, five: 0 };
      tallies.set(kind, tally);
      const found = await retrieve(db, words, vectors, null);
      // Feeds overlap, and have series under one title: the other article of that name is no mistake.
      const right = found.map(
        ({ articleId }) => articleId === n + 1 || documents[articleId - 1]?.title === title,
      );
      tally.asked += 1;
      if (right[0]) tally.first += 1;
      if (right.includes(true)) tally.five += 1;
    }
  }
  return tallies;
}

function recallFigures(by: string, tallies: Map<string, Tally>, articles: number): Figure[] {
  const figureOf = (name: string, of: Tally, goal: boolean): Figure => ({
    name: `retrieval by ${by}, recall@5, ${name}`,
    figure: (of.five / of.asked).toFixed(3),
    goal: goal ? `≥ ${RECALL_GOAL}` : null,
    met: goal ? of.five / of.asked >= RECALL_GOAL : null,
    detail: `${of.asked} questions among ${articles} articles; first place ${(of.first / of.asked).toFixed(3)}`,
  });
  const sum = ['title', 'TL;DR']
    .flatMap((kind) => tallies.get(kind) ?? [])
    .reduce((all, one) => ({
      asked: all.asked + one.asked,
      first: all.first + one.first,
      five: all.five + one.five,
    }));
  return [
    figureOf('title or TL;DR', sum, true),
    ...[...tallies].map(([kind, tally]) => figureOf(kind, tally, false)),
  ];
}

/** The real articles' words again and again, with words of their own, until there are `CORPUS`. */
async function measureLatency(
  db: Database,
  documents: readonly Document[],
  vectors: Vectors,
  name: string,
): Promise<Figure[]> {
  await db.query(
    `insert into article (canonical_url, url, title, kind, first_seen_at, read_state)
     select 'https://copies.example/' || n, 'https://copies.example/' || n, 'Copy ' || n, 'news', now(), 'feed'
     from generate_series(1, $1::int) n`,
    [CORPUS - documents.length],
  );
  await db.query('drop index article_search_words');
  await db.query(
    `insert into article_search (article_id, words, stems)
     select id, words, stems from article
     join (select words, stems, row_number() over (order by article_id) as n from article_search) original
       on n = 1 + id % $1::int
     where id > $1`,
    [documents.length],
  );
  await db.query('create index article_search_words on article_search using gin (words)');
  await db.query(
    `insert into message (id, channel_id, purpose, article_id, key, claimed_at, ts, posted_at)
     select 'M' || id, case id % 2 when 0 then $1 else 'C0ELSEWHERE' end, 'card', id, 'card:' || id, now(), id::text, now()
     from article`,
    [OWN_CHANNEL],
  );
  await settle(db);
  const byWords = await latencyFigure(db, documents, null, `words, ${name}`);
  await copyVectors(db, documents.length);
  return [byWords, await latencyFigure(db, documents, vectors, `words and meaning, ${name}`)];
}

/** Each copy's vector lies near its original's, as articles of one topic lie near each other. */
async function copyVectors(db: Database, originals: number): Promise<void> {
  await db.query('drop index if exists article_embedding_near_384');
  await db.query(
    `insert into article_embedding (article_id, model, content_hash, embedding, signs, embedded_at)
     select id, model, id::text, moved, signs, now() from (
       select article.id, model, array_agg((x + 0.05 * (random() - 0.5))::real order by n) as moved,
         string_agg(case when x + 0.05 * (random() - 0.5) > 0 then '1' else '0' end, '' order by n)::varbit as signs
       from article join article_embedding on article_id = 1 + article.id % $1::int
       cross join lateral unnest(embedding) with ordinality u (x, n)
       where article.id > $1 group by article.id, model
     ) copies`,
    [originals],
  );
  await prepareVectorSearch(db, 384);
  await settle(db);
}

/**
 * As autovacuum would have: what is all visible is read from an index alone. Frozen, since a plain vacuum marks nothing
 * as visible while an autovacuum of another table still looks at what was there before.
 */
async function settle(db: Database): Promise<void> {
  await db.query('vacuum (freeze, analyze)');
}

/** The question's vector is there already: what the endpoint takes is not ours. */
async function latencyFigure(
  db: Database,
  documents: readonly Document[],
  vectors: Vectors | null,
  name: string,
): Promise<Figure> {
  const questions = documents.flatMap(({ questions: asked }) => asked.map(({ words }) => words));
  const step = Math.max(1, Math.floor(questions.length / LATENCY_QUESTIONS));
  const times: number[] = [];
  for (let n = 0; n < questions.length; n += step) {
    const question = questions[n] ?? '';
    times.push(await timed(() => retrieve(db, question, vectors, [OWN_CHANNEL])));
  }
  const p95 = quantile(times, 0.95);
  return {
    name: `retrieval among ${CORPUS} articles, p95, ${name}`,
    figure: `${p95.toFixed(0)} ms`,
    goal: `< ${LATENCY_GOAL_MS} ms`,
    met: p95 < LATENCY_GOAL_MS,
    detail: `${times.length} questions; p50 ${median(times).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms`,
  };
}

await runAlone(import.meta, benchRetrieval);
