// Every message, modal and Home that the app can build, each out of anything that the web, a model or a person could
// put into it. A builder that is not in one of these two tables fails a test.
import type { HomeView, ModalView } from '@slack/types';
import fc from 'fast-check';
import {
  alreadyDiscussedMessage,
  cardMessage,
  replyMessage,
  unreadableMessage,
} from '../../../src/slack/blocks/card.ts';
import { digestMessage } from '../../../src/slack/blocks/digest.ts';
import { helpMessage } from '../../../src/slack/blocks/help.ts';
import { homeView } from '../../../src/slack/blocks/home.ts';
import {
  articleListMessage,
  explanationMessage,
  lessonMessage,
  pocListMessage,
  savesMessage,
} from '../../../src/slack/blocks/lists.ts';
import type { Message } from '../../../src/slack/blocks/message.ts';
import { lessLikeThisModal, noticeModal, shareDemoModal } from '../../../src/slack/blocks/modals.ts';
import { pocMessage } from '../../../src/slack/blocks/poc.ts';
import { sourcesMessage, statusMessage } from '../../../src/slack/blocks/status.ts';
import {
  anyCard,
  anyDigest,
  anyLesson,
  anyLine,
  anyPoc,
  anySource,
  anyStatus,
  anySummary,
  anyText,
  anyUrl,
  language,
} from './arbitraries.ts';

export interface BuiltMessage {
  message: Message;
  /** The data it was made of: only what stands there may be linked or mentioned. */
  madeOf: unknown;
}

export interface BuiltView {
  view: ModalView | HomeView;
  madeOf: unknown;
}

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null });
const channelId = fc.stringMatching(/^C[A-Z0-9]{8}$/);
const number = fc.integer({ min: 1, max: 2 ** 31 });

/** By the builder's name. */
export const MESSAGES: Record<string, fc.Arbitrary<BuiltMessage>> = {
  cardMessage: fc
    .tuple(anyCard, language)
    .map(([card, lang]) => ({ message: cardMessage(card, 'm1', lang), madeOf: card })),
  replyMessage: fc
    .tuple(anyCard, language)
    .map(([card, lang]) => ({ message: replyMessage(card, 'm1', lang), madeOf: card })),
  unreadableMessage: fc
    .record({ url: anyUrl, title: anyText, reason: anyText })
    .map((post) => ({ message: unreadableMessage({ articleId: 1, ...post }, 'm1'), madeOf: post })),
  alreadyDiscussedMessage: fc
    .tuple(fc.record({ title: anyText, permalink: maybe(anyUrl) }), language)
    .map(([post, lang]) => ({
      message: alreadyDiscussedMessage({ ...post, votes: 3, postedAt: new Date(0) }, lang),
      madeOf: post,
    })),
  digestMessage: fc
    .tuple(anyDigest, language)
    .map(([digest, lang]) => ({ message: digestMessage(digest, lang), madeOf: digest })),
  pocMessage: fc
    .tuple(anyPoc, language)
    .map(([poc, lang]) => ({ message: pocMessage(poc, lang), madeOf: poc })),
  articleListMessage: fc
    .tuple(anyText, fc.array(anyLine, { maxLength: 30 }), language)
    .map(([title, lines, lang]) => ({
      message: articleListMessage({ title, lines, none: `Nothing found for "${title}"` }, lang),
      madeOf: lines,
    })),
  savesMessage: fc
    .tuple(fc.array(anyLine, { maxLength: 60 }), language)
    .map(([lines, lang]) => ({ message: savesMessage(lines, lang), madeOf: lines })),
  pocListMessage: fc
    .tuple(fc.array(fc.tuple(anyPoc, maybe(anyUrl)), { maxLength: 14 }), language)
    .map(([pairs, lang]) => {
      const pocs = pairs.map(([poc, permalink]) => ({ ...poc, permalink }));
      return { message: pocListMessage(pocs, lang), madeOf: pocs };
    }),
  lessonMessage: fc.tuple(maybe(anyLesson), fc.nat({ max: 50 }), language).map(([lesson, total, lang]) => ({
    message: lessonMessage({ lesson, done: 1, total }, lang),
    madeOf: lesson,
  })),
  sourcesMessage: fc
    .tuple(fc.array(anySource, { maxLength: 120 }), language)
    .map(([sources, lang]) => ({ message: sourcesMessage(sources, lang), madeOf: sources })),
  statusMessage: fc
    .tuple(anyStatus, language)
    .map(([status, lang]) => ({ message: statusMessage(status, lang), madeOf: status })),
  explanationMessage: fc
    .record({ title: anyText, summary: anySummary, whyHere: maybe(anyText) })
    .map((explained) => ({ message: explanationMessage(explained), madeOf: explained })),
  helpMessage: anyText.map((words) => ({
    message: helpMessage('/discuss-ai', { kind: 'unknown', words }),
    madeOf: null,
  })),
};

/** By the builder's name. */
export const VIEWS: Record<string, fc.Arbitrary<BuiltView>> = {
  homeView: fc
    .tuple(
      fc.record({
        channelName: maybe(fc.string({ maxLength: 80 })),
        saves: fc.array(anyLine, { maxLength: 60 }),
        progress: fc.record({ lesson: maybe(anyLesson), done: fc.nat(), total: fc.nat() }),
        command: fc.constant('/discuss-ai'),
      }),
      language,
    )
    .map(([home, lang]) => ({ view: homeView(home, lang), madeOf: home })),
  lessLikeThisModal: fc
    .record({ articleId: number, channelId })
    .map((metadata) => ({ view: lessLikeThisModal(metadata), madeOf: null })),
  shareDemoModal: fc
    .record({ pocId: number, channelId })
    .map((metadata) => ({ view: shareDemoModal(metadata), madeOf: null })),
  noticeModal: fc
    .oneof(...Object.values(MESSAGES))
    .map(({ message, madeOf }) => ({ view: noticeModal(message), madeOf })),
};
