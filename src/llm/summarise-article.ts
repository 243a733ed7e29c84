// A summary by a model: prompt in config/prompts/summarise-article.md, reply checked, cleaned, and its quotes
// looked up in the article. Knows no store and no budget.
import { z } from 'zod';
import { ARTICLE_KINDS, type ArticleKind, type Summary } from '../domain/article.ts';
import { choosePassages, languageName, newDelimiter, withoutDelimiter } from './article-data.ts';
import type { ModelAnswer, ModelClient } from './model-client.ts';
import { cutText, plainText } from './plain-text.ts';
import { fillPrompt, type Prompts } from './prompts.ts';
import { splitSentences } from './sentences.ts';

export interface ArticleToSummarise {
  title: string;
  text: string;
  /** BCP 47, of the summary that is wanted. */
  language: string;
  kinds: readonly ArticleKind[];
  /** Names of the channel's topics. */
  topics: readonly string[];
  /** Who reads it, in a few words. */
  audience: string;
}

/** Characters in what a card shows of a summary. */
const SUMMARY_LIMITS = {
  tldr: 320,
  point: 320,
  quote: 500,
  tryIt: 320,
  points: 3,
  topics: 3,
} as const;

// Twice what is shown: a model that runs on is cut, one that runs wild is refused.
const text = (limit: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(2 * limit);
const replySchema = z.object({
  tldr: text(SUMMARY_LIMITS.tldr),
  points: z
    .array(z.object({ text: text(SUMMARY_LIMITS.point), quote: z.string().max(2000).nullable() }))
    .min(1)
    .max(8),
  kind: z.enum(ARTICLE_KINDS),
  topics: z.array(z.string().max(100)).max(20),
  tryIt: z
    .string()
    .max(2 * SUMMARY_LIMITS.tryIt)
    .nullable(),
});

/** Asks the model once (twice where its reply does not fit). Faults of the model come back as `failed`. */
export async function summariseWithModel(
  model: ModelClient,
  prompts: Prompts,
  article: ArticleToSummarise,
  signal?: AbortSignal,
): Promise<ModelAnswer<Summary>> {
  const delimiter = newDelimiter();
  const passages = choosePassages(article);
  const kinds = article.kinds.length > 0 ? article.kinds : ARTICLE_KINDS;
  const { system, user } = fillPrompt(prompts, 'summarise-article', {
    audience: article.audience,
    language: languageName(article.language),
    kinds: kinds.join(', '),
    topics: article.topics.join(', ') || '(none)',
    extent: passages.extent,
    delimiter,
    title: withoutDelimiter(article.title, delimiter),
    text: withoutDelimiter(passages.text, delimiter),
  });
  const schema = replySchema.extend({ kind: z.enum(kinds as [ArticleKind, ...ArticleKind[]]) });
  const answer = await model.answer({
    task: 'summarise-article',
    system,
    user,
    schema,
    ...(signal ? { signal } : {}),
  });
  if (answer.kind === 'failed') return answer;
  const summary = toSummary(answer.value, article);
  if (summary.tldr === '') {
    return { kind: 'failed', reason: 'nothing of the summary was plain text', usage: answer.usage };
  }
  return { kind: 'answer', value: summary, usage: answer.usage };
}

function toSummary(reply: z.output<typeof replySchema>, article: ArticleToSummarise): Summary {
  const source = `${article.title}\n${article.text}`;
  const say = (words: string, limit: number): string => cutText(plainText(words, source), limit);
  const topics = reply.topics
    .map((named) => article.topics.find((topic) => topic.toLowerCase() === named.trim().toLowerCase()))
    .filter((topic) => topic !== undefined);
  return {
    method: 'model',
    tldr: say(reply.tldr, SUMMARY_LIMITS.tldr),
    points: reply.points
      .map((point) => ({
        text: say(point.text, SUMMARY_LIMITS.point),
        quote: point.quote === null ? null : findQuote(point.quote, article.text),
      }))
      .filter((point) => point.text !== '')
      .slice(0, SUMMARY_LIMITS.points),
    kind: reply.kind,
    topics: [...new Set(topics)].slice(0, SUMMARY_LIMITS.topics),
    tryIt: reply.tryIt === null ? null : say(reply.tryIt, SUMMARY_LIMITS.tryIt) || null,
  };
}

const SHORTEST_QUOTE = 12;

/**
 * The sentence of the article that holds the quote, or `null` where the article does not say it. White space,
 * case and the shape of quotation marks are ignored.
 */
export function findQuote(quote: string, articleText: string): string | null {
  const wanted = normalise(quote)
    .replace(/^["']+|["']+$|(?:…|\.\.\.)$/g, '')
    .trim();
  if (wanted.length < SHORTEST_QUOTE) return null;
  if (!normalise(articleText).includes(wanted)) return null;
  const sentence = splitSentences(articleText, 'en').find(({ text: said }) =>
    normalise(said).includes(wanted),
  );
  return cutText(sentence?.text ?? quote.replace(/\s+/g, ' ').trim(), SUMMARY_LIMITS.quote);
}

function normalise(words: string): string {
  return words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’‚`]/g, "'")
    .replace(/[‐-―]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}
