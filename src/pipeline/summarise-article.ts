// Gives an article that is about to be posted the model's summary, where there is a model and money for it.
// The extract that every article has stays, and takes the summary's place when anything goes wrong.
import { ARTICLE_KINDS } from '../domain/article.ts';
import { summariseWithModel } from '../llm/summarise-article.ts';
import type { JobPayload } from '../queue/jobs.ts';
import * as articles from '../store/articles.ts';
import { getMessage } from '../store/messages.ts';
import { bestSummary, saveSummary } from '../store/summaries.ts';
import { channelOf } from './channel-of.ts';
import type { Deps } from './ports.ts';
import { hasModelBudget, recordCall } from './spend.ts';

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
  await writeSummary(deps, article, message.channelId, signal);
  await deps.queue.enqueue('post-message', { messageId });
}

/** The model's summary in the channel's language, unless it is there, or there is no model, text or money for one. */
export async function writeSummary(
  deps: Deps,
  article: articles.FullArticle,
  channelId: string,
  signal?: AbortSignal,
): Promise<void> {
  const { language, topics } = channelOf(deps, channelId);
  const articleId = article.id;
  const summary = await bestSummary(deps.db, articleId, language);
  if (deps.model && article.text && summary?.method !== 'model' && (await hasModelBudget(deps))) {
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
    await recordCall(deps, 'summarise-article', articleId, answer);
    if (answer.kind === 'answer') {
      await saveSummary(deps.db, articleId, language, answer.value, deps.now());
    } else {
      deps.log.warn({ articleId }, `No summary by the model, so the card shows an extract: ${answer.reason}`);
    }
  }
}
