// Articles that another program of the team pushes: they go through the same door as any source's.
import type { Item } from '../domain/article.ts';
import { ensurePushedSource } from '../store/sources.ts';
import { orderReading } from './order-reading.ts';
import type { Deps } from './ports.ts';
import { submitArticles } from './submit-article.ts';

export interface Pushed {
  /** The name that people see on cards. */
  sourceTitle: string;
  items: Item[];
}

export interface PushOutcome {
  /** Articles that were not known; they are being read. */
  fresh: number;
  known: number;
  /** Addresses that cannot be an article's. */
  refused: number;
}

export async function pushArticles(deps: Deps, { sourceTitle, items }: Pushed): Promise<PushOutcome> {
  const now = deps.now();
  const taken = await deps.db.transaction(async (tx) => {
    const sourceId = await ensurePushedSource(tx, sourceTitle, now);
    const submission = { items, broughtBy: { kind: 'source' as const, sourceId }, collectionId: null };
    return await submitArticles(tx, { ...submission, defaultKind: null }, now);
  });
  await orderReading(deps, taken.fresh);
  const fresh = taken.fresh.length;
  return { fresh, known: items.length - fresh - taken.refused, refused: taken.refused };
}
