// Claims a message without ordering its post, as the pipeline leaves it when the process is killed in between.
import { randomUUID } from 'node:crypto';
import type { Deps } from '../../src/pipeline/ports.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import { claimMessage } from '../../src/store/messages.ts';
import { saveSummary } from '../../src/store/summaries.ts';

export async function claimDigestForTest(deps: Deps, channelId: string): Promise<string> {
  const id = randomUUID();
  const claim = { id, channelId, purpose: 'digest' as const, key: `digest:${channelId}:${id}` };
  await claimMessage(deps.db, claim, deps.now());
  return id;
}

/** The same for the card of an article of its own. */
export async function claimCardForTest(deps: Deps, channelId: string): Promise<string> {
  const id = randomUUID();
  const url = `https://example.com/${id}`;
  const item = {
    guid: id,
    url,
    title: id,
    publishedAt: null,
    authors: [],
    html: '',
    kind: null,
    discussionUrl: null,
  };
  const submission = {
    items: [item],
    broughtBy: { kind: 'person' as const, personId: 'U0SOMEBODY', channelId, messageTs: null },
    collectionId: null,
    defaultKind: null,
  };
  const { all } = await deps.db.transaction((tx) => submitArticles(tx, submission, deps.now()));
  const articleId = all[0] ?? 0;
  const summary = { tldr: 'It was measured.', points: [], topics: [], tryIt: null, details: null };
  await saveSummary(deps.db, articleId, 'en', { ...summary, method: 'extract', kind: 'news' }, deps.now());
  const claim = { id, channelId, purpose: 'card' as const, articleId, key: id };
  await claimMessage(deps.db, claim, deps.now());
  return id;
}
