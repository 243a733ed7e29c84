// Owns how articles are found by their words: the full-text index that index-articles.ts writes. Scores of words are
// made here from what Postgres counts; what a question means is decided further up.
import { storable } from './articles.ts';
import type { Queryable } from './database.ts';
import { LINE, type StoredLine } from './find-articles.ts';
import { mayBeShown } from './shown-where.ts';

/** Those that something is indexed with; English always. */
async function usedConfigurations(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ name: string }>('select name from search_configuration order by name');
  return ['english', ...rows.map(({ name }) => name)];
}

/** The query that `parameter` (`$1`) is in web style, in every language that is used, as SQL. */
export async function webQuery(db: Queryable, parameter: string): Promise<string> {
  const names = await usedConfigurations(db);
  return names.map((name) => `websearch_to_tsquery('${name}', ${parameter})`).join(' || ');
}

/** How many matches are ranked: the newest ones, so that a common word costs no more than a rare one. */
const RANKED_MATCHES = 300;

/**
 * Full-text search in web style (`"exact phrase" -not or`): of the newest matches those that fit best,
 * with a little weight for votes. `query` has its words separated (see domain/words.ts). What people brought to other
 * channels than `channelIds` alone, which may be private, is not found.
 */
export async function searchLines(
  db: Queryable,
  query: string,
  channelIds: readonly string[],
  limit: number,
): Promise<StoredLine[]> {
  const asked = await webQuery(db, '$1');
  return await db.query(
    // The query stands in its place instead of in a join: so the planner sees its value, and knows whether to walk
    // from the newest article (a common word) or to take the index (a rare one).
    `with matches as (
       select article_id, words from article_search where words @@ (${asked})
       order by article_id desc limit ${RANKED_MATCHES}
     ),
     best as (
       select matches.article_id, ts_rank(words, ${asked})
         * (1 + 0.1 * ln(1 + coalesce(tally.votes, 0))) as rank
       from matches join article a on a.id = matches.article_id
       left join tally on tally.article_id = matches.article_id
       where ${mayBeShown('a', '$2')}
       order by rank desc, matches.article_id desc limit $3
     )
     select ${LINE}, (select ts from message where message.article_id = a.id and ts is not null
         and channel_id = any($2) and gone_at is null order by posted_at limit 1) as ts
     from best join article a on a.id = best.article_id left join tally on tally.article_id = a.id
     order by best.rank desc, a.id desc`,
    [storable(query), channelIds, limit],
  );
}

export interface Term {
  word: string;
  /** The word's stems in the languages that are used, or'ed: a `tsquery`. */
  query: string;
  /** About how many articles have it; exact where few do. */
  articles: number;
}

/** A word that more articles have tells little: it needs no exact count. */
const COUNTED_ARTICLES = 5_000;

/** What the index holds of `words`, each once; stop words are left out. */
export async function lookUpTerms(
  db: Queryable,
  words: readonly string[],
): Promise<{ terms: Term[]; articles: number }> {
  const stems = await stemsOf(db, words);
  const { articles, shares } = await commonStems(db, [...stems.values()].flat());
  const known = [...stems].map(([word, its]) => ({
    word,
    query: queryOf(its),
    articles: Math.max(...its.map((stem) => (shares.get(stem) ?? 0) * articles)),
  }));
  const counts = await countArticles(
    db,
    known.filter((term) => term.articles === 0).map(({ query }) => query),
  );
  const terms = known.map((term) =>
    term.articles > 0 ? term : { ...term, articles: counts.get(term.query) ?? 0 },
  );
  return { terms, articles: Math.max(articles, ...terms.map((term) => term.articles)) };
}

async function countArticles(db: Queryable, queries: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.query<{ query: string; articles: number }>(
    `select query, (select count(*)::int from
       (select from article_search where words @@ query::tsquery limit ${COUNTED_ARTICLES}) few) as articles
     from unnest($1::text[]) query`,
    [queries],
  );
  return new Map(rows.map(({ query, articles }) => [query, articles]));
}

