// Notes what a person wants less of, and why; the next choices weigh it (domain/ranking.ts).
import { sourceNameOf } from '../domain/article.ts';
import type { FeedbackChoices, FeedbackReason } from '../domain/feedback.ts';
import { levelName, levelOf } from '../domain/level.ts';
import { getArticle } from '../store/articles.ts';
import { cardOf } from '../store/messages.ts';
import { saveFeedback } from '../store/people.ts';
import type { Deps } from './ports.ts';

/** Characters, as the choice of cards reads of a text. */
const OPENING = 2000;

interface AboutArticle {
  articleId: number;
  channelId: string;
}

/** What could be wrong with it; `null` when the article is not known any more. */
export async function feedbackChoices(deps: Deps, about: AboutArticle): Promise<FeedbackChoices | null> {
  const article = await getArticle(deps.db, about.articleId, about.channelId);
  if (!article) return null;
  const card = await cardOf(deps.db, about.channelId, about.articleId);
  const { kind, title } = article;
  const level = levelName(levelOf({ kind, title, opening: article.text.slice(0, OPENING) }));
  return { title, sourceName: sourceNameOf(article), topics: card?.topics ?? [], level };
}

/** A person's last word on an article counts. */
export async function lessLikeThis(
  deps: Deps,
  feedback: AboutArticle & { personId: string; reason: FeedbackReason | null },
): Promise<({ kind: 'noted' } & FeedbackChoices) | { kind: 'unknown' }> {
  const choices = await feedbackChoices(deps, feedback);
  if (!choices) return { kind: 'unknown' };
  await saveFeedback(deps.db, feedback, deps.now());
  return { kind: 'noted', ...choices };
}
