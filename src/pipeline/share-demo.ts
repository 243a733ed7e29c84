// A demo of what came out of a PoC: its address is looked at before it is shown to the team.
import { demoPlace } from '../domain/demo.ts';
import * as pocs from '../store/pocs.ts';
import { indexDemo } from './index-articles.ts';
import type { Deps } from './ports.ts';
import { orderRefresh } from './refresh-card.ts';

export type DemoOutcome =
  | { kind: 'shown' }
  | { kind: 'refused'; reason: 'unknown' | 'not-an-address' | 'no-repository' }
  /** GitHub or Hugging Face does not show it to everyone; it may be private, or misspelt. */
  | { kind: 'doubtful'; reason: string };

/** `sure`: the person has been told that the address could not be opened. */
export async function shareDemo(
  deps: Deps,
  demo: { pocId: number; personId: string; url: string; note: string | null; sure: boolean },
): Promise<DemoOutcome> {
  const known = await pocs.getPoc(deps.db, demo.pocId);
  if (!known) return { kind: 'refused', reason: 'unknown' };
  const problem = demoProblem(demo.url);
  if (problem) return { kind: 'refused', reason: problem };
  if (demoPlace(demo.url) === 'repository' && !demo.sure) {
    const page = await deps.pages.fetch(demo.url, undefined, 'by-person');
    if (page.kind === 'unreachable') return { kind: 'doubtful', reason: page.reason };
  }
  const language = deps.channels.find(({ id }) => id === known.channelId)?.language ?? null;
  await deps.db.transaction(async (tx) => {
    await pocs.saveDemo(tx, demo.pocId, demo, deps.now());
    await indexDemo(tx, demo, () => language);
  });
  await orderRefresh(deps, [known.articleId]);
  return { kind: 'shown' };
}

/** What is wrong with the address as it is written; `null` where nothing is. */
export function demoProblem(url: string): 'not-an-address' | 'no-repository' | null {
  try {
    return demoPlace(url) === 'elsewhere-on-host' ? 'no-repository' : null;
  } catch (error) {
    if (error instanceof TypeError) return 'not-an-address';
    throw error;
  }
}
