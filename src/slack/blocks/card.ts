// A card: an article's message in the channel, and its shorter form as a reply to the person who shared the link.
import type { ActionsBlock, Button, KnownBlock, RichTextElement } from '@slack/types';
import type { Card, Point, Summary } from '../../domain/article.ts';
import { faultIn, type Words } from '../words/words.ts';
import { ACTIONS, MENU } from './actions.ts';
import { CUTS, LIMITS } from './limits.ts';
import { bullets, fallback, footnote, type Message, paragraph, rich } from './message.ts';
import {
  cleanLine,
  mention,
  mrkdwnDate,
  mrkdwnLink,
  mrkdwnText,
  plain,
  richLine,
  richLink,
  richText,
  sentenceLink,
} from './text.ts';

/** A number stays on the line of what it counts. */
const NO_BREAK = '\u00a0';

/** The card in the channel. `messageId` is what its buttons report. */
export function cardMessage(card: Card, messageId: string, words: Words): Message {
  return {
    text: cardText(card),
    blocks: [
      titleBlock(card, words),
      footnote(aboutPieces(card, words).join(' · ')),
      summaryBlock(card, words),
      footnote(standingLine(card, words)),
      cardButtons(card, messageId, words),
    ],
  };
}

/** The reply in the thread of the person who shared the link: no reason why it is here, fewer words. */
export function replyMessage(card: Card, messageId: string, words: Words): Message {
  const about = [
    ...aboutPieces(card, words),
    ...tallyPieces(card, words),
    ...extractPieces(card.summary, words),
  ];
  return {
    text: cardText(card),
    blocks: [
      titleBlock(card, words),
      summaryBlock(card, words),
      footnote(about.join(' · ')),
      cardButtons(card, messageId, words),
    ],
  };
}

/** In the thread of a link that the channel has seen before. */
export function alreadyDiscussedMessage(
  post: { title: string; postedAt: Date; votes: number; permalink: string | null },
  words: Words,
): Message {
  const { alreadyDiscussed, itsThread } = words.card;
  const where = post.permalink ? mrkdwnLink(post.permalink, itsThread, CUTS.name) : '';
  const votes = post.votes > 0 ? words.terms.votes(post.votes) : '';
  const title = mrkdwnText(post.title, CUTS.title);
  const line = [alreadyDiscussed(`*${title}*`), mrkdwnDate(post.postedAt, words), votes, where]
    .filter(Boolean)
    .join(' · ');
  return { text: fallback(alreadyDiscussed(post.title)), blocks: [footnote(line)] };
}

/** Where a shared page gave no text: votes still count. */
export function unreadableMessage(
  post: { articleId: number; url: string; title: string; reason: string },
  messageId: string,
  words: Words,
): Message {
  const why = words.card.notRead(mrkdwnText(faultIn(words, post.reason), CUTS.reason));
  return {
    text: fallback(words.card.unreadable(post.title)),
    blocks: [
      paragraph([richLink(post.url, post.title, CUTS.title, { bold: true })]),
      footnote(why),
      {
        type: 'actions',
        elements: [voteButton(messageId, words), saveButton(String(post.articleId), words)],
      },
    ],
  };
}

function cardText(card: Card): string {
  return fallback([card.title, card.summary.tldr].map(cleanLine).filter(Boolean).join(': '));
}

export function titleBlock(card: Card, words: Words): KnownBlock {
  return paragraph([
    richText(words.terms.kinds[card.kind], { code: true }),
    richText('  '),
    richLink(card.url, card.title, CUTS.title, { bold: true }),
  ]);
}

export function aboutPieces(card: Card, words: Words): string[] {
  const [author] = card.authors;
  const authors = card.authors.length > 1 ? words.card.authors(card.authors.length) : author;
  const elsewhere = card.alsoOn
    .slice(0, CUTS.alsoOn)
    .map((place) => mrkdwnLink(place.url, place.name, CUTS.name));
  return [
    mrkdwnText(card.sourceName, CUTS.name) || hostOf(card.url) || words.card.unknownSource,
    authors ? mrkdwnText(authors, CUTS.name) : '',
    card.withdrawn ? `*${words.story.withdrawnMark}*` : '',
    card.version ? words.story.versionMark(card.version) : '',
    card.publishedAt ? mrkdwnDate(card.publishedAt, words) : '',
    card.readingMinutes ? words.card.minutes(card.readingMinutes) : '',
    ...factPieces(card, words),
    elsewhere.length > 0 ? words.card.alsoOn(elsewhere) : '',
  ].filter(Boolean);
}

