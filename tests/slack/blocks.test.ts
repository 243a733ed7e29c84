import { existsSync, readFileSync } from 'node:fs';
import type { AnyBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  alreadyDiscussedMessage,
  cardMessage,
  replyMessage,
  unreadableMessage,
} from '../../src/slack/blocks/card.ts';
import { digestMessage } from '../../src/slack/blocks/digest.ts';
import { helpMessage } from '../../src/slack/blocks/help.ts';
import { homeView } from '../../src/slack/blocks/home.ts';
import { LIMITS } from '../../src/slack/blocks/limits.ts';
import {
  articleListMessage,
  explanationMessage,
  lessonMessage,
  pocListMessage,
  savesMessage,
} from '../../src/slack/blocks/lists.ts';
import { identified, type Message, messageIdOf } from '../../src/slack/blocks/message.ts';
import { lessLikeThisModal, noticeModal, shareDemoModal } from '../../src/slack/blocks/modals.ts';
import { pocMessage } from '../../src/slack/blocks/poc.ts';
import { sourcesMessage, statusMessage } from '../../src/slack/blocks/status.ts';
import { linkable } from '../../src/slack/blocks/text.ts';
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
} from './support/arbitraries.ts';
import { complaintsAbout, linksOf, mentionsOf } from './support/check-blocks.ts';

const LIMITS_FILE = '../shared/data/slack/block-kit-limits.json';

