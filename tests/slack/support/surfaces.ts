// Every message, modal and Home that the app can build, each out of anything that the web, a model or a person could
// put into it. A builder that is not in one of these two tables fails a test.
import type { HomeView, ModalView } from '@slack/types';
import fc from 'fast-check';
import type { LoggedChange } from '../../../src/domain/change.ts';
import { type ChannelProfile, withChanges } from '../../../src/domain/channel.ts';
import { type Evaluation, MEASURE_NAMES } from '../../../src/domain/evaluation.ts';
import { LEVEL_NAMES } from '../../../src/domain/level.ts';
import { FREQUENCIES, type Home, STANCES } from '../../../src/domain/personal.ts';
import type { Trouble } from '../../../src/domain/trouble.ts';
import type { AddedLink } from '../../../src/pipeline/add-link.ts';
import type { FoundSource } from '../../../src/pipeline/add-source.ts';
import type { Answered } from '../../../src/pipeline/answer-question.ts';
import { addedLinksMessage } from '../../../src/slack/blocks/added-link.ts';
import { answerMessage, answerSentence, ratedAnswer } from '../../../src/slack/blocks/answer.ts';
import {
  alreadyDiscussedMessage,
  cardMessage,
  replyMessage,
  unreadableMessage,
} from '../../../src/slack/blocks/card.ts';
import { logMessage, refusedMessage } from '../../../src/slack/blocks/change-log.ts';
import { digestMessage } from '../../../src/slack/blocks/digest.ts';
import { addedSourceMessage, foundSourceMessage } from '../../../src/slack/blocks/found-source.ts';
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
import {
  lessLikeThisModal,
  loadingModal,
  noticeModal,
  openMessage,
  shareDemoModal,
} from '../../../src/slack/blocks/modals.ts';
import { modelsMessage } from '../../../src/slack/blocks/models.ts';
import { askToForget, exportedMessage, forgottenMessage } from '../../../src/slack/blocks/personal-data.ts';
import { personalDigestMessage } from '../../../src/slack/blocks/personal-digest.ts';
import { pocMessage } from '../../../src/slack/blocks/poc.ts';
import { proposePocModal } from '../../../src/slack/blocks/poc-modal.ts';
import { summariesMessage, summariesModal } from '../../../src/slack/blocks/private-summary.ts';
import { profileModal } from '../../../src/slack/blocks/profile-modal.ts';
import { withRating } from '../../../src/slack/blocks/rating.ts';
import { addSourceModal, findSourceModal } from '../../../src/slack/blocks/source-modal.ts';
import { sourcesMessage } from '../../../src/slack/blocks/sources.ts';
import { statusMessage } from '../../../src/slack/blocks/status.ts';
import { alsoOnMessage, changedMessage } from '../../../src/slack/blocks/story.ts';
import { troubleMessage } from '../../../src/slack/blocks/trouble.ts';
import { markWrongModal } from '../../../src/slack/blocks/wrong-summary.ts';
import { profileOf } from '../../support/profile.ts';
import {
  anyCard,
  anyDigest,
  anyHealth,
  anyLesson,
  anyLine,
  anyPoc,
  anyReason,
  anyStatus,
  anySummary,
  anyText,
  anyUrl,
  anyWords,
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

const personId = fc.stringMatching(/^U[A-Z0-9]{8}$/);
const rows = fc.dictionary(fc.constantFrom('vote', 'save', 'answer', 'other'), fc.nat({ max: 1_000_000 }));
const change = fc
  .tuple(
    fc.oneof(
      fc.record({
        action: fc.constantFrom('source-added' as const, 'source-removed' as const),
        detail: fc.record({ title: anyText, url: anyUrl }),
      }),
      fc.record({
        action: fc.constant('profile-changed' as const),
        detail: fc.record({ fields: fc.array(anyText, { maxLength: 9 }) }),
      }),
      fc.record({
        action: fc.constant('poc-proposed' as const),
        detail: fc.record({ title: anyText }),
      }),
    ),
    fc.record({
      channelId: maybe(channelId),
      personId: maybe(personId),
      changedAt: fc.constant(new Date(0)),
    }),
  )
  .map(([what, rest]): LoggedChange => ({ ...what, ...rest }));

/** As config/channels.yaml takes them: some text. */
const topicName = anyText.filter((text) => text.trim() !== '');

const anySummaryOfLink = fc.oneof(
  anyCard.map((card) => ({ kind: 'reply' as const, card })),
  fc
    .record({ articleId: number, url: anyUrl, title: anyText, reason: anyText })
    .map((unread) => ({ kind: 'unreadable' as const, sharedBy: null, ...unread })),
);
const TROUBLES = [
  ...(['token', 'socket', 'scope', 'posting-refused'] as const),
  ...(['channel-archived', 'channel-left', 'channel-missing', 'channel-renamed'] as const),
] satisfies Trouble['kind'][];

const anyAnswered: fc.Arbitrary<Answered> = fc.oneof(
  fc
    .tuple(
      fc.array(fc.record({ text: anyText, articles: fc.array(fc.nat({ max: 9 }), { maxLength: 4 }) }), {
        maxLength: 20,
      }),
      fc.array(anyLine, { maxLength: 8 }),
      fc.option(fc.record({ text: anyText, article: anyLine })),
    )
    .map(([sentences, articles, otherSide]) => ({
      kind: 'answer' as const,
      sentences,
      articles,
      otherSide,
      model: 'm',
      prompt: 'p',
    })),
  fc
    .array(fc.record({ text: anyText, article: anyLine }), { minLength: 1, maxLength: 3 })
    .map((passages) => ({ kind: 'passages' as const, passages })),
  fc.array(anyLine, { maxLength: 3 }).map((nearest) => ({ kind: 'not-found' as const, nearest })),
);

const share = fc.double({ min: 0, max: 1, noNaN: true });
const anyFigures = fc.dictionary(
  fc.constantFrom(...MEASURE_NAMES),
  fc.record({ mean: share, low: share, high: share, articles: fc.nat() }),
);
const anyDifferences = fc.dictionary(
  fc.constantFrom(...MEASURE_NAMES),
  fc.record({
    value: fc.double({ min: -1, max: 9, noNaN: true }),
    low: share,
    high: share,
    articles: fc.nat(),
    p: share,
    moreThanChance: fc.boolean(),
  }),
);
const anyEvaluation: fc.Arbitrary<Evaluation> = fc.record({
  at: fc.constant(new Date(0).toISOString()),
  model: anyText,
  isStandIn: fc.boolean(),
  promptVersion: fc.nat(),
  set: anyText,
  articles: fc.nat(),
  figures: anyFigures,
  comparisons: fc.array(
    fc.record({
      opponent: fc.constantFrom('extract' as const, 'last' as const, 'against' as const),
      name: anyText,
      figures: anyFigures,
      differences: anyDifferences,
    }),
    { maxLength: 3 },
  ),
  costUsd: share,
});

/** By the builder's name. */
const anyFoundSource: fc.Arbitrary<FoundSource> = fc
  .record({
    url: anyUrl,
    title: anyText,
    items: fc.array(
      fc.record({ title: anyText, url: anyUrl, publishedAt: maybe(fc.constant(new Date(0))) }),
      {
        maxLength: 5,
      },
    ),
    postsPerWeek: maybe(fc.double({ min: 0, max: 500, noNaN: true })),
    alreadyAs: maybe(fc.constant('a-lab')),
    others: fc.array(fc.record({ title: anyText, url: anyUrl }), { maxLength: 6 }),
  })
  .map(({ url, title, ...found }) => ({
    kind: 'found',
    source: { id: 'a-lab', kind: 'feed', url, title, weight: 1, defaultKind: null },
    page: url,
    ...found,
  }));

const anyAddedLink: fc.Arbitrary<AddedLink> = fc.oneof(
  fc.constant({ kind: 'added' as const }),
  anyLine.map((line) => ({ kind: 'known' as const, line })),
  fc.record({
    kind: fc.constant('refused' as const),
    reason: fc.constantFrom('not-an-address' as const, 'private' as const, 'not-taken' as const),
  }),
  fc.record({ kind: fc.constant('unreadable' as const), url: anyUrl, reason: anyText }),
);

export const MESSAGES: Record<string, fc.Arbitrary<BuiltMessage>> = {
  addedLinksMessage: fc
    .tuple(fc.array(anyAddedLink, { minLength: 1, maxLength: 5 }), anyWords)
    .map(([outcomes, words]) => ({
      message: addedLinksMessage(outcomes, 'discuss-ai', words),
      madeOf: outcomes,
    })),
  troubleMessage: fc
    .tuple(
      fc.record({
        kind: fc.constantFrom(...TROUBLES),
        code: anyText,
        scope: anyText,
        method: anyText,
        channelId,
        channelName: anyText,
        newName: anyText,
      }),
      anyWords,
    )
    .map(([trouble, words]) => ({ message: troubleMessage(trouble as Trouble, words), madeOf: null })),
  cardMessage: fc
    .tuple(anyCard, anyWords)
    .map(([card, words]) => ({ message: cardMessage(card, 'm1', words), madeOf: card })),
  replyMessage: fc
    .tuple(anyCard, anyWords)
    .map(([card, words]) => ({ message: replyMessage(card, 'm1', words), madeOf: card })),
  unreadableMessage: fc
    .tuple(fc.record({ url: anyUrl, title: anyText, reason: anyText }), anyWords)
    .map(([post, words]) => ({
      message: unreadableMessage({ articleId: 1, ...post }, 'm1', words),
      madeOf: post,
    })),
  alreadyDiscussedMessage: fc
    .tuple(fc.record({ title: anyText, permalink: maybe(anyUrl) }), anyWords)
    .map(([post, words]) => ({
      message: alreadyDiscussedMessage({ ...post, votes: 3, postedAt: new Date(0) }, words),
      madeOf: post,
    })),
  alsoOnMessage: fc
    .tuple(fc.array(fc.record({ name: anyText, url: anyUrl }), { minLength: 1, maxLength: 30 }), anyWords)
    .map(([places, words]) => ({ message: alsoOnMessage(places, words), madeOf: places })),
  changedMessage: fc
    .tuple(
      fc.oneof(
        fc.record({ kind: fc.constant('version' as const), version: number, note: maybe(anyText) }),
        fc.record({ kind: fc.constant('withdrawn' as const), note: maybe(anyText) }),
        fc.record({ kind: fc.constant('headline' as const), from: anyText, to: anyText }),
      ),
      anyUrl,
      anyWords,
    )
    .map(([change, url, words]) => ({
      message: changedMessage({ change, url }, words),
      madeOf: { change, url },
    })),
  digestMessage: fc
    .tuple(anyDigest, anyWords)
    .map(([digest, words]) => ({ message: digestMessage(digest, words), madeOf: digest })),
  personalDigestMessage: fc
    .tuple(
      fc.record({
        since: fc.constant(new Date(0)),
        until: fc.constant(new Date(0)),
        frequency: fc.constantFrom(...FREQUENCIES),
        entries: fc.array(
          anyLine.map((line) => ({ ...line, topics: ['agents'] })),
          { maxLength: 9 },
        ),
        topics: fc.array(anyText, { maxLength: 60 }),
      }),
      anyWords,
    )
    .map(([digest, words]) => ({ message: personalDigestMessage(digest, words), madeOf: digest })),
  pocMessage: fc
    .tuple(anyPoc, anyWords)
    .map(([poc, words]) => ({ message: pocMessage(poc, words), madeOf: poc })),
  answerSentence: fc
    .tuple(anyText, fc.array(fc.nat({ max: 9 }), { maxLength: 4 }), fc.array(anyLine, { maxLength: 8 }))
    .map(([text, articles, lines]) => ({
      message: answerSentence({ text, articles }, lines),
      madeOf: { text, lines },
    })),
  ratedAnswer: fc.tuple(anyAnswered, anyWords).map(([answered, words]) => ({
    message: ratedAnswer({ answered, answerId: 'a' }, words),
    madeOf: answered,
  })),
  answerMessage: fc.tuple(anyAnswered, anyWords).map(([answered, words]) => ({
    message: answerMessage(answered, words),
    madeOf: answered,
  })),
  articleListMessage: fc
    .tuple(anyText, fc.array(anyLine, { maxLength: 30 }), anyWords)
    .map(([title, lines, words]) => ({
      message: articleListMessage({ title, lines, none: `Nothing found for "${title}"` }, words),
      madeOf: lines,
    })),
  savesMessage: fc
    .tuple(fc.array(anyLine, { maxLength: 60 }), anyWords)
    .map(([lines, words]) => ({ message: savesMessage(lines, words), madeOf: lines })),
  pocListMessage: fc
    .tuple(fc.array(fc.tuple(anyPoc, maybe(anyUrl)), { maxLength: 14 }), anyWords)
    .map(([pairs, words]) => {
      const pocs = pairs.map(([poc, permalink]) => ({ ...poc, permalink }));
      return { message: pocListMessage(pocs, words), madeOf: pocs };
    }),
  lessonMessage: fc.tuple(maybe(anyLesson), fc.nat({ max: 50 }), anyWords).map(([lesson, total, words]) => ({
    message: lessonMessage({ lesson, done: 1, total }, words),
    madeOf: lesson,
  })),
  sourcesMessage: fc
    .tuple(fc.array(anyHealth, { maxLength: 120 }), fc.nat({ max: 9 }), anyWords)
    .map(([sources, page, words]) => ({
      message: sourcesMessage(sources, { command: '/discuss-ai', page }, words),
      madeOf: sources,
    })),
  foundSourceMessage: fc
    .tuple(anyFoundSource, anyWords)
    .map(([found, words]) => ({ message: foundSourceMessage(found, words), madeOf: found })),
  addedSourceMessage: fc
    .tuple(anyText, fc.constantFrom('added' as const, 'known' as const), anyWords)
    .map(([title, kind, words]) => ({
      message: addedSourceMessage(title, { kind, sourceId: 'a', command: '/discuss-ai' }, words),
      madeOf: null,
    })),
  modelsMessage: fc
    .tuple(maybe(anyEvaluation), anyWords)
    .map(([evaluation, words]) => ({ message: modelsMessage(evaluation, words), madeOf: evaluation })),
  statusMessage: fc
    .tuple(anyStatus, anyWords)
    .map(([status, words]) => ({ message: statusMessage(status, words), madeOf: status })),
  explanationMessage: fc
    .tuple(fc.record({ title: anyText, summary: anySummary, whyHere: maybe(anyReason) }), anyWords)
    .map(([explained, words]) => ({ message: explanationMessage(explained, words), madeOf: explained })),
  logMessage: fc
    .tuple(fc.array(change, { maxLength: 15 }), anyWords)
    .map(([changes, words]) => ({ message: logMessage(changes, words), madeOf: changes })),
  refusedMessage: fc
    .tuple(fc.array(personId, { minLength: 1, maxLength: 30 }), anyWords)
    .map(([members, words]) => ({
      message: refusedMessage(members, words),
      madeOf: { members },
    })),
  summariesMessage: fc
    .tuple(fc.array(anySummaryOfLink, { maxLength: 3 }), anyText, anyWords)
    .map(([summaries, name, words]) => ({
      message: summariesMessage(summaries, name, words),
      madeOf: summaries,
    })),
  openMessage: anyWords.map((words) => ({
    message: openMessage(words.profile, 'edit-profile'),
    madeOf: null,
  })),
  askToForget: anyWords.map((words) => ({ message: askToForget('/discuss-ai', words), madeOf: null })),
  forgottenMessage: fc
    .tuple(rows, anyWords)
    .map(([counts, words]) => ({ message: forgottenMessage(counts, words), madeOf: null })),
  exportedMessage: fc
    .tuple(rows, anyWords)
    .map(([counts, words]) => ({ message: exportedMessage(counts, words), madeOf: null })),
  withRating: fc
    .tuple(fc.array(anyLine, { maxLength: 30 }), fc.uuid(), anyWords)
    .map(([lines, id, words]) => ({
      message: withRating(articleListMessage({ title: 'Top', lines, none: 'None' }, words), id, words),
      madeOf: lines,
    })),
  helpMessage: fc.tuple(anyText, anyWords).map(([written, words]) => ({
    message: helpMessage('/discuss-ai', { kind: 'unknown', words: written }, words),
    madeOf: null,
  })),
};

const anyPage = fc.record({
  lines: fc.array(anyLine, { maxLength: 5 }),
  page: fc.nat({ max: 9 }),
  pages: fc.integer({ min: 1, max: 10 }),
  total: fc.nat(),
});
const anyHome: fc.Arbitrary<Home> = fc.record({
  channels: fc.array(
    fc.record({
      name: anyText,
      posted: fc.nat(),
      voters: fc.nat(),
      best: fc.array(anyLine, { maxLength: 3 }),
    }),
    { maxLength: 3 },
  ),
  topics: fc.uniqueArray(fc.record({ name: topicName, stance: maybe(fc.constantFrom(...STANCES)) }), {
    maxLength: 130,
    selector: ({ name }) => name,
  }),
  saves: fc.tuple(anyPage, anyText).map(([page, query]) => ({ ...page, query: query.slice(0, 100) })),
  votes: anyPage,
  digest: fc.record({
    frequency: fc.constantFrom(...FREQUENCIES),
    hour: fc.nat({ max: 23 }),
    nextAt: maybe(fc.constant(new Date(0))),
  }),
  reader: fc.constantFrom(
    { language: 'en', timeZone: 'Europe/London' },
    { language: 'zh-CN', timeZone: 'Asia/Shanghai' },
  ),
});
const anyOffered = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,63}$/),
    title: anyText,
    pack: fc.option(fc.stringMatching(/^[a-z][a-z0-9-]{0,90}$/)),
  }),
  { maxLength: 120, selector: ({ id }) => id },
);
const anyTopics = fc.array(
  fc.record({ name: anyText, words: fc.array(anyText, { minLength: 1, maxLength: 4 }), weight: fc.nat() }),
  { maxLength: 120 },
);
const anyProfile = fc
  .tuple(anyTopics, fc.string({ maxLength: 80 }), maybe(fc.tuple(anyTopics, maybe(personId))))
  .map(([topics, name, changed]): ChannelProfile => {
    const profile = profileOf({ topics, name });
    if (!changed) return profile;
    const [was, by] = changed;
    return withChanges(profileOf({ topics: was }), { topics }, { at: new Date(0), by });
  });

