// A summary by a model: prompt in config/prompts/summarise-article.md, reply checked, cleaned, and held against the
// article. What does not hold is asked for once more, then replaced. Knows no store and no budget.
import { z } from 'zod';
import { ARTICLE_KINDS, type ArticleKind, type Summary } from '../domain/article.ts';
import {
  choosePassages,
  languageName,
  newDelimiter,
  numberedOf,
  type Passages,
  withoutDelimiter,
} from './article-data.ts';
import { askWithinRoom } from './article-room.ts';
import { extractSummary } from './extract-summary.ts';
import {
  countFaults,
  type Draft,
  type Fallback,
  faultsToTell,
  type HeldDraft,
  holdDraft,
  settleDraft,
  type Yardstick,
} from './ground-summary.ts';
import { prepareSource } from './grounding/source-text.ts';
import type { ModelAnswer, ModelClient } from './model-client.ts';
import { addUsage } from './model-usage.ts';
import { cutText, plainText } from './plain-text.ts';
import { fillPrompt, type Prompts } from './prompts.ts';
import { speaksToModel } from './speaks-to-model.ts';

export interface ArticleToSummarise {
  title: string;
  text: string;
  /** BCP 47, of the text. */
  textLanguage: string;
  /** BCP 47, of the summary that is wanted. */
  language: string;
  kinds: readonly ArticleKind[];
  /** Names of the channel's topics. */
  topics: readonly string[];
  /** Who reads it, in a few words. */
  audience: string;
}

/** Characters in what a card shows of a summary, and how many of each. */
const SUMMARY_LIMITS = {
  tldr: 320,
  point: 320,
  tryIt: 320,
  value: 40,
  measures: 120,
  points: 3,
  limits: 2,
  numbers: 4,
  topics: 3,
} as const;