/** Every address in the data that a message was made of, as Slack would link it. */
function addressesIn(data: unknown): Set<string> {
  const found = new Set<string>();
  JSON.stringify(data, (key, value: unknown) => {
    const isAddress = /^(url|permalink|articleUrl)$/.test(key) && typeof value === 'string';
    const href = isAddress ? linkable(value) : null;
    if (href) found.add(href.replace(/#$/, ''));
    return value;
  });
  return found;
}

function peopleIn(data: unknown): Set<string> {
  const found = new Set<string>();
  JSON.stringify(data, (key, value: unknown) => {
    if (/^(sharedBy|personId)$/.test(key) && typeof value === 'string') found.add(value);
    if (key === 'members' && Array.isArray(value)) for (const member of value) found.add(String(member));
    return value;
  });
  return found;
}

function expectSafe(message: Message, madeOf: unknown): void {
  expect(complaintsAbout(message.blocks)).toEqual([]);
  expect(message.text.length).toBeGreaterThan(0);
  expect(message.text.length).toBeLessThanOrEqual(LIMITS.messageText);
  const addresses = addressesIn(madeOf);
  for (const link of linksOf(message))
    expect(addresses).toContain(link.replace(/:~:text=.*$/, '').replace(/#$/, ''));
  const people = peopleIn(madeOf);
  for (const mention of mentionsOf(message)) expect(people).toContain(mention.replace(/^@/, ''));
}

const MESSAGES: [name: string, fc.Arbitrary<{ message: Message; madeOf: unknown }>][] = [
  [
    'a card',
    fc
      .tuple(anyCard, language)
      .map(([card, lang]) => ({ message: cardMessage(card, 'm1', lang), madeOf: card })),
  ],
  [
    'a reply',
    fc
      .tuple(anyCard, language)
      .map(([card, lang]) => ({ message: replyMessage(card, 'm1', lang), madeOf: card })),
  ],
  [
    'a note that a link could not be read',
    fc
      .record({ url: anyUrl, title: anyText, reason: anyText })
      .map((post) => ({ message: unreadableMessage({ articleId: 1, ...post }, 'm1'), madeOf: post })),
  ],
  [
    'a note that a link was discussed',
    fc
      .tuple(fc.record({ title: anyText, permalink: fc.option(anyUrl, { nil: null }) }), language)
      .map(([post, lang]) => ({
        message: alreadyDiscussedMessage({ ...post, votes: 3, postedAt: new Date(0) }, lang),
        madeOf: post,
      })),
  ],
  [
    'a digest',
    fc
      .tuple(anyDigest, language)
      .map(([digest, lang]) => ({ message: digestMessage(digest, lang), madeOf: digest })),
  ],
  [
    'a PoC prompt',
    fc.tuple(anyPoc, language).map(([poc, lang]) => ({ message: pocMessage(poc, lang), madeOf: poc })),
  ],
  [
    'a list of articles',
    fc.tuple(anyText, fc.array(anyLine, { maxLength: 30 }), language).map(([title, lines, lang]) => ({
      message: articleListMessage({ title, lines, none: `Nothing found for "${title}"` }, lang),
      madeOf: lines,
    })),
  ],
  [
    'a list of saves',
    fc
      .tuple(fc.array(anyLine, { maxLength: 60 }), language)
      .map(([lines, lang]) => ({ message: savesMessage(lines, lang), madeOf: lines })),
  ],
  [
    'a list of PoCs',
    fc
      .tuple(fc.array(fc.tuple(anyPoc, fc.option(anyUrl, { nil: null })), { maxLength: 14 }), language)
      .map(([pairs, lang]) => {
        const pocs = pairs.map(([poc, permalink]) => ({ ...poc, permalink }));
        return { message: pocListMessage(pocs, lang), madeOf: pocs };
      }),
  ],
  [
    'a lesson',
    fc
      .tuple(fc.option(anyLesson, { nil: null }), fc.nat({ max: 50 }), language)
      .map(([lesson, total, lang]) => ({
        message: lessonMessage({ lesson, done: 1, total }, lang),
        madeOf: lesson,
      })),
  ],
  [
    'the sources',
    fc
      .tuple(fc.array(anySource, { maxLength: 120 }), language)
      .map(([sources, lang]) => ({ message: sourcesMessage(sources, lang), madeOf: sources })),
  ],
  [
    'the status',
    fc
      .tuple(anyStatus, language)
      .map(([status, lang]) => ({ message: statusMessage(status, lang), madeOf: status })),
  ],
  [
    'an explanation',
    fc
      .record({ title: anyText, summary: anySummary, whyHere: fc.option(anyText, { nil: null }) })
      .map((explained) => ({ message: explanationMessage(explained), madeOf: explained })),
  ],
  [
    'help for words that were not understood',
    anyText.map((words) => ({
      message: helpMessage('/discuss-ai', { kind: 'unknown', words }),
      madeOf: null,
    })),
  ],
];

describe.each(MESSAGES)('%s', (_name, messages) => {
  test("keeps Slack's limits, notifies nobody unnamed and links only where its data links, whatever is in it", () => {
    fc.assert(
      fc.property(messages, ({ message, madeOf }) => expectSafe(message, madeOf)),
      { numRuns: 120 },
    );
  });

  test('carries its own id on its first block', () => {
    fc.assert(
      fc.property(messages, fc.uuid(), ({ message }, id) => {
        expect(messageIdOf(identified(message, id).blocks)).toBe(id);
        expect(messageIdOf(message.blocks)).toBeNull();
      }),
      { numRuns: 20 },
    );
  });
});

test("the Home tab keeps a view's limits and links only to saved articles and readings", () => {
  const homes = fc.record({
    channelName: fc.option(fc.string({ maxLength: 80 }), { nil: null }),
    saves: fc.array(anyLine, { maxLength: 60 }),
    progress: fc.record({ lesson: fc.option(anyLesson, { nil: null }), done: fc.nat(), total: fc.nat() }),
    command: fc.constant('/discuss-ai'),
  });
  fc.assert(
    fc.property(homes, language, (home, lang) => {
      const view = homeView(home, lang);
      expect(complaintsAbout(view.blocks, 'view')).toEqual([]);
      expect(JSON.stringify(view).length).toBeLessThan(250_000);
      const addresses = addressesIn(home);
      for (const link of linksOf({ text: '', blocks: view.blocks as Message['blocks'] }))
        expect(addresses).toContain(link.replace(/#$/, ''));
    }),
    { numRuns: 60 },
  );
});

test('modals keep their limits', () => {
  const demo = shareDemoModal({ pocId: 7, channelId: 'C1' });
  const less = lessLikeThisModal({ articleId: 7, channelId: 'C1' });
  const notice = noticeModal(helpMessage('/discuss-ai', null));
  for (const view of [demo, less, notice]) {
    expect(complaintsAbout(view.blocks as AnyBlock[], 'view')).toEqual([]);
    expect(view.title.text.length).toBeLessThanOrEqual(LIMITS.modalTitle);
    expect((view.private_metadata ?? '').length).toBeLessThanOrEqual(LIMITS.privateMetadata);
  }
});

test.skipIf(!existsSync(LIMITS_FILE))("our named limits are not above Slack's own list", () => {
  const slack = JSON.parse(readFileSync(LIMITS_FILE, 'utf8'));
  expect(LIMITS.sectionText).toBeLessThanOrEqual(slack.section.text.max_length);
  expect(LIMITS.headerText).toBeLessThanOrEqual(slack.header.text.max_length);
  expect(LIMITS.contextElements).toBeLessThanOrEqual(slack.context.elements.max_items);
  expect(LIMITS.actionsElements).toBeLessThanOrEqual(slack.actions.elements.max_items);
  expect(LIMITS.buttonText).toBeLessThanOrEqual(slack.button.text.max_length);
  expect(LIMITS.buttonValue).toBeLessThanOrEqual(slack.button.value.max_length);
  expect(LIMITS.accessibilityLabel).toBeLessThanOrEqual(slack.button.accessibility_label.max_length);
  expect(LIMITS.actionId).toBeLessThanOrEqual(slack.action_id.max_length);
  expect(LIMITS.blockId).toBeLessThanOrEqual(slack.block_id.max_length);
  expect(LIMITS.overflowOptions).toBeLessThanOrEqual(slack.overflow.options.max_items);
  expect(LIMITS.radioOptions).toBeLessThanOrEqual(slack.radio_buttons.options.max_items);
  expect(LIMITS.optionText).toBeLessThanOrEqual(slack.option.text.max_length);
  expect(LIMITS.optionValue).toBeLessThanOrEqual(slack.option.value.max_length);
  expect(LIMITS.viewBlocks).toBeLessThanOrEqual(slack.view.blocks.max_items);
  expect(LIMITS.privateMetadata).toBeLessThanOrEqual(slack.view.private_metadata.max_length);
  expect(LIMITS.callbackId).toBeLessThanOrEqual(slack.view.callback_id.max_length);
  expect(LIMITS.modalTitle).toBeLessThanOrEqual(slack.view.title.max_length);
  expect(LIMITS.modalButton).toBeLessThanOrEqual(slack.view.submit.max_length);
  expect(LIMITS.inputLabel).toBeLessThanOrEqual(slack.input.label.max_length);
  expect(LIMITS.inputHint).toBeLessThanOrEqual(slack.input.hint.max_length);
  expect(LIMITS.inputText).toBeLessThanOrEqual(slack.plain_text_input.max_length.max);
  expect(LIMITS.placeholder).toBeLessThanOrEqual(slack.select.placeholder.max_length);
});
