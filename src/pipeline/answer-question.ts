// Answers a question from what was posted in the channels that the asker is in: by a model with a citation for each
// sentence, or by the passages themselves.
import type { Exchange } from '../domain/answer.ts';
import type { ChannelProfile } from '../domain/channel.ts';
import type { ArticleLine } from '../domain/digest.ts';
import { type AnswerSentence, answerWithModel, type NumberedPassage } from '../llm/answer-question.ts';
import { disagree } from '../llm/find-disagreement.ts';
import { withAllowance } from '../llm/model-allowance.ts';
import { firstPosts } from '../store/messages.ts';
import { type CitedSentence, createCitations } from './cite-sources.ts';
import {
  type FoundPassage,
  keyOf,
  linesOfSources,
  passagesOfArticles,
  passagesOfDemos,
} from './find-passages.ts';
import type { Deps } from './ports.ts';
import {
  type AskedWord,
  meaningOf,
  retrieveArticles,
  weighQuestion,
  withoutForeign,
} from './retrieve-articles.ts';
import { spendOnModel } from './spend.ts';

/** Articles whose text is looked into. */
const LOOKED_INTO = 12;
const MOST_PASSAGES = 8;
/** Of these, passages without the question's words, of articles that are near it in meaning or were just spoken of. */
const MOST_MEANT = 3;
/** Quoted where no model answers. */
const MOST_QUOTED = 3;
const NEAREST = 3;
/** A passage that has less of the question by weight is about something else. */
const LEAST_COVERAGE = 0.35;
/** One word that fits is chance, unless it is all that was asked. */
const LEAST_WORDS = 2;
/** What the words of the question before tell, beside those of this one. */
const EARLIER_WEIGHT = 0.5;

export interface CitedPassage {
  text: string;
  article: ArticleLine;
}

export type Answered =
  | {
      kind: 'answer';
      sentences: CitedSentence[];
      /** What the sentences cite, in order of its numbers. */
      articles: readonly ArticleLine[];
      /** What another source says against it, where the answer does not name both. */
      otherSide: CitedPassage | null;
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
  /** What was asked and answered before in the same thread; `null` for a first question. */
  earlier?: Exchange | null;
}

/** Told of each sentence of a model's answer when it has been checked, before the next is written. */
export type OnSentence = (sentence: CitedSentence, articles: readonly ArticleLine[]) => void;

export async function answerQuestion(
  deps: Deps,
  asked: Question,
  { signal, onSentence }: { signal?: AbortSignal; onSentence?: OnSentence } = {},
): Promise<Answered> {
  const { articleIds, likely, meant } = await gatherPassages(deps, asked, signal);
  const passages = [...likely.slice(0, MOST_PASSAGES - meant.length), ...meant];
  const sources = await linesOfSources(
    deps,
    passages.map(({ source }) => source),
    asked,
  );
  const notFound = async (): Promise<Answered> => {
    const demo = likely.find(({ source }) => 'demo' in source);
    const nearest = [...(demo ? [demo.source] : []), ...articleIds.map((articleId) => ({ articleId }))].slice(
      0,
      NEAREST,
    );
    return {
      kind: 'not-found',
      nearest: (await linesOfSources(deps, nearest, asked)).map(({ line }) => line),
    };
  };
  if (passages.length === 0) return await notFound();
  const answer = await askModel(deps, asked, passages, sources, { signal, onSentence });
  if (answer?.kind === 'answer') return answer.sentences.length > 0 ? answer : await notFound();
  // Whose words are the question's; or else what the model took for an answer, though its own words did not hold.
  const telling = likely.length > 0 ? likely : (answer?.named ?? []);
  const quoted = chooseQuoted(telling).flatMap(({ source, quote }): CitedPassage[] => {
    const article = sources.find(({ key }) => key === keyOf(source))?.line;
    return article && quote !== null ? [{ text: quote, article }] : [];
  });
  return quoted.length > 0 ? { kind: 'passages', passages: quoted } : await notFound();
}

/** The question's own words; after an earlier question `words` also has those of that one, which count less. */
async function weighAll(
  deps: Deps,
  { question, earlier }: Question,
): Promise<{ own: AskedWord[]; words: AskedWord[] }> {
  const own = await weighQuestion(deps, question);
  if (!earlier) return { own, words: own };
  const before = await weighQuestion(deps, earlier.question);
  const known = new Set(own.map(({ word }) => word));
  const added = before
    .filter(({ word }) => !known.has(word))
    .map((word) => ({ ...word, weight: EARLIER_WEIGHT * word.weight }));
  return { own, words: [...own, ...added] };
}

interface Gathered {
  /** What comes nearest, best first. */
  articleIds: number[];
  /** Passages whose words make it likely that they answer, best first. */
  likely: FoundPassage[];
  /** Further ones, whose words alone would not say so: for a model to judge. */
  meant: FoundPassage[];
}

