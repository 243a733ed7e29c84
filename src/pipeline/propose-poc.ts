// A person proposes a PoC of an article, beside the weekly one: what they leave open the brief's writer fills in.
import { randomUUID } from 'node:crypto';
import type { Brief } from '../domain/poc.ts';
import { getArticle } from '../store/articles.ts';
import { logChange } from '../store/change-log.ts';
import { claimMessage } from '../store/messages.ts';
import * as pocs from '../store/pocs.ts';
import type { Deps } from './ports.ts';
import { writeBrief } from './prompt-poc.ts';
import { readLinks } from './summarise-links.ts';

export interface ProposedPoc {
  channelId: string;
  personId: string;
  /** One of the two. */
  articleId: number | null;
  url: string | null;
  brief: Partial<Pick<Brief, 'title' | 'hypothesis' | 'metric' | 'timeBoxHours'>>;
}

export type ProposedOutcome =
  | { kind: 'proposed'; title: string }
  /** The channel has one of that article. */
  | { kind: 'prompted' }
  | { kind: 'refused'; reason: 'no-article' | 'unreadable' };

export async function proposePoc(deps: Deps, proposed: ProposedPoc): Promise<ProposedOutcome> {
  const { channelId, personId } = proposed;
  const articleId = proposed.articleId ?? (await articleOf(deps, proposed));
  if (articleId === null || !(await getArticle(deps.db, articleId, channelId))) {
    return { kind: 'refused', reason: 'no-article' };
  }
  if (await pocs.pocOfArticle(deps.db, channelId, articleId)) return { kind: 'prompted' };
  const written = await writeBrief(deps, channelId, articleId);
  if (!written) return { kind: 'refused', reason: 'unreadable' };
  const brief: Brief = { ...written, ...proposed.brief };
  const typed = Object.keys(proposed.brief) as (keyof ProposedPoc['brief'])[];
  const messageId = randomUUID();
  const inserted = await deps.db.transaction(async (tx) => {
    const now = deps.now();
    await claimMessage(
      tx,
      { id: messageId, channelId, purpose: 'poc', key: `poc:${channelId}:${messageId}` },
      now,
    );
    if (!(await pocs.insertPoc(tx, { channelId, articleId, messageId, brief, typed }, now))) return false;
    const detail = { title: brief.title };
    await logChange(tx, { channelId, personId, action: 'poc-proposed', detail }, now);
    return true;
  });
  if (!inserted) return { kind: 'prompted' };
  await deps.queue.enqueue('post-message', { messageId });
  return { kind: 'proposed', title: brief.title };
}

async function articleOf(deps: Deps, { channelId, personId, url }: ProposedPoc): Promise<number | null> {
  if (!url) return null;
  const [articleId] = await readLinks(deps, { channelId, personId, urls: [url] });
  return articleId ?? null;
}
