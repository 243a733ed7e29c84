// Why a person wants less of an article, and what that is about. Pure.
import type { LevelName } from './level.ts';

export const FEEDBACK_REASONS = ['topic', 'source', 'too-basic', 'too-hard', 'old-news'] as const;
export type FeedbackReason = (typeof FEEDBACK_REASONS)[number];

/** What the reasons would be about, for one article in one channel. */
export interface FeedbackChoices {
  title: string;
  sourceName: string;
  /** The channel's topics that its card was chosen for; may be empty. */
  topics: string[];
  /** How much it asks of its readers. */
  level: LevelName;
}