// Twice what is shown: a model that runs on is cut, one that runs wild is refused.
const text = (limit: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(2 * limit);
const claim = z.object({ text: text(SUMMARY_LIMITS.point), sentence: z.int().nullable() });
const replySchema = z.object({
  tldr: z.object({ text: text(SUMMARY_LIMITS.tldr), sentence: z.int().nullable() }),
  points: z.array(claim).min(1).max(8),
  kind: z.enum(ARTICLE_KINDS),
  topics: z.array(z.string().max(100)).max(20),
  tryIt: claim.nullable(),
  limits: z.array(claim).max(8),
  numbers: z
    .array(
      z.object({
        value: text(SUMMARY_LIMITS.value),
        measures: text(SUMMARY_LIMITS.measures),
        sentence: z.int().nullable(),
      }),
    )
    .max(12),
});
type Reply = z.output<typeof replySchema>;

/** What a summary is made of: what was asked, and by which words. */
interface Task {
  article: ArticleToSummarise;
  passages: Passages;
  system: string;
  user: string;
  schema: z.ZodType<Reply>;
}

/** One answer of the model and how it was held against the article, for whoever watches. */
export interface Heard {
  reply: unknown;
  held: HeldDraft;
}

/**
 * Asks the model once, and once more where something in its answer does not hold. Faults of the model come back as
 * `failed`; a summary that comes back holds, or quotes the article where it did not.
 */
export async function summariseWithModel(
  model: ModelClient,
  prompts: Prompts,
  article: ArticleToSummarise,
  signal?: AbortSignal,
  watch?: (heard: Heard) => void,
): Promise<ModelAnswer<Summary>> {
  return await askWithinRoom(model, 'summarise-article', (room) =>
    summariseWithin(model, prompts, article, room, signal, watch),
  );
}

async function summariseWithin(
  model: ModelClient,
  prompts: Prompts,
  article: ArticleToSummarise,
  room: number,
  signal: AbortSignal | undefined,
  watch: ((heard: Heard) => void) | undefined,
): Promise<ModelAnswer<Summary>> {
  const task = taskOf(prompts, article, room);
  if (task.passages.sentences.length === 0) {
    return { kind: 'failed', reason: 'the article has no sentence that could be summarised', usage: null };
  }
  const yardstick: Yardstick = {
    source: prepareSource({ ...article, language: article.textLanguage }, speaksToModel),
    language: article.language,
    promptText: `${prompts['summarise-article'].system}\n${prompts['summarise-article'].user}`,
  };
  const ask = { task: 'summarise-article', ...task, ...(signal ? { signal } : {}) };
  const first = await model.answer(ask);
  if (first.kind === 'failed') return first;
  const held = holdDraft(toDraft(first.value, article), yardstick);
  watch?.({ reply: first.value, held });
  const faults = faultsToTell(held);
  if (faults.length === 0) return settled(task, held, first.usage);
  const told = `Some of this does not hold:\n- ${faults.join('\n- ')}\nAnswer again, whole, with these mended or left out.`;
  const second = await model.answer({ ...ask, followUp: { said: JSON.stringify(first.value), told } });
  const usage = addUsage(first.usage, second.usage);
  if (second.kind === 'failed') return settled(task, held, usage);
  const again = holdDraft(toDraft(second.value, article), yardstick);
  watch?.({ reply: second.value, held: again });
  return settled(task, countFaults(again) <= countFaults(held) ? again : held, usage);
}

function taskOf(prompts: Prompts, article: ArticleToSummarise, room: number): Task {
  const delimiter = newDelimiter();
  const passages = choosePassages({ ...article, language: article.textLanguage }, room);
  const kinds = article.kinds.length > 0 ? article.kinds : ARTICLE_KINDS;
  const { system, user } = fillPrompt(prompts, 'summarise-article', {
    audience: article.audience,
    language: languageName(article.language),
    kinds: kinds.join(', '),
    topics: article.topics.join(', ') || '(none)',
    extent: passages.extent,
    delimiter,
    title: withoutDelimiter(article.title, delimiter),
    text: withoutDelimiter(numberedOf(passages), delimiter),
  });
  const schema = replySchema.extend({ kind: z.enum(kinds as [ArticleKind, ...ArticleKind[]]) });
  return { article, passages, system, user, schema };
}

/** The reply in plain words, at most as many as a card has room for. */
function toDraft(reply: Reply, article: ArticleToSummarise): Draft {
  const source = `${article.title}\n${article.text}`;
  const say = (words: string, limit: number): string => cutText(plainText(words, source), limit);
  const toClaims = (claims: Reply['points'], most: number): Draft['points'] =>
    claims
      .map(({ text: words, sentence }) => ({ text: say(words, SUMMARY_LIMITS.point), sentence }))
      .filter((one) => one.text !== '')
      .slice(0, most);
  const topics = reply.topics
    .map((named) => article.topics.find((topic) => topic.toLowerCase() === named.trim().toLowerCase()))
    .filter((topic) => topic !== undefined);
  return {
    tldr: { ...reply.tldr, text: say(reply.tldr.text, SUMMARY_LIMITS.tldr) },
    points: toClaims(reply.points, SUMMARY_LIMITS.points),
    limits: toClaims(reply.limits, SUMMARY_LIMITS.limits),
    numbers: reply.numbers
      .map(({ value, measures, sentence }) => ({
        value: say(value, SUMMARY_LIMITS.value),
        measures: say(measures, SUMMARY_LIMITS.measures),
        sentence,
      }))
      .filter(({ value, measures }) => /\d|\p{N}/u.test(value) && measures !== '')
      .slice(0, SUMMARY_LIMITS.numbers),
    tryIt: reply.tryIt ? (toClaims([reply.tryIt], 1)[0] ?? null) : null,
    kind: reply.kind,
    topics: [...new Set(topics)].slice(0, SUMMARY_LIMITS.topics),
  };
}

function settled(
  { article, passages }: Task,
  held: HeldDraft,
  usage: Extract<ModelAnswer<Summary>, { kind: 'answer' }>['usage'],
): ModelAnswer<Summary> {
  const { tldrGround, limits, numbers, ...shown } = settleDraft(held, fallbackOf(article));
  // With nothing left of the model's words it is no summary of the model's: the extract says so.
  if (tldrGround.isQuote && shown.points.every((point) => point.isQuote)) {
    return { kind: 'failed', reason: 'nothing that the model said holds against the article', usage };
  }
  const { sentences, of, spokenToModel } = passages;
  const extent = sentences.length + spokenToModel < of ? { given: sentences.length, of } : null;
  const { kind, topics } = held.draft;
  const details = { tldr: tldrGround, limits, numbers, extent, spokenToModel };
  return { kind: 'answer', value: { method: 'model', ...shown, kind, topics, details }, usage };
}

function fallbackOf({ title, text: body, textLanguage }: ArticleToSummarise): Fallback {
  const { tldr, points } = extractSummary({ title, text: body, language: textLanguage });
  return { tldr, points: points.map(({ quote }) => quote) };
}
