// The answer to a question: sentences with their sources, or the passages that fit best, or that there is none.
import type { RichTextBlock, RichTextElement } from '@slack/types';
import type { ArticleLine } from '../../domain/digest.ts';
import type { Answered, CitedPassage } from '../../pipeline/answer-question.ts';
import type { CitedSentence } from '../../pipeline/cite-sources.ts';
import type { Words } from '../words/words.ts';
import { entryElements } from './digest.ts';
import { CUTS } from './limits.ts';
import {
  bullets,
  fallback,
  fitEntries,
  footnote,
  type Message,
  paragraph,
  rich,
  sentence,
} from './message.ts';
import { withRating } from './rating.ts';
import { cleanLine, dotted, mrkdwnText, richLine, richLink, richText } from './text.ts';

export function answerMessage(answered: Answered, words: Words): Message {
  switch (answered.kind) {
    case 'answer':
      return modelAnswer(answered, words);
    case 'passages':
      return passagesAnswer(answered.passages, words);
    case 'not-found':
      return notFound(answered.nearest, words);
  }
}

/** As a message of its own, with thumbs under it. */
export function ratedAnswer(
  { answered, answerId }: { answered: Answered; answerId: string },
  words: Words,
): Message {
  return withRating(answerMessage(answered, words), answerId, words);
}

/** One sentence of an answer that is still being written. */
export function answerSentence(sentence: CitedSentence, articles: readonly ArticleLine[]): Message {
  return {
    text: fallback(cleanLine(sentence.text)),
    blocks: [paragraph(citedSentence(sentence, articles))],
  };
}

function modelAnswer(answer: Answered & { kind: 'answer' }, words: Words): Message {
  const { articles, otherSide } = answer;
  const sentences = answer.sentences.filter(({ text }) => cleanLine(text) !== '');
  if (sentences.length === 0) return notFound(articles, words);
  const said = sentences.flatMap((one) => citedSentence(one, articles));
  const cited = articles
    .map((article, at) => ({ article, at }))
    .filter(({ at }) => sentences.some((one) => one.articles.includes(at)));
  const blocks = fitEntries(cited.length, (shown) => [
    paragraph(said),
    ...(shown > 0
      ? [
          rich([
            {
              type: 'rich_text_section',
              elements: cited
                .slice(0, shown)
                .flatMap(({ article, at }, n): RichTextElement[] => [
                  richText(`${n > 0 ? '\n' : ''}[${at + 1}] `),
                  ...sourceElements(article, words),
                ]),
            },
          ]),
        ]
      : []),
    ...(otherSide ? [paragraph([richText(words.ask.otherSide)]), quotedPassage(otherSide, words)] : []),
    footnote(mrkdwnText(words.ask.byModel, CUTS.reason)),
  ]);
  return { text: fallback(sentences.map(({ text }) => text).join(' ')), blocks };
}

/** A sentence with what it rests on, and the space before the next. */
function citedSentence(
  { text, articles: cited }: CitedSentence,
  articles: readonly ArticleLine[],
): RichTextElement[] {
  return [
    richLine(text, CUTS.tldr),
    ...cited.flatMap((at): RichTextElement[] => {
      const article = articles[at];
      return article ? [richText(' '), citation(article, at + 1)] : [];
    }),
    richText(' '),
  ];
}

/** `[1]`, to the thread where the article was discussed, else to the article. */
function citation(article: ArticleLine, number: number): RichTextElement {
  return richLink(article.permalink ?? article.url, `[${number}]`, CUTS.name);
}

/** The article, and its thread. */
function sourceElements(article: ArticleLine, words: Words): RichTextElement[] {
  return dotted([
    [richLink(article.url, article.title, CUTS.title, { bold: true })],
    ...(article.permalink ? [[richLink(article.permalink, words.card.thread, CUTS.name)]] : []),
  ]);
}

function passagesAnswer(passages: readonly CitedPassage[], words: Words): Message {
  const blocks = fitEntries(passages.length, (shown) => [
    paragraph([richText(words.ask.passages)]),
    ...passages.slice(0, shown).map((passage) => quotedPassage(passage, words)),
  ]);
  return { text: fallback(cleanLine(passages.map(({ text }) => text).join(' '))), blocks };
}

function quotedPassage({ text, article }: CitedPassage, words: Words): RichTextBlock {
  return rich([
    { type: 'rich_text_quote', elements: [richLine(text, CUTS.briefPart)] },
    { type: 'rich_text_section', elements: sourceElements(article, words) },
  ]);
}

function notFound(nearest: readonly ArticleLine[], words: Words): Message {
  if (nearest.length === 0) return sentence(words.ask.nothing);
  const blocks = fitEntries(nearest.length, (shown) => [
    paragraph([richText(words.ask.notFound)]),
    ...(shown > 0
      ? [rich([bullets(nearest.slice(0, shown).map((line) => entryElements(line, words)))])]
      : []),
  ]);
  return { text: fallback(words.ask.notFound), blocks };
}
