// Keeps the moving line of a terminal true while a collection runs; a root's part.
import { collectionProgress } from '../store/collections.ts';
import type { Database } from '../store/database.ts';

const LOOK_EVERY_MS = 300;

/** Looks a few times a second; returns how to stop. `onFault` hears of a store that does not answer. */
export function watchCollections(
  db: Database,
  show: (line: string | null) => void,
  onFault: (error: unknown) => void,
): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    try {
      const progress = await collectionProgress(db);
      if (stopped) return;
      show(
        progress &&
          `  collecting: ${progress.answered} of ${progress.feeds} feeds, ${progress.items} items, ` +
            `${progress.read} of ${progress.fresh} new ones read, ${progress.posted} posted`,
      );
    } catch (error) {
      if (!stopped) onFault(error);
    }
    if (!stopped) timer = setTimeout(look, LOOK_EVERY_MS).unref();
  };
  timer = setTimeout(look, LOOK_EVERY_MS).unref();
  return () => {
    stopped = true;
    clearTimeout(timer);
    show(null);
  };
}
