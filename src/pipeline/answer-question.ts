// Answers a question from what was posted in the channels that the asker is in: by a model with a citation for each
// sentence, or by the passages themselves.
import type { ChannelProfile } from '../domain/channel.ts';
import type { ArticleLine } from '../domain/digest.ts';
import { answerWithModel, type NumberedPassage } from '../llm/answer-question.ts';
import { choosePassages } from '../llm/choose-answer-passages.ts';
import { wordingsOf } from '../store/articles.ts';
import { linesOf } from '../store/find-articles.ts';
import { toLines } from './find-articles.ts';
import type { Deps } from './ports.ts';
import { retrieveByWords, weighQuestion } from './retrieve-articles.ts';
import { hasModelBudget, recordCall } from './spend.ts';

/** Articles whose text is looked into. */
const LOOKED_INTO = 12;
const PASSAGES_PER_ARTICLE = 2;
const MOST_PASSAGES = 8;
/** Quoted where no model answers. */
const MOST_QUOTED = 3;
const NEAREST = 3;
/** A passage that has less of the question by weight is about something else. */
const LEAST_COVERAGE = 0.35;
/** One word that fits is chance, unless it is all that was asked. */
const LEAST_WORDS = 2;

export interface CitedPassage {
  text: string;
  article: ArticleLine;
}

export type Answered =
  | {
      kind: 'answer';
      /** Each with the articles it rests on, by their place in `articles`. */
      sentences: { text: string; articles: number[] }[];
      articles: ArticleLine[];
      model: string;
      prompt: string;
    }
  /** Without a model, or where its answer could not be used. */
  | { kind: 'passages'; passages: CitedPassage[] }
  /** Nothing that was shared answers it; the nearest there is. */
  | { kind: 'not-found'; nearest: ArticleLine[] };

export interface Question {
  question: string;
  /** The channels that the asker is in. */
  among: readonly ChannelProfile[];
  /** BCP 47, of the answer. */
  language: string;
}

export async function answerQuestion(deps: Deps, asked: Question, signal?: AbortSignal): Promise<Answered> {
  const words = await weighQuestion(deps, asked.question);
  const channelIds = asked.among.map(({ id }) => id);
  const matches = await retrieveByWords(deps, words, { channelIds, limit: LOOKED_INTO });
  const articleIds = matches.map(({ articleId }) => articleId);
  const total = words.reduce((sum, { weight }) => sum + weight, 0);
  const least = Math.min(LEAST_WORDS, words.length);
  const found = (await passagesOf(deps, articleIds, words)).filter(
    ({ score, words: its }) => score >= LEAST_COVERAGE * total && its.length >= least,
  );
  if (found.length === 0)
    return { kind: 'not-found', nearest: await citable(deps, asked, articleIds.slice(0, NEAREST)) };
  const best = found.slice(0, MOST_PASSAGES);
  const lines = await citable(deps, asked, [...new Set(best.map(({ articleId }) => articleId))]);
  const answer = await askModel(deps, asked, best, lines, signal);
  if (answer)
    return answer.sentences.length > 0 ? answer : { kind: 'not-found', nearest: lines.slice(0, NEAREST) };
  const passages = best.slice(0, MOST_QUOTED).flatMap(({ articleId, text }): CitedPassage[] => {
    const article = lines.find((line) => line.articleId === articleId);
    return article ? [{ text, article }] : [];
  });
  return { kind: 'passages', passages };
}

interface FoundPassage {
  articleId: number;
  title: string;
  language: string;
  text: string;
  score: number;
  words: string[];
}

/** Of all articles together, best first. */
async function passagesOf(
  deps: Deps,
  articleIds: readonly number[],
  words: Parameters<typeof choosePassages>[2],
): Promise<FoundPassage[]> {
  const articles = await wordingsOf(deps.db, articleIds);
  return articles
    .flatMap(({ articleId, title, text, language: written }) => {
      const language = written ?? 'en';
      // A question about what only the title says finds the article's beginning.
      const passages = choosePassages(`${title}\n\n${text}`, language, words, PASSAGES_PER_ARTICLE);
      return passages.map((passage) => ({ ...passage, articleId, title, language }));
    })
    .sort((a, b) => b.score - a.score);
}

async function citable(deps: Deps, asked: Question, articleIds: readonly number[]): Promise<ArticleLine[]> {
  const { language, among } = asked;
  return await toLines(deps, { channelId: null, language, among }, await linesOf(deps.db, articleIds));
}

/** `null` where there is no model, no money, or no answer that can be used: said in the log. */
async function askModel(
  deps: Deps,
  { question, language }: Question,
  passages: readonly FoundPassage[],
  articles: readonly ArticleLine[],
  signal: AbortSignal | undefined,
): Promise<(Answered & { kind: 'answer' }) | null> {
  if (!deps.model || !(await hasModelBudget(deps, 'answer-question'))) return null;
  const numbered: NumberedPassage[] = passages.map((passage, n) => ({ ...passage, number: n + 1 }));
  const answer = await answerWithModel(
    deps.model,
    deps.prompts,
    { question, language, passages: numbered },
    signal,
  );
  const promptVersion = deps.prompts['answer-question'].version;
  await recordCall(deps, { task: 'answer-question', articleId: null, promptVersion }, answer);
  if (answer.kind === 'failed') {
    deps.log.warn(`A question is answered with passages, since the model did not answer: ${answer.reason}`);
    return null;
  }
  const { sentences, refused } = answer.value;
  if (refused > 0)
    deps.log.info({ refused }, 'Sentences of an answer that their sources do not bear out are left out');
  // The model had something to say, and none of it holds: its sources speak for themselves.
  if (sentences.length === 0 && refused > 0) return null;
  return {
    kind: 'answer',
    sentences: sentences.map(({ text, passages: named }) => ({
      text,
      articles: [
        ...new Set(
          named.map((number) =>
            articles.findIndex(({ articleId }) => articleId === passages[number - 1]?.articleId),
          ),
        ),
      ].filter((at) => at >= 0),
    })),
    articles: [...articles],
    model: deps.model.nameFor('answer-question'),
    prompt: `answer-question ${promptVersion}`,
  };
}
