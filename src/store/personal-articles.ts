// Owns the queries by which one person's own articles are found: saves, votes, and what they have not seen.

import type { Queryable } from './database.ts';
import { CANDIDATE, type Candidate, LINE, type StoredLine } from './find-articles.ts';

import { webQuery } from './search-articles.ts';
import { mayBeShown } from './shown-where.ts';

export interface PageOf<Line> {
  lines: Line[];
  /** Of all pages. */
  total: number;
}

interface Asked {
  personId: string;
  limit: number;
  offset: number;
}

/** Newest first. `query` in web style, its words separated (see domain/words.ts); `''` for all. */
export async function pageOfSaves(
  db: Queryable,
  asked: Asked & { query: string },
): Promise<PageOf<StoredLine>> {
  const asks = await webQuery(db, '$4');
  return await pageOf(
    db,
    `select save.article_id, save.saved_at as at from save where person_id = $1 and ($4 = '' or exists (
       select 1 from article_search s where s.article_id = save.article_id
         and s.words @@ (${asks})))`,
    [asked.personId, asked.limit, asked.offset, asked.query],
  );
}

/** What the person votes for, newest first. */
export async function pageOfVotes(db: Queryable, asked: Asked): Promise<PageOf<StoredLine>> {
  return await pageOf(
    db,
    `select article_id, to_timestamp(max(event_ts)::float8) as at from vote
     where person_id = $1 and present and meaning = 'vote' group by article_id`,
    [asked.personId, asked.limit, asked.offset],
  );
}

async function pageOf(db: Queryable, found: string, parameters: unknown[]): Promise<PageOf<StoredLine>> {
  const [counted] = await db.query<{ total: number }>(
    // The page's own parameters are named so that both queries take the same ones.
    `select count(*)::int as total from (${found}) found where $2::int is not null and $3::int is not null`,
    parameters,
  );
  const lines = await db.query<StoredLine>(
    `select ${LINE}, null as ts from (${found}) found
     join article a on a.id = found.article_id left join tally on tally.article_id = a.id
     order by found.at desc, a.id desc limit $2 offset $3`,
    parameters,
  );
  return { lines, total: counted?.total ?? 0 };
}

/**
 * What came in between the two times and the person has not seen: posted in none of `channels` (where they are), and
 * neither saved, shared nor voted for by them. What others brought elsewhere is left out. Newest first.
 */
export async function listUnseen(
  db: Queryable,
  asked: { personId: string; channels: readonly string[]; since: Date; until: Date; limit: number },
): Promise<Candidate[]> {
  return await db.query(
    `select ${CANDIDATE} from (
       select * from article
       where read_state in ('page', 'feed') and first_seen_at > $3 and first_seen_at <= $4
         and ${mayBeShown('article', '$2')}
         and not exists (select 1 from message where message.article_id = article.id and channel_id = any($2)
           and purpose in ('card', 'reply') and ts is not null)
         and not exists (select 1 from vote where vote.article_id = article.id and vote.person_id = $1 and present)
         and not exists (select 1 from save where save.article_id = article.id and save.person_id = $1)
         and not exists (select 1 from share where share.article_id = article.id and share.person_id = $1)
       order by first_seen_at desc, id desc limit $5
     ) a
     join article_text t on t.article_id = a.id
     left join source on source.id = a.source_id
     order by a.id`,
    [asked.personId, asked.channels, asked.since, asked.until, asked.limit],
  );
}

export async function linesOf(db: Queryable, articleIds: readonly number[]): Promise<StoredLine[]> {
  return await db.query(
    `select ${LINE}, null as ts from article a left join tally on tally.article_id = a.id
     where a.id = any($1) order by array_position($1::int[], a.id)`,
    [articleIds],
  );
}
