// The passages that a question may be answered from: of articles, of their summaries, and of what the team has shown.
import type { ChannelProfile } from '../domain/channel.ts';
import type { ArticleLine } from '../domain/digest.ts';
import { choosePassages, type Passage, type WeighedWord } from '../llm/choose-answer-passages.ts';
import { wordingsOf } from '../store/articles.ts';
import { linesOf } from '../store/find-articles.ts';
import { matchDemos, type ShownDemo } from '../store/pocs.ts';
import { modelSummariesOf } from '../store/summaries.ts';
import { toLines } from './find-articles.ts';
import type { Deps } from './ports.ts';
import type { AskedWord } from './retrieve-articles.ts';

const PASSAGES_PER_ARTICLE = 2;
/** Demos that are looked into. */
const MOST_DEMOS = 12;

export interface FoundPassage {
  /** What it is cited as: an article, or a demo. */
  source: { articleId: number } | { demo: ShownDemo };
  /** BCP 47. */
  language: string;
  text: string;
  /** What a model may see of it; `null` where a person wrote all of it. */
  forModel: { title: string; text: string } | null;
  /** What readers see where no model answers; `null` where it is no one's own words. */
  quote: string | null;
  /** Sum of the weights of the question's words that it has. */
  score: number;
  words: string[];
}

/** Of all articles together and in their order; one that has none of the words is there with its beginning. */
export async function passagesOfArticles(
  deps: Deps,
  articleIds: readonly number[],
  words: readonly WeighedWord[],
): Promise<FoundPassage[]> {
  const [articles, summaries] = [
    await wordingsOf(deps.db, articleIds),
    await modelSummariesOf(deps.db, articleIds),
  ];
  return articles.flatMap(({ articleId, title, text, language: written }): FoundPassage[] => {
    const language = written ?? 'en';
    const source = { articleId };
    // A question about what only the title says finds the article's beginning.
    const own = choosePassages(`${title}\n\n${text}`, language, words, PASSAGES_PER_ARTICLE);
    const told = summaries
      .filter((summary) => summary.articleId === articleId)
      .flatMap((summary) => {
        const body = [summary.tldr, ...summary.points.map((point) => point.text)].join('\n\n');
        return choosePassages(body, summary.language, words, 1).map((passage) => ({
          ...passage,
          language: summary.language,
          quote: null,
        }));
      });
    const opening: Passage = { text: openingOf(text || title), score: 0, words: [] };
    return [
      ...(own.length > 0 ? own : [opening]).map((passage) => ({
        ...passage,
        language,
        quote: passage.text,
      })),
      // In the article's own language it only says less of the same.
      ...told.filter((passage) => !sameLanguage(passage.language, language)),
    ].map((passage) => ({ ...passage, source, forModel: { title, text: passage.text } }));
  });
}

/**
 * What the team has shown in these channels. A demo is found and quoted by what people wrote of it, beside it and in its
 * brief; a model sees what the brief's writer made of the article, and nothing of that.
 */
export async function passagesOfDemos(
  deps: Deps,
  among: readonly ChannelProfile[],
  words: readonly AskedWord[],
): Promise<FoundPassage[]> {
  const channelIds = among.map(({ id }) => id);
  const terms = words.map(({ term: { query }, weight }) => ({ query, weight }));
  const demos = await matchDemos(deps.db, terms, channelIds, MOST_DEMOS);
  return demos.flatMap((demo): FoundPassage[] => {
    const language = among.find(({ id }) => id === demo.channelId)?.language ?? 'en';
    const said = [demo.title, demo.hypothesis, demo.note ?? ''].filter(Boolean).join(' ');
    const [passage] = choosePassages(said.replaceAll('\n', ' '), language, words, 1);
    if (!passage) return [];
    const text = `${demo.title}: ${demo.hypothesis}`;
    return [
      {
        ...passage,
        source: { demo },
        language,
        text,
        forModel: demoForModel(demo),
        quote: demo.note ?? text,
      },
    ];
  });
}

function demoForModel({ title, hypothesis, typed, articleTitle }: ShownDemo): FoundPassage['forModel'] {
  const own = {
    title: typed.includes('title') ? '' : title,
    hypothesis: typed.includes('hypothesis') ? '' : hypothesis,
  };
  const text = [own.title, own.hypothesis].filter(Boolean).join(': ');
  return text ? { title: own.title || articleTitle, text } : null;
}

/** Each source once, in order, as a line of a list: a demo's leads to the demo, and to its PoC's thread. */
export async function linesOfSources(
  deps: Deps,
  sources: readonly FoundPassage['source'][],
  { language, among }: { language: string; among: readonly ChannelProfile[] },
): Promise<{ key: string; line: ArticleLine }[]> {
  const unique = [...new Map(sources.map((source) => [keyOf(source), source])).values()];
  const ids = unique.flatMap((source) => ('articleId' in source ? [source.articleId] : []));
  const lines = await toLines(deps, { channelId: null, language, among }, await linesOf(deps.db, ids));
  const cited = await Promise.all(
    unique.map(async (source) => {
      const line =
        'demo' in source
          ? await lineOfDemo(deps, source.demo)
          : lines.find(({ articleId }) => articleId === source.articleId);
      return line ? [{ key: keyOf(source), line }] : [];
    }),
  );
  return cited.flat();
}

export function keyOf(source: FoundPassage['source']): string {
  return 'demo' in source ? `demo:${source.demo.pocId}:${source.demo.url}` : `article:${source.articleId}`;
}

async function lineOfDemo(deps: Deps, demo: ShownDemo): Promise<ArticleLine> {
  const { articleId, title, url, note, votes, personId, channelId, ts, shownAt } = demo;
  const permalink = ts ? await deps.publisher.permalink({ channelId, ts }) : null;
  return {
    articleId,
    title,
    url,
    kind: 'demo',
    sentence: note ?? title,
    votes,
    sharedBy: personId,
    permalink,
    publishedAt: shownAt,
  };
}

const OPENING_CHARACTERS = 600;

function openingOf(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, OPENING_CHARACTERS).trim();
}

function sameLanguage(a: string, b: string): boolean {
  return a.split('-')[0] === b.split('-')[0];
}