const queryOf = (stems: readonly string[]): string =>
  stems.map((stem) => `'${stem.replaceAll("'", "''")}'`).join('|');

/** Each word's stems; none for a word that is a stop word in a language that is used. */
async function stemsOf(db: Queryable, words: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db.query<{ word: string; stems: string[] }>(
    `select word, array_agg(distinct stem) as stems
     from unnest($1::text[]) with ordinality w (word, n)
     cross join (select 'english' as configuration union select name from search_configuration) used
     left join lateral unnest(tsvector_to_array(to_tsvector(configuration::regconfig, word))) stem on true
     group by word having bool_and(stem is not null) order by min(n)`,
    [words.map(storable)],
  );
  return new Map(rows.map(({ word, stems }) => [word, stems]));
}

/**
 * The share of articles that have each of the commonest stems, and how many articles there are: Postgres keeps both,
 * about, from the first ANALYZE on.
 */
async function commonStems(
  db: Queryable,
  stems: readonly string[],
): Promise<{ articles: number; shares: Map<string, number> }> {
  const rows = await db.query<{ stem: string | null; share: number; articles: number }>(
    `select stem, share::float8 as share, greatest(reltuples, 0)::float8 as articles
     from pg_class left join (
       select stem, share from pg_stats cross join lateral
         -- The last frequencies are the least and the greatest, of no stem.
         unnest(most_common_elems::text::text[],
           most_common_elem_freqs[1:cardinality(most_common_elems::text::text[])]) c (stem, share)
       where schemaname = current_schema() and tablename = 'article_search' and attname = 'words'
         and stem = any($1)
     ) common on true
     where oid = 'article_search'::regclass`,
    [stems],
  );
  const shares = rows.flatMap(({ stem, share }) => (stem === null ? [] : [[stem, share] as const]));
  return { articles: rows[0]?.articles ?? 0, shares: new Map(shares) };
}

export interface Match {
  articleId: number;
  /** The weights of the terms that the article has, summed up. */
  score: number;
}

/** Of how many of the best the titles are looked at: that takes reading them. */
const TITLES_READ = 60;
/** What a word counts again where the title has it. Found on 3,100 articles: anything from 0.3 to 1 does as well. */
const TITLE_WEIGHT = 0.5;

/**
 * The articles that have most of the terms by weight, best first; a long article counts a little less, since it has
 * most words of any question. Costs as much as all terms together have articles, so the commonest are for the caller
 * to leave out. `channelIds` restricts it to what was posted there.
 */
export async function matchTerms(
  db: Queryable,
  terms: readonly { query: string; weight: number }[],
  channelIds: readonly string[] | null,
  limit: number,
): Promise<Match[]> {
  return await db.query(
    `with term as materialized (
       select query::tsquery as query, weight from unnest($1::text[], $2::float8[]) t (query, weight)
     ), hit as (
       -- Without the cast the logarithm is of a numeric, which took seven tenths of a retrieval.
       select article_id, sum(weight) / (1 + 0.25 * ln(1 + stems / 100.0::float8)) as score
       from term join article_search on words @@ query
       group by article_id, stems
     ), ranked as (
       select article_id, score from hit order by score desc, article_id desc offset 0
     ), best as (
       -- Looked up from the best down, until there are enough: for all hits it took most of a retrieval.
       select article_id, score from ranked
       where $3::text[] is null or (select true from message where message.article_id = ranked.article_id
         and channel_id = any($3) and ts is not null and gone_at is null limit 1)
       order by score desc, article_id desc limit greatest($4, ${TITLES_READ})
     )
     select article_id as "articleId", (score + ${TITLE_WEIGHT} * coalesce(
         (select sum(weight) from term where title @@ query), 0))::float8 as score
     from best join article_search using (article_id)
     cross join lateral (select ts_filter(words, '{a}') as title offset 0) titles
     order by 2 desc, 1 desc limit $4`,
    [terms.map(({ query }) => query), terms.map(({ weight }) => weight), channelIds, limit],
  );
}
