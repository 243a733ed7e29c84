// Gives a person everything that is kept of them, as a file in their direct messages.
import { exportRows } from '../store/personal-data.ts';
import type { Deps } from './ports.ts';

/** Answers how many rows of each table there are. */
export async function exportPerson(deps: Deps, personId: string): Promise<Record<string, number>> {
  const now = deps.now().toISOString();
  const data = await exportRows(deps.db, personId);
  const content = `${JSON.stringify({ person: personId, exportedAt: now, data }, null, 2)}\n`;
  await deps.publisher.sendFile(personId, { name: `discuss-ai-${now.slice(0, 10)}.json`, content });
  return Object.fromEntries(Object.entries(data).map(([table, rows]) => [table, rows.length]));
}