async function gatherPassages(
  deps: Deps,
  asked: Question,
  signal: AbortSignal | undefined,
): Promise<Gathered> {
  const { question, earlier, among } = asked;
  const { own, words } = await weighAll(deps, asked);
  const channelIds = among.map(({ id }) => id);
  const meaning = await meaningOf(deps, earlier ? `${earlier.question} ${question}` : question, signal);
  const found = await retrieveArticles(deps, { words, meaning, channelIds, limit: LOOKED_INTO });
  const spokenOf = earlier ? [...(await firstPosts(deps.db, earlier.articleIds, channelIds)).keys()] : [];
  const articleIds = [...new Set([...found.map(({ articleId }) => articleId), ...spokenOf])];
  const isMeant = new Set([
    ...found.flatMap(({ articleId, byMeaning }) => (byMeaning ? [articleId] : [])),
    ...spokenOf,
  ]);
  const passages = [
    ...(await passagesOfArticles(deps, articleIds, words)),
    ...(await passagesOfDemos(deps, among, words)),
  ];
  // A model judges what no word says for sure.
  const counted = deps.model ? withoutForeign(words) : words;
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  const least = Math.min(LEAST_WORDS, words.length);
  const isLikely = (one: FoundPassage): boolean =>
    one.score > 0 && one.score >= LEAST_COVERAGE * total && one.words.length >= least;
  const likely = passages.filter(isLikely).sort((a, b) => b.score - a.score);
  const covered = new Set(likely.map(({ source }) => keyOf(source)));
  const meant = passages
    .filter(({ source }) => !covered.has(keyOf(source)))
    .filter(({ source }) => 'articleId' in source && isMeant.has(source.articleId));
  // What is asked further stands elsewhere in the same article than what was asked before.
  const further = (await passagesOfArticles(deps, earlier ? spokenOf : [], own))
    .filter(({ score, text }) => score > 0 && ![...likely, ...meant].some((one) => one.text === text))
    .sort((a, b) => b.score - a.score);
  return { articleIds, likely, meant: [...further, ...meant].slice(0, MOST_MEANT) };
}

/** The best, and beside each what disagrees with it: who reads one must see the other. */
function chooseQuoted(passages: readonly FoundPassage[]): FoundPassage[] {
  const chosen: FoundPassage[] = [];
  for (const passage of passages.filter(({ quote }) => quote !== null)) {
    if (chosen.length >= MOST_QUOTED) break;
    if (chosen.includes(passage)) continue;
    const other = passages.find((one) => isOtherSide(passage, one) && !chosen.includes(one));
    chosen.push(passage, ...(other ? [other] : []));
  }
  return chosen.slice(0, MOST_QUOTED + 1);
}

function isOtherSide(one: FoundPassage, other: FoundPassage): boolean {
  return keyOf(one.source) !== keyOf(other.source) && other.quote !== null && disagree(one, other);
}

type ForModel = FoundPassage & { forModel: NonNullable<FoundPassage['forModel']> };

/** The model had something to say of these passages, and none of it holds. */
interface Unheld {
  kind: 'unheld';
  named: FoundPassage[];
}

/** `null` where there is no model, no money, nothing that it may see, or no answer that can be used: said in the log. */
async function askModel(
  deps: Deps,
  { question, language, earlier }: Question,
  found: readonly FoundPassage[],
  sources: readonly { key: string; line: ArticleLine }[],
  { signal, onSentence }: { signal: AbortSignal | undefined; onSentence: OnSentence | undefined },
): Promise<(Answered & { kind: 'answer' }) | Unheld | null> {
  const passages = found.filter((one): one is ForModel => one.forModel !== null);
  const { model } = deps;
  if (!model || passages.length === 0) return null;
  const { cite, articles } = createCitations(passages, sources);
  const numbered: NumberedPassage[] = passages.map(({ forModel, language: written }, n) => ({
    ...forModel,
    language: written,
    number: n + 1,
  }));
  const promptVersion = deps.prompts['answer-question'].version;
  const call = { task: 'answer-question', articleId: null, promptVersion };
  const answer = await spendOnModel(deps, call, (allow) =>
    answerWithModel(
      withAllowance(model, allow),
      deps.prompts,
      { question, language, passages: numbered, earlier: earlier ?? null },
      { signal, onSentence: onSentence && ((sentence) => onSentence(cite(sentence), articles)) },
    ),
  );
  if (answer.kind === 'failed') {
    deps.log.warn(`A question is answered with passages, since the model did not answer: ${answer.reason}`);
    return null;
  }
  const { sentences, refused, refusedFrom } = answer.value;
  if (refused > 0)
    deps.log.info({ refused }, 'Sentences of an answer that their sources do not bear out are left out');
  if (sentences.length === 0 && refused > 0) {
    return { kind: 'unheld', named: passages.filter((_, n) => refusedFrom.includes(n + 1)) };
  }
  return {
    kind: 'answer',
    sentences: sentences.map(cite),
    articles,
    otherSide: untoldSide(passages, sentences, sources),
    model: model.nameFor('answer-question'),
    prompt: `answer-question ${promptVersion}`,
  };
}

/** A passage that disagrees with one that the answer rests on, where the answer names only one of them. */
function untoldSide(
  passages: readonly FoundPassage[],
  sentences: readonly AnswerSentence[],
  sources: readonly { key: string; line: ArticleLine }[],
): CitedPassage | null {
  const told = passages.filter((_, n) => sentences.some((sentence) => sentence.passages.includes(n + 1)));
  const named = new Set(told.map(({ source }) => keyOf(source)));
  const untold = passages.find(
    (one) => !named.has(keyOf(one.source)) && told.some((other) => isOtherSide(other, one)),
  );
  const article = untold && sources.find(({ key }) => key === keyOf(untold.source))?.line;
  return untold?.quote && article ? { text: untold.quote, article } : null;
}
