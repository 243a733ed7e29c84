// A card: an article's message in the channel, and its shorter form as a reply to the person who shared the link.
import type { ActionsBlock, Button, KnownBlock, RichTextElement } from '@slack/types';
import type { Card, Summary } from '../../domain/article.ts';
import { ACTIONS, MENU } from './actions.ts';
import { CUTS, LIMITS } from './limits.ts';
import { bullets, fallback, footnote, type Message, paragraph, rich } from './message.ts';
import {
  cleanLine,
  count,
  mention,
  mrkdwnDate,
  mrkdwnLink,
  mrkdwnText,
  number,
  plain,
  richLine,
  richLink,
  richText,
  sentenceLink,
} from './text.ts';

/** Only what a reader must know; the menu's Why? says more. */
const EXTRACT_NOTE = 'extract, without a model';
/** A number stays on the line of what it counts. */
const NO_BREAK = '\u00a0';

/** The card in the channel. `messageId` is what its buttons report. */
export function cardMessage(card: Card, messageId: string, language: string): Message {
  return {
    text: cardText(card),
    blocks: [
      titleBlock(card),
      footnote(aboutLine(card, language)),
      summaryBlock(card),
      footnote(standingLine(card, language)),
      cardButtons(card, messageId),
    ],
  };
}

/** The reply in the thread of the person who shared the link: no reason why it is here, fewer words. */
export function replyMessage(card: Card, messageId: string, language: string): Message {
  const about = [
    ...aboutPieces(card, language),
    ...tallyPieces(card, language),
    ...extractPieces(card.summary),
  ];
  return {
    text: cardText(card),
    blocks: [titleBlock(card), summaryBlock(card), footnote(about.join(' · ')), cardButtons(card, messageId)],
  };
}

/** In the thread of a link that the channel has seen before. */
export function alreadyDiscussedMessage(
  post: { title: string; postedAt: Date; votes: number; permalink: string | null },
  language: string,
): Message {
  const where = post.permalink ? mrkdwnLink(post.permalink, 'its thread', CUTS.name) : '';
  const votes = post.votes > 0 ? `👍 ${number(post.votes, language)}` : '';
  const title = mrkdwnText(post.title, CUTS.title);
  const line = [`Already discussed: *${title}*`, mrkdwnDate(post.postedAt, language), votes, where]
    .filter(Boolean)
    .join(' · ');
  return { text: fallback(`Already discussed: ${post.title}`), blocks: [footnote(line)] };
}

/** Where a shared page gave no text: votes still count. */
export function unreadableMessage(
  post: { articleId: number; url: string; title: string; reason: string },
  messageId: string,
): Message {
  const why = `I could not read it: ${mrkdwnText(post.reason, CUTS.reason)}. Votes on it count all the same.`;
  return {
    text: fallback(`${post.title}: could not be read`),
    blocks: [
      paragraph([richLink(post.url, post.title, CUTS.title, { bold: true })]),
      footnote(why),
      {
        type: 'actions',
        elements: [voteButton(messageId), saveButton(String(post.articleId))],
      },
    ],
  };
}

function cardText(card: Card): string {
  return fallback([card.title, card.summary.tldr].map(cleanLine).filter(Boolean).join(': '));
}

function titleBlock(card: Card): KnownBlock {
  return paragraph([
    richText(card.kind, { code: true }),
    richText('  '),
    richLink(card.url, card.title, CUTS.title, { bold: true }),
  ]);
}

function aboutLine(card: Card, language: string): string {
  return aboutPieces(card, language).join(' · ');
}

function aboutPieces(card: Card, language: string): string[] {
  const [author] = card.authors;
  const authors =
    card.authors.length > 1 ? count(card.authors.length, 'author', 'authors', language) : author;
  const elsewhere = card.alsoOn
    .slice(0, CUTS.alsoOn)
    .map((place) => mrkdwnLink(place.url, place.name, CUTS.name));
  return [
    mrkdwnText(card.sourceName, CUTS.name) || hostOf(card.url),
    authors ? mrkdwnText(authors, CUTS.name) : '',
    card.publishedAt ? mrkdwnDate(card.publishedAt, language) : '',
    card.readingMinutes ? `${number(card.readingMinutes, language)} min read` : '',
    elsewhere.length > 0 ? `also on ${elsewhere.join(', ')}` : '',
  ].filter(Boolean);
}

function hostOf(url: string): string {
  return mrkdwnText(URL.parse(url)?.hostname ?? '', CUTS.name) || 'unknown source';
}

function summaryBlock(card: Card): KnownBlock {
  const { summary } = card;
  const points = summary.points
    .filter((point) => cleanLine(point.text) !== '')
    .slice(0, CUTS.points)
    .map((point) => pointElements(point, summary.method === 'model' ? card.url : null));
  return rich([
    { type: 'rich_text_section', elements: [richLine(summary.tldr, CUTS.tldr)] },
    ...(points.length > 0 ? [bullets(points)] : []),
    ...(summary.tryIt
      ? [
          {
            type: 'rich_text_section' as const,
            elements: [richText('Try it: ', { bold: true }), richLine(summary.tryIt, CUTS.tryIt)],
          },
        ]
      : []),
  ]);
}

/** `url` null for an extract: its points are sentences of the source already. */
function pointElements(point: Summary['points'][number], url: string | null): RichTextElement[] {
  const text = richLine(point.text, CUTS.point);
  const source = url && point.quote ? sentenceLink(url, point.quote) : null;
  if (!source) return [text];
  return [text, richText(' '), { type: 'link', url: source, text: 'source', style: { italic: true } }];
}

function extractPieces(summary: Summary): string[] {
  return summary.method === 'extract' ? [EXTRACT_NOTE] : [];
}

function tallyPieces(card: Card, language: string): string[] {
  return [
    card.votes > 0 ? `👍 ${number(card.votes, language)}` : '',
    card.pocWishes > 0 ? `${count(card.pocWishes, 'wants', 'want', language)} a PoC` : '',
  ]
    .filter(Boolean)
    .map((piece) => piece.replaceAll(' ', NO_BREAK));
}

function standingLine(card: Card, language: string): string {
  const pieces = [
    card.whyHere ? `Why here: ${mrkdwnText(card.whyHere, CUTS.whyHere)}` : '',
    card.sharedBy ? `shared by ${mention(card.sharedBy)}` : '',
    ...tallyPieces(card, language),
    ...extractPieces(card.summary),
  ].filter(Boolean);
  return pieces.join(' · ') || 'No votes yet';
}

function cardButtons(card: Card, messageId: string): ActionsBlock {
  const article = String(card.articleId);
  return {
    type: 'actions',
    elements: [
      voteButton(messageId),
      saveButton(article),
      button(
        ACTIONS.wishPoc,
        '🛠 Make it a PoC',
        messageId,
        'Make it a PoC: ask for a proof of concept of this article',
      ),
      {
        type: 'overflow',
        action_id: ACTIONS.cardMenu,
        options: [
          { text: plain('Less like this', LIMITS.optionText), value: `${MENU.less}:${article}` },
          { text: plain('Why?', LIMITS.optionText), value: `${MENU.why}:${article}` },
        ],
      },
    ],
  };
}

function voteButton(messageId: string): Button {
  return button(ACTIONS.vote, '👍 Vote', messageId, 'Vote for this article, or take your vote back');
}

function saveButton(articleId: string): Button {
  return button(ACTIONS.save, '🔖 Save', articleId, 'Save this article to your list, or remove it');
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
