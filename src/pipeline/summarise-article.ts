// Gives an article that is about to be posted the model's summary, where there is a model and money for it.
// The extract that every article has stays, and takes the summary's place when anything goes wrong.
import { createHash } from 'node:crypto';
import { ARTICLE_KINDS, type Summary } from '../domain/article.ts';
import { typedTopics } from '../domain/channel.ts';
import { createTopicMatcher } from '../domain/ranking.ts';
import { withAllowance } from '../llm/model-allowance.ts';
import type { ModelClient } from '../llm/model-client.ts';
import { type ArticleToSummarise, summariseWithModel } from '../llm/summarise-article.ts';
import type { JobPayload } from '../queue/jobs.ts';
import * as articles from '../store/articles.ts';
import { getMessage } from '../store/messages.ts';
import * as summaries from '../store/summaries.ts';
import { channelOf } from './channel-of.ts';
import { keepSummary } from './keep-summary.ts';
import { Busy, type Deps } from './ports.ts';
import { readInFull } from './read-in-full.ts';
import { spendOnModel } from './spend.ts';

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
  const whole = await readInFull(deps, article, signal);
  const written = await writeSummary(deps, whole, message.channelId, signal);
  // Another channel of that language asks for the same one: its answer will serve here too.
  if (written === 'busy') throw new Busy(LOOK_AGAIN_MS);
  await deps.queue.enqueue('post-message', { messageId });
}

/**
 * The model's summary in the channel's language, unless it is there, or there is no model, text or money for one.
 * `busy` while somebody else is asking for the same one, or calls under way may need what is left of the budget.
 */
export async function writeSummary(
  deps: Deps,
  article: articles.FullArticle,
  channelId: string,
  signal?: AbortSignal,
): Promise<'done' | 'busy'> {
  const { language } = channelOf(deps, channelId);
  const summary = await summaries.bestSummary(deps.db, article.id, language);
  if (summary?.method === 'model') return 'done';
  return await replaceSummary(deps, article, channelId, (now) => now?.method !== 'model', signal);
}

/** Asks for a summary while `isStillWanted` says so of the best there is; the one there is stays where none comes. */
export async function replaceSummary(
  deps: Deps,
  article: articles.FullArticle,
  channelId: string,
  isStillWanted: (best: Summary | null) => boolean,
  signal?: AbortSignal,
): Promise<'done' | 'busy'> {
  if (!deps.model || !article.text) return 'done';
  const wanted = { articleId: article.id, language: channelOf(deps, channelId).language };
  const now = deps.now();
  const until = new Date(now.getTime() + LEASE_MS);
  if (!(await summaries.takeSummary(deps.db, wanted, now, until))) return 'busy';
  try {
    // Whoever had it before may just have written it.
    const written = await summaries.bestSummary(deps.db, article.id, wanted.language);
    if (isStillWanted(written)) return await askModel(deps, deps.model, article, channelId, signal);
  } finally {
    await summaries.releaseSummary(deps.db, wanted);
  }
  return 'done';
}

async function askModel(
  deps: Deps,
  model: ModelClient,
  article: articles.FullArticle,
  channelId: string,
  signal: AbortSignal | undefined,
): Promise<'done' | 'busy'> {
  const asked = toSummarise(deps, article, channelId);
  const promptVersion = deps.prompts['summarise-article'].version;
  const name = model.nameFor('summarise-article');
  const making = { model: name, promptVersion, cacheKey: cacheKeyOf(name, promptVersion, asked) };
  const save = async (summary: Summary): Promise<'done'> => {
    const whole = withTypedTopics(deps, article, channelId, summary);
    await keepSummary(deps.db, article.id, asked.language, whole, deps.now(), making);
    return 'done';
  };
  // The same words to the same model would only bring back what a person has taken back.
  if (await summaries.isKnownWrong(deps.db, article.id, asked.language, making)) return 'done';
  const cached = await summaries.cachedSummary(deps.db, making.cacheKey);
  if (cached) return await save(cached);
  const call = { task: 'summarise-article', articleId: article.id, promptVersion };
  const answer = await spendOnModel(deps, call, (allow) =>
    summariseWithModel(withAllowance(model, allow), deps.prompts, asked, signal),
  );
  // The process is going down: the job runs again, and nothing is posted until then.
  signal?.throwIfAborted();
  if (answer.kind === 'answer') return await save(answer.value);
  if (answer.fault === 'held' && !answer.usage) return 'busy';
  const why = `No summary by the model, so the card shows an extract: ${answer.reason}`;
  deps.log.warn({ articleId: article.id }, why);
  return 'done';
}

function toSummarise(deps: Deps, article: articles.FullArticle, channelId: string): ArticleToSummarise {
  const profile = channelOf(deps, channelId);
  const { language } = profile;
  const typed = typedTopics(profile);
  const topics = profile.topics.filter((topic) => !typed.includes(topic));
  return {
    title: article.title,
    text: article.text,
    textLanguage: article.language ?? 'en',
    language,
    kinds: [...ARTICLE_KINDS],
    topics: topics.map((topic) => topic.name),
    audience: 'engineers who build with AI',
  };
}

/** A topic that somebody typed in Slack is shown to no model: its words tell whether the article is about it. */
function withTypedTopics(
  deps: Deps,
  { title, text }: articles.FullArticle,
  channelId: string,
  summary: Summary,
): Summary {
  const profile = channelOf(deps, channelId);
  const known = new Set(profile.topics.map(({ name }) => name));
  const typed = createTopicMatcher(typedTopics(profile))(title, text).map(({ topic }) => topic.name);
  // Kept for another channel, it may have that one's.
  const own = summary.topics.filter((name) => known.has(name));
  return { ...summary, topics: [...new Set([...own, ...typed])] };
}

function cacheKeyOf(model: string, promptVersion: number, asked: ArticleToSummarise): string {
  return createHash('sha256')
    .update(JSON.stringify([model, promptVersion, asked]))
    .digest('hex');
}