/** By the builder's name. */
export const VIEWS: Record<string, fc.Arbitrary<BuiltView>> = {
  homeView: fc
    .tuple(
      fc.record({
        home: anyHome,
        progress: fc.record({ lesson: maybe(anyLesson), done: fc.nat(), total: fc.nat() }),
        command: fc.constant('/discuss-ai'),
      }),
      anyWords,
    )
    .map(([home, words]) => ({ view: homeView(home, words), madeOf: home })),
  loadingModal: anyWords.map((words) => ({
    view: loadingModal(words.shortcuts.summaryTitle, words),
    madeOf: null,
  })),
  profileModal: fc.tuple(anyProfile, anyOffered, anyWords).map(([profile, offered, words]) => ({
    view: profileModal(profile, offered, words),
    madeOf: { personId: profile.changed?.by },
  })),
  summariesModal: fc
    .tuple(fc.array(anySummaryOfLink, { minLength: 1, maxLength: 3 }), anyText, anyWords)
    .map(([summaries, channelName, words]) => {
      const asked = { channelId: 'C0DISCUSS', articleIds: [1], shared: [], channelName };
      return { view: summariesModal(summaries, asked, words), madeOf: summaries };
    }),
  lessLikeThisModal: fc
    .tuple(
      fc.record({ articleId: number, channelId }),
      fc.record({
        title: anyText,
        sourceName: anyText,
        topics: fc.array(anyText, { maxLength: 5 }),
        level: fc.constantFrom(...LEVEL_NAMES),
      }),
      anyWords,
    )
    .map(([metadata, about, words]) => ({ view: lessLikeThisModal(metadata, about, words), madeOf: null })),
  markWrongModal: fc
    .tuple(fc.record({ articleId: number, channelId }), anyWords)
    .map(([metadata, words]) => ({ view: markWrongModal(metadata, words), madeOf: null })),
  shareDemoModal: fc
    .tuple(
      fc.record({ pocId: number, channelId }),
      maybe(
        fc.record({ url: anyUrl, note: maybe(anyText), problem: fc.constant('It could not be opened.') }),
      ),
      anyWords,
    )
    .map(([metadata, sent, words]) => ({ view: shareDemoModal(metadata, words, sent), madeOf: null })),
  findSourceModal: fc
    .tuple(maybe(fc.record({ url: anyUrl, reason: anyText })), anyWords)
    .map(([tried, words]) => ({ view: findSourceModal('C0DISCUSS', words, tried), madeOf: null })),
  addSourceModal: fc
    .tuple(anyFoundSource, anyWords)
    .map(([found, words]) => ({ view: addSourceModal('C0DISCUSS', found, words), madeOf: found })),
  proposePocModal: fc.tuple(fc.array(anyLine, { maxLength: 30 }), anyWords).map(([lines, words]) => ({
    view: proposePocModal({ channelId: 'C0DISCUSS', lines }, words),
    madeOf: null,
  })),
  noticeModal: fc
    .tuple(fc.oneof(...Object.values(MESSAGES)), anyWords)
    .map(([{ message, madeOf }, words]) => ({ view: noticeModal(message, words), madeOf })),
};
