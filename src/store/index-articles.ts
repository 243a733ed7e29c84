// Owns what the full-text index holds of articles, of their summaries and of demos. Weights tell what is whose: A an
// article's title, C its text, D pairs of characters in both; B what its summaries say and what they say it is about.
import { storable } from './articles.ts';
import type { Queryable } from './database.ts';

/**
 * Postgres' own configurations (stemmer and stop words) by language; the rest is indexed as English, whose stemmer
 * leaves words of other scripts alone.
 */
const CONFIGURATIONS: Record<string, string> = {
  ar: 'arabic',
  da: 'danish',
  de: 'german',
  el: 'greek',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  hi: 'hindi',
  hu: 'hungarian',
  id: 'indonesian',
  it: 'italian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
};

/** The configuration that words in `language` (BCP 47, or `null`) are indexed with. */
function configurationOf(language: string | null): string {
  return CONFIGURATIONS[language?.split('-')[0]?.toLowerCase() ?? ''] ?? 'english';
}

/** Words with boundaries that Postgres can see, and pairs of characters of scripts without spaces: domain/words.ts. */
export interface IndexedWords {
  /** BCP 47. */
  language: string | null;
  text: string;
  pairs: string;
}

export interface IndexedArticle extends IndexedWords {
  articleId: number;
  title: string;
  topics?: readonly string[];
}

/** Puts these words in the place of whatever the article was found by. True where it was found by something before. */
export async function indexArticle(db: Queryable, indexed: IndexedArticle): Promise<boolean> {
  const configuration = configurationOf(indexed.language);
  const [row] = await db.query<{ before: boolean }>(
    `insert into article_search (article_id, words, stems)
     select $1, words, length(words) from (
       select setweight(to_tsvector($2::text::regconfig, $3), 'A')
         || setweight(to_tsvector($2::text::regconfig, $4), 'C') || setweight(to_tsvector('simple', $5), 'D')
         || setweight(to_tsvector('english', $6), 'B') as words
     ) made
     on conflict (article_id) do update set words = excluded.words, stems = excluded.stems
     returning xmax <> 0 as before`,
    [
      indexed.articleId,
      configuration,
      storable(indexed.title),
      storable(indexed.text),
      storable(indexed.pairs),
      storable((indexed.topics ?? []).join(' ')),
    ],
  );
  await useConfiguration(db, configuration);
  return row?.before ?? false;
}

/** Puts these summaries in the place of those that the article was found by; its own words stay. */
export async function indexSummaries(
  db: Queryable,
  articleId: number,
  summaries: readonly (IndexedWords & { topics: readonly string[] })[],
): Promise<void> {
  const configurations = summaries.map(({ language }) => configurationOf(language));
  const parts = summaries.map((_, n) => {
    const at = 4 * n + 2;
    return `|| setweight(to_tsvector($${at}::text::regconfig, $${at + 1}) || to_tsvector('simple', $${at + 2})
      || to_tsvector('english', $${at + 3}), 'B')`;
  });
  await db.query(
    `update article_search set words = ts_filter(words, '{a,c,d}') ${parts.join(' ')} where article_id = $1`,
    [
      articleId,
      ...summaries.flatMap(({ text, pairs, topics }, n) => [
        configurations[n],
        storable(text),
        storable(pairs),
        storable(topics.join(' ')),
      ]),
    ],
  );
  for (const configuration of new Set(configurations)) await useConfiguration(db, configuration);
}

export async function indexDemo(
  db: Queryable,
  { pocId, url, language, text, pairs }: IndexedWords & { pocId: number; url: string },
): Promise<void> {
  const configuration = configurationOf(language);
  await db.query(
    `insert into demo_search (poc_id, url, words)
     values ($1, $2, to_tsvector($3::text::regconfig, $4) || to_tsvector('simple', $5))
     on conflict (poc_id, url) do update set words = excluded.words`,
    [pocId, url, configuration, storable(text), storable(pairs)],
  );
  await useConfiguration(db, configuration);
}

async function useConfiguration(db: Queryable, configuration: string): Promise<void> {
  if (configuration === 'english') return;
  await db.query('insert into search_configuration (name) values ($1) on conflict do nothing', [
    configuration,
  ]);
}

/** Articles that are in the index as an older version wrote them, or not at all; the newest first. */
export async function listToIndex(db: Queryable, limit: number): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    'select article_id as id from article_to_index order by article_id desc limit $1',
    [limit],
  );
  return rows.map(({ id }) => id);
}

export async function dropToIndex(db: Queryable, articleId: number): Promise<void> {
  await db.query('delete from article_to_index where article_id = $1', [articleId]);
}
