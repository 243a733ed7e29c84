// Slack's limits, mentions and links of everything the app can show, whatever is in the data.
import { existsSync, readFileSync } from 'node:fs';
import type { AnyBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CUTS, LIMITS } from '../../src/slack/blocks/limits.ts';
import { identified, type Message, messageIdOf } from '../../src/slack/blocks/message.ts';
import { alsoOnMessage } from '../../src/slack/blocks/story.ts';
import { linkable } from '../../src/slack/blocks/text.ts';
import { wordsFor } from '../../src/slack/words/words.ts';
import { scanFolder } from '../support/source-scan.ts';
import { complaintsAbout, complaintsAboutView, linksOf, mentionsOf } from './support/check-blocks.ts';
import { MESSAGES, VIEWS } from './support/surfaces.ts';

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

/** `blocks` and `text` notify nobody and link nowhere but to what stands in `madeOf`. */
function expectNothingAdded(message: Message, madeOf: unknown): void {
  const addresses = addressesIn(madeOf);
  for (const link of linksOf(message))
    expect(addresses).toContain(link.replace(/:~:text=.*$/, '').replace(/#$/, ''));
  const people = peopleIn(madeOf);
  for (const mention of mentionsOf(message)) expect(people).toContain(mention.replace(/^@/, ''));
}

/** Not built of data by themselves: they wrap or name what another builder made. */
const WRAPPERS = ['identified', 'formModal', 'sentence'];

/** Names of exported functions of slack/blocks/ that answer one of `types`, as declared. */
function buildersOf(types: string): string[] {
  const declared = new RegExp(
    `export (?:async )?function (\\w+)\\((?:(?!\\nexport )[\\s\\S])*?\\): (?:${types})\\b`,
    'g',
  );
  return scanFolder('.', 'src/slack/blocks')
    .flatMap(({ code }) => [...code.matchAll(declared)].map(([, name = '']) => name))
    .filter((name) => !WRAPPERS.includes(name));
}

describe('every builder is tried', () => {
  test('each function that builds a message is in the table of messages', () => {
    expect(Object.keys(MESSAGES).sort()).toEqual(buildersOf('Message').sort());
  });

  test('each function that builds a modal or a Home is in the table of views', () => {
    expect(Object.keys(VIEWS).sort()).toEqual(buildersOf('ModalView|HomeView|View').sort());
  });
});

describe.each(Object.entries(MESSAGES))('%s', (_name, messages) => {
  test("keeps Slack's limits, notifies nobody unnamed and links only where its data links, whatever is in it", () => {
    fc.assert(
      fc.property(messages, ({ message, madeOf }) => {
        expect(complaintsAbout(message.blocks)).toEqual([]);
        expect(message.text.length).toBeGreaterThan(0);
        expect(message.text.length).toBeLessThanOrEqual(LIMITS.messageText);
        expectNothingAdded(message, madeOf);
      }),
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

describe.each(Object.entries(VIEWS))('%s', (_name, views) => {
  test("keeps a view's limits, notifies nobody unnamed and links only where its data links", () => {
    fc.assert(
      fc.property(views, ({ view, madeOf }) => {
        expect(complaintsAboutView(view)).toEqual([]);
        expectNothingAdded({ text: '', blocks: view.blocks as Message['blocks'] }, madeOf);
      }),
      { numRuns: 60 },
    );
  });
});

test('a line of places with addresses as long as we link keeps within a block, and counts the rest', () => {
  const places = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
    name: name.repeat(60),
    url: `https://${name}.example/${name.repeat(CUTS.linkUrl - 18)}`,
  }));
  const message = alsoOnMessage(places, wordsFor('en'));
  expect(complaintsAbout(message.blocks)).toEqual([]);
  expect(linksOf(message)).toHaveLength(4);
  expect(message.text).toContain('1 other place');
});

test('the judge sees what Slack would refuse', () => {
  const section = (text: string): AnyBlock => ({
    type: 'section',
    text: { type: 'mrkdwn', text, verbatim: true },
  });
  expect(complaintsAbout([section('fine')])).toEqual([]);
  expect(complaintsAbout([section('a'.repeat(3001))])).toHaveLength(1);
  expect(complaintsAbout([section('stray <')])).toHaveLength(1);
  expect(complaintsAbout(Array.from({ length: 51 }, () => section('x')))).toHaveLength(1);
  expect(mentionsOf({ text: '<!channel>', blocks: [] })).toEqual(['!channel']);
  expect(mentionsOf({ text: 'x', blocks: [{ type: 'markdown', text: 'hello <@U1>' }] })).toEqual(['@U1']);
  expect(linksOf({ text: 'x', blocks: [{ type: 'markdown', text: '[a](https://b.example/)' }] })).toEqual([
    'https://b.example/',
  ]);
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
