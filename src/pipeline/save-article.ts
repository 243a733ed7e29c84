// Keeps articles for a person to read later.
import type { ArticleLine } from '../domain/digest.ts';
import { listSaved } from '../store/find-articles.ts';
import { toggleSave } from '../store/people.ts';
import { getPerson } from '../store/persons.ts';
import { toLines } from './find-articles.ts';
import { channelsOfPerson } from './know-person.ts';
import type { Deps } from './ports.ts';

const MOST_LISTED = 20;

/** Saves the article, or takes the save back. */
export async function saveArticle(
  deps: Deps,
  { articleId, personId }: { articleId: number; personId: string },
): Promise<{ kind: 'saved' | 'removed' | 'unknown' }> {
  const result = await deps.db.transaction((tx) => toggleSave(tx, personId, articleId, deps.now()));
  return { kind: result ?? 'unknown' };
}

/** A person's saves, newest first. */
export async function listSaves(
  deps: Deps,
  { personId, language }: { personId: string; language: string },
): Promise<ArticleLine[]> {
  const among = channelsOfPerson(deps, await getPerson(deps.db, personId));
  const lines = await listSaved(deps.db, personId, MOST_LISTED);
  return await toLines(deps, { channelId: null, language, among }, lines);
}
