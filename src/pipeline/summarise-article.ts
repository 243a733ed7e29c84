// Gives an article that is about to be posted the model's summary, where there is a model and money for it.
// The extract that every article has stays, and takes the summary's place when anything goes wrong.
import { ARTICLE_KINDS } from '../domain/article.ts';
import type { ChannelProfile } from '../domain/channel.ts';
import { summariseWithModel } from '../llm/summarise-article.ts';
import type { JobPayload } from '../queue/jobs.ts';
import * as articles from '../store/articles.ts';
import { getMessage } from '../store/messages.ts';
import { bestSummary, releaseSummary, saveSummary, takeSummary } from '../store/summaries.ts';
import { channelOf } from './channel-of.ts';
import { Busy, type Deps } from './ports.ts';
import { hasModelBudget, recordCall } from './spend.ts';

/** Longer than a call of the model with its retries takes; after this whoever asked is taken for dead. */
const LEASE_MS = 3 * 60_000;
const LOOK_AGAIN_MS = 2_000;

/** Saves a summary where one is missing, and orders the post of `messageId`. */
export async function summariseArticle(
  deps: Deps,
  { articleId, messageId }: JobPayload<'summarise-article'>,
  signal?: AbortSignal,
): Promise<void> {
  const message = await getMessage(deps.db, messageId);
  if (!message || message.ts !== null) return;
  const article = await articles.getArticle(deps.db, articleId, message.channelId);
  if (!article) return;
  // Not read yet: reading orders this step again.
  if (article.readState === 'waiting') return;
  const written = await writeSummary(deps, article, message.channelId, signal);
  // Another channel of that language asks for the same one: its answer will serve here too.
  if (written === 'busy') throw new Busy(LOOK_AGAIN_MS);
  await deps.queue.enqueue('post-message', { messageId });
}

/**
 * The model's summary in the channel's language, unless it is there, or there is no model, text or money for one.
 * `busy` while somebody else is asking for the same one.
 */
export async function writeSummary(
  deps: Deps,
  article: articles.FullArticle,
  channelId: string,
  signal?: AbortSignal,
): Promise<'done' | 'busy'> {
  const { language, topics } = channelOf(deps, channelId);
  const articleId = article.id;
  const summary = await bestSummary(deps.db, articleId, language);
  const isWanted = deps.model && article.text && summary?.method !== 'model' && (await hasModelBudget(deps));
  if (!isWanted) return 'done';
  const wanted = { articleId, language };
  const now = deps.now();
  if (!(await takeSummary(deps.db, wanted, now, new Date(now.getTime() + LEASE_MS)))) return 'busy';
  try {
    // Whoever had it before may just have written it.
    const written = await bestSummary(deps.db, articleId, language);
    if (written?.method !== 'model') await askModel(deps, article, { language, topics }, signal);
  } finally {
    await releaseSummary(deps.db, wanted);
  }
  return 'done';
}

async function askModel(
  deps: Deps,
  article: articles.FullArticle,
  { language, topics }: Pick<ChannelProfile, 'language' | 'topics'>,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (!deps.model || !article.text) return;
  const answer = await summariseWithModel(
    deps.model,
    deps.prompts,
    {
      title: article.title,
      text: article.text,
      language,
      kinds: [...ARTICLE_KINDS],
      topics: topics.map((topic) => topic.name),
      audience: 'engineers who build with AI',
    },
    signal,
  );
  await recordCall(deps, 'summarise-article', article.id, answer);
  if (answer.kind === 'answer') {
    await saveSummary(deps.db, article.id, language, answer.value, deps.now());
  } else {
    const why = `No summary by the model, so the card shows an extract: ${answer.reason}`;
    deps.log.warn({ articleId: article.id }, why);
  }
}
