// Owns the queries on how sources are doing: their last answers, what they brought, what the team made of it.
import type { Source } from '../domain/source.ts';
import { feedAddress, sourcePage } from '../domain/source-kinds.ts';
import type { SourceLine } from '../domain/status.ts';
import type { Queryable } from './database.ts';

/** For each source the cards since `since` with articles that it brought, first or not, and how many have a vote. */
export async function countCards(
  db: Queryable,
  since: Date,
): Promise<Map<string, { posted: number; voted: number; itemsPerWeek: number | null }>> {
  const rows = await db.query<{ id: string; posted: number; voted: number; perWeek: number | null }>(
    `select source.id, source.posts_per_week as "perWeek", count(distinct card.article_id)::int as posted,
       (count(distinct card.article_id) filter (where tally.votes > 0))::int as voted
     from source
     left join (select message.article_id, brought.source_id from message, lateral (
         select source_id from article where id = message.article_id
         union select source_id from sighting where article_id = message.article_id) brought
       where purpose = 'card' and posted_at >= $1) card on card.source_id = source.id
     left join tally on tally.article_id = card.article_id
     where source.enabled group by source.id`,
    [since],
  );
  return new Map(
    rows.map(({ id, posted, voted, perWeek }) => [id, { posted, voted, itemsPerWeek: perWeek }]),
  );
}

export async function listLines(db: Queryable): Promise<SourceLine[]> {
  const rows = await db.query<{
    id: string;
    kind: Source['kind'];
    title: string;
    url: string;
    enabled: boolean;
    disabled_reason: string | null;
    last_success_at: Date | null;
    next_at: Date;
    items: number;
    failures: number;
    last_error: string | null;
    failing_since: Date | null;
  }>(
    `select id, kind, title, url, enabled, disabled_reason, last_success_at, next_at, items, failures, last_error,
       failing_since
     from source where enabled or failing_since is not null order by id`,
  );
  return rows.map((row) => ({
    sourceId: row.id,
    title: row.title,
    url: sourcePage(row),
    feedUrl: feedAddress(row),
    enabled: row.enabled,
    lastSuccessAt: row.last_success_at,
    nextAt: row.enabled ? row.next_at : null,
    items: row.items,
    failures: row.failures,
    lastError: row.last_error ?? row.disabled_reason,
    failingSince: row.failing_since,
  }));
}

/** Sources that are read, by title: what a channel may take or leave. */
export async function listOffered(
  db: Queryable,
  limit: number,
): Promise<{ id: string; title: string; pack: string | null }[]> {
  return await db.query(
    'select id, title, pack from source where enabled order by lower(title), id limit $1',
    [limit],
  );
}
