// Measures what a question finds by its words alone: whether an article comes up for its own title and for a sentence
// that others wrote about it, and how long that takes among 100,000 articles.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { characterPairs, separateWords } from '../src/domain/words.ts';
import { retrieveArticles } from '../src/pipeline/retrieve-articles.ts';
import { detectLanguage } from '../src/reading/language.ts';
import { textOfHtml } from '../src/reading/text-of-html.ts';
import { parseFeed } from '../src/sources/parse-feed.ts';
import type { Database } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { openPglite } from '../src/store/pglite.ts';
import { openPostgres } from '../src/store/postgres.ts';
import { indexArticle } from '../src/store/search-articles.ts';
import { startPostgres } from '../tests/support/servers.ts';
import { type Figure, median, quantile, runAlone, timed } from './report.ts';

const DATA = fileURLToPath(new URL('../../shared/data/', import.meta.url));
const RECALL_GOAL = 0.95;
const LATENCY_GOAL_MS = 80;
const CORPUS = 100_000;
const LATENCY_QUESTIONS = 200;
/** Below this an item of a feed is a teaser, of which nothing can be asked. */
const LEAST_CHARACTERS = 300;

interface Document {
  title: string;
  text: string;
  questions: { kind: 'title' | 'TL;DR' | 'reviewer'; words: string }[];
}

export async function benchRetrieval(): Promise<Figure[]> {
  const documents = [...(await readAbstracts()), ...(await readFeeds())];
  if (documents.length === 0)
    return [{ name: 'retrieval', figure: 'skipped: no shared test data', goal: null, met: null }];
  const pglite = await openPglite(null);
  const figures = await measureRecall(pglite, documents);
  figures.push(await measureLatency(pglite, documents, 'PGlite'));
  await pglite.close();
  const server = await startPostgres();
  if (!server) return figures;
  const postgres = await openPostgres(server.url, { poolSize: 4 });
  await migrate(postgres, 'src/store/migrations');
  await fill(postgres, documents);
  figures.push(await measureLatency(postgres, documents, 'Postgres'));
  await postgres.close();
  await server.stop();
  return figures;
}

async function readAbstracts(): Promise<Document[]> {
  const lines = await readFile(join(DATA, 'scitldr', 'dev.jsonl'), 'utf8').catch(() => '');
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { title, source, target } = JSON.parse(line) as {
        title: string;
        source: string[];
        target: string[];
      };
      const [own, reviewer] = target;
      return {
        title,
        text: source.join(' '),
        questions: [
          { kind: 'title', words: title },
          ...(own ? [{ kind: 'TL;DR' as const, words: own }] : []),
          ...(reviewer ? [{ kind: 'reviewer' as const, words: reviewer }] : []),
        ],
      };
    });
}

async function readFeeds(): Promise<Document[]> {
  const documents: Document[] = [];
  for (const folder of ['ai-blogs', 'real-world']) {
    for (const name of await readdir(join(DATA, 'feeds', folder)).catch(() => [])) {
      const body = await readFile(join(DATA, 'feeds', folder, name));
      const feed = await parseFeed(body, { url: `https://feeds.example/${name}`, contentType: null }).catch(
        () => null, // The folder has lists of feeds (OPML) too.
      );
      for (const { title, html } of feed?.items ?? []) {
        const text = textOfHtml(html);
        const asked = text.length >= LEAST_CHARACTERS && title.length > 0;
        documents.push({ title, text, questions: asked ? [{ kind: 'title', words: title }] : [] });
      }
    }
  }
  return documents;
}

async function fill(db: Database, documents: readonly Document[]): Promise<void> {
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
  await db.query('analyze');
}

async function measureRecall(db: Database, documents: readonly Document[]): Promise<Figure[]> {
  await migrate(db, 'src/store/migrations');
  await fill(db, documents);
  const tallies = new Map<string, { asked: number; first: number; five: number }>();
  for (const [n, { title, questions }] of documents.entries()) {
    for (const { kind, words } of questions) {
      const tally = tallies.get(kind) ?? { asked: 0, first: 0, five: 0 };
      tallies.set(kind, tally);
      const found = await retrieveArticles({ db }, { question: words, channelIds: null, limit: 5 });
      // Feeds overlap, and have series under one title: the other article of that name is no mistake.
      const right = found.map(
        ({ articleId }) => articleId === n + 1 || documents[articleId - 1]?.title === title,
      );
      tally.asked += 1;
      if (right[0]) tally.first += 1;
      if (right.includes(true)) tally.five += 1;
    }
  }
  const figureOf = (
    name: string,
    of: { asked: number; first: number; five: number },
    goal: boolean,
  ): Figure => ({
    name: `retrieval by words, recall@5, ${name}`,
    figure: (of.five / of.asked).toFixed(3),
    goal: goal ? `≥ ${RECALL_GOAL}` : null,
    met: goal ? of.five / of.asked >= RECALL_GOAL : null,
    detail: `${of.asked} questions among ${documents.length} articles; first place ${(of.first / of.asked).toFixed(3)}`,
  });
  const gate = ['title', 'TL;DR'].flatMap((kind) => tallies.get(kind) ?? []);
  const sum = gate.reduce((all, one) => ({
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
async function measureLatency(db: Database, documents: readonly Document[], name: string): Promise<Figure> {
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
  await db.query('analyze');
  const questions = documents.flatMap(({ questions: asked }) => asked.map(({ words }) => words));
  const step = Math.max(1, Math.floor(questions.length / LATENCY_QUESTIONS));
  const times: number[] = [];
  for (let n = 0; n < questions.length; n += step) {
    const question = questions[n] ?? '';
    times.push(await timed(() => retrieveArticles({ db }, { question, channelIds: null, limit: 5 })));
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