/** What most people look at first on such a page; the rest is a click away. */
function factPieces({ facts }: Card, words: Words): string[] {
  const { stars, likes, licence, parameters, downloads, lastCommitAt, pages, archived } = facts;
  return [
    stars ? words.card.stars(stars) : '',
    parameters ? words.card.parameters(parameters) : '',
    downloads ? words.card.downloads(downloads) : '',
    likes ? words.card.likes(likes) : '',
    licence ? mrkdwnText(licence, CUTS.name) : '',
    lastCommitAt && !archived ? words.card.lastCommit(mrkdwnDate(new Date(lastCommitAt), words)) : '',
    archived ? words.card.archived : '',
    pages ? words.card.pages(pages, facts.pagesRead ?? pages) : '',
  ];
}

function hostOf(url: string): string {
  return mrkdwnText(URL.parse(url)?.hostname ?? '', CUTS.name);
}

export function summaryBlock(card: Card, words: Words): KnownBlock {
  const { summary } = card;
  const { details } = summary;
  const tldr = details?.tldr.isQuote ? words.card.quoted(summary.tldr) : summary.tldr;
  const url = summary.method === 'model' ? card.url : null;
  const points = shownPoints(summary.points, CUTS.points).map((point) => pointElements(point, url, words));
  const limits = shownPoints(details?.limits ?? [], CUTS.limits).map((limit) => [
    richText(words.card.limit, { bold: true }),
    ...pointElements(limit, url, words),
  ]);
  const bulleted = [...points, ...limits];
  return rich([
    { type: 'rich_text_section', elements: [richLine(tldr, CUTS.tldr)] },
    ...(bulleted.length > 0 ? [bullets(bulleted)] : []),
    ...(summary.tryIt
      ? [
          {
            type: 'rich_text_section' as const,
            elements: [richText(words.card.tryIt, { bold: true }), richLine(summary.tryIt, CUTS.tryIt)],
          },
        ]
      : []),
  ]);
}

function shownPoints(points: readonly Point[], most: number): Point[] {
  return points.filter((point) => cleanLine(point.text) !== '').slice(0, most);
}

/** `url` null for an extract: its points are sentences of the source already. */
function pointElements(point: Point, url: string | null, words: Words): RichTextElement[] {
  const text = richLine(point.isQuote ? words.card.quoted(point.text) : point.text, CUTS.point);
  const source = url && point.quote ? sentenceLink(url, point.quote) : null;
  if (!source) return [text];
  const label = point.isQuote ? words.card.quote : words.card.source;
  return [text, richText(' '), { type: 'link', url: source, text: label, style: { italic: true } }];
}

export function extractPieces(summary: Summary, words: Words): string[] {
  if (summary.method === 'extract') return [words.card.extract];
  const extent = summary.details?.extent;
  return extent ? [words.card.partOf(extent.given, extent.of)] : [];
}

function tallyPieces(card: Card, words: Words): string[] {
  return [
    card.votes > 0 ? words.terms.votes(card.votes) : '',
    card.pocWishes > 0 ? words.card.wantPoc(card.pocWishes) : '',
  ]
    .filter(Boolean)
    .map((piece) => piece.replaceAll(' ', NO_BREAK));
}

function standingLine(card: Card, words: Words): string {
  const pieces = [
    card.whyHere ? mrkdwnText(words.card.whyHere(words.card.reason(card.whyHere)), CUTS.whyHere) : '',
    card.sharedBy ? words.card.sharedBy(mention(card.sharedBy)).join('') : '',
    ...tallyPieces(card, words),
    ...extractPieces(card.summary, words),
  ].filter(Boolean);
  return pieces.join(' · ') || words.card.noVotes;
}

function cardButtons(card: Card, messageId: string, words: Words): ActionsBlock {
  const article = String(card.articleId);
  return {
    type: 'actions',
    elements: [
      voteButton(messageId, words),
      saveButton(article, words),
      button(ACTIONS.wishPoc, words.card.wishPoc, messageId, words.card.wishPocLabel),
      {
        type: 'overflow',
        action_id: ACTIONS.cardMenu,
        options: [
          { text: plain(words.card.lessLikeThis, LIMITS.optionText), value: `${MENU.less}:${article}` },
          { text: plain(words.card.why, LIMITS.optionText), value: `${MENU.why}:${article}` },
          ...(card.summary.method === 'model'
            ? [{ text: plain(words.card.wrong, LIMITS.optionText), value: `${MENU.wrong}:${article}` }]
            : []),
        ],
      },
    ],
  };
}

function voteButton(messageId: string, words: Words): Button {
  return button(ACTIONS.vote, words.card.vote, messageId, words.card.voteLabel);
}

export function saveButton(articleId: string, words: Words): Button {
  return button(ACTIONS.save, words.card.save, articleId, words.card.saveLabel);
}

/** `label` is what screen readers say; it begins with the words that are shown, so that both can be spoken of. */
export function button(actionId: string, text: string, value: string, label: string): Button {
  return {
    type: 'button',
    action_id: actionId,
    text: plain(text, LIMITS.buttonText),
    value: value.slice(0, LIMITS.buttonValue),
    accessibility_label: label.slice(0, LIMITS.accessibilityLabel),
  };
}
