// Hugging Face's own API: the day's papers, and the models and spaces that many look at just now.
import { z } from 'zod';
import type { Item } from '../domain/article.ts';
import { scoreNeeded } from '../domain/popularity.ts';
import type { Source, SourceState } from '../domain/source.ts';
import { apiDate, apiText, askJson, isYoungerThan, NO_VALIDATORS } from './ask-json.ts';
import { type CollectContext, type CollectKind, itemsOutcome } from './ask-source.ts';
import { oneLine } from './plain-text.ts';
import { escapeHtml } from './xml-node.ts';

const HOUR_MS = 3_600_000;
/** Upvotes come in over days; a paper that is asked for again may pass then. */
const UPVOTES = { full: 20, growsForMs: 72 * HOUR_MS };
const LIKES = { models: 50, spaces: 30 };
const MAX_AGE_DAYS = { papers: 14, models: 90, spaces: 90 };
const EVERY_MS = { papers: 2 * HOUR_MS, trending: 6 * HOUR_MS };

const dailyPaper = z.object({
  paper: z.object({
    id: z.string().regex(/^[\w.-]+(\/\d+)?$/),
    title: z.string().min(1),
    summary: apiText,
    upvotes: z.number().nullish(),
    authors: z.array(z.object({ name: apiText })).nullish(),
    publishedAt: apiDate,
    submittedOnDailyAt: apiDate,
  }),
});
type DailyPaper = z.output<typeof dailyPaper>['paper'];

export const collectHuggingFacePapers: CollectKind = async (context, source, state, signal) => {
  const url = `${context.endpoints.huggingFace}/daily_papers?limit=100`;
  const answer = await askJson(context, { url, entry: dailyPaper, list: null, state, signal });
  if (answer.kind !== 'entries') return answer;
  const now = context.now();
  const { minScore = UPVOTES.full, maxAgeDays = MAX_AGE_DAYS.papers } = source.settings ?? {};
  const items = answer.entries
    .map(({ paper }) => paper)
    .filter((paper) => {
      const shownAt = paper.submittedOnDailyAt ?? paper.publishedAt ?? now;
      const needed = scoreNeeded(minScore, now.getTime() - shownAt.getTime(), UPVOTES.growsForMs);
      return (paper.upvotes ?? 0) >= needed && isYoungerThan(shownAt, maxAgeDays, now);
    })
    .map(paperItem);
  // Without validators: upvotes change what is wanted while the list stays the same.
  const rhythm = { ttlMs: null, quiet: null, everyMs: EVERY_MS.papers };
  return itemsOutcome(answer.response, now, { items, parser: 'json', rhythm, ...NO_VALIDATORS });
};

function paperItem(paper: DailyPaper): Item {
  return {
    guid: `arXiv:${paper.id}`,
    url: `https://arxiv.org/abs/${paper.id}`,
    title: oneLine(paper.title),
    publishedAt: paper.publishedAt,
    authors: (paper.authors ?? []).map(({ name }) => oneLine(name)).filter(Boolean),
    html: escapeHtml(paper.summary),
    kind: 'paper',
    discussionUrl: `https://huggingface.co/papers/${paper.id}`,
  };
}

const repository = z.object({
  id: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  likes: z.number().nullish(),
  downloads: z.number().nullish(),
  createdAt: apiDate,
  pipeline_tag: apiText,
  sdk: apiText,
  tags: z.array(z.string()).nullish(),
  private: z.boolean().nullish(),
});
type Repository = z.output<typeof repository>;

export const collectHuggingFaceModels: CollectKind = (context, source, state, signal) =>
  collectTrending(context, source, state, 'models', signal);

export const collectHuggingFaceSpaces: CollectKind = (context, source, state, signal) =>
  collectTrending(context, source, state, 'spaces', signal);

async function collectTrending(
  context: CollectContext,
  source: Source,
  state: SourceState,
  what: 'models' | 'spaces',
  signal: AbortSignal | undefined,
) {
  const url = `${context.endpoints.huggingFace}/${what}?sort=trendingScore&limit=60`;
  const answer = await askJson(context, { url, entry: repository, list: null, state, signal });
  if (answer.kind !== 'entries') return answer;
  const now = context.now();
  const { minScore = LIKES[what], maxAgeDays = MAX_AGE_DAYS[what] } = source.settings ?? {};
  const items = answer.entries
    .filter(({ likes, createdAt, private: hidden }) => {
      return !hidden && (likes ?? 0) >= minScore && isYoungerThan(createdAt, maxAgeDays, now);
    })
    .map((found) => (what === 'models' ? modelItem(found) : spaceItem(found)));
  const rhythm = { ttlMs: null, quiet: null, everyMs: EVERY_MS.trending };
  return itemsOutcome(answer.response, now, { items, parser: 'json', rhythm, ...NO_VALIDATORS });
}

const NUMBER = new Intl.NumberFormat('en-GB');

function modelItem(model: Repository): Item {
  const facts = [
    model.pipeline_tag && `Task: ${model.pipeline_tag.replaceAll('-', ' ')}.`,
    `${NUMBER.format(model.likes ?? 0)} likes, ${NUMBER.format(model.downloads ?? 0)} downloads.`,
    licenceOf(model) && `Licence: ${licenceOf(model)}.`,
  ];
  return repositoryItem(model, `https://huggingface.co/${model.id}`, 'model', facts);
}

function spaceItem(space: Repository): Item {
  const facts = [
    `A demo on Hugging Face by ${space.id.split('/')[0]}${space.sdk ? `, made with ${space.sdk}` : ''}.`,
    `${NUMBER.format(space.likes ?? 0)} likes.`,
  ];
  return repositoryItem(space, `https://huggingface.co/spaces/${space.id}`, 'demo', facts);
}

function repositoryItem(
  { id, createdAt }: Repository,
  url: string,
  kind: Item['kind'],
  facts: string[],
): Item {
  const [owner = '', name = ''] = id.split('/');
  return {
    guid: url,
    url,
    title: kind === 'model' ? id : name.replace(/[-_]+/g, ' '),
    publishedAt: createdAt,
    authors: [owner],
    html: `<p>${escapeHtml(facts.filter(Boolean).join(' '))}</p>`,
    kind,
    discussionUrl: `${url}/discussions`,
  };
}

function licenceOf({ tags }: Repository): string {
  return (tags ?? []).find((tag) => tag.startsWith('license:'))?.slice('license:'.length) ?? '';
}
