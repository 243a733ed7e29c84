// A report taken apart for comparison: what its headline and its beginning name and count, and what they say has
// happened. Pure.
import { FIRST_SENTENCE } from './story-kinds.ts';
import type { Report } from './story-view.ts';
import { eventsOf, RELEASED, type StoryEvent } from './title-events.ts';
import { publisherNames, withMakers } from './title-names.ts';
import { amountsOf, numbersOf, VARIANTS } from './title-numbers.ts';
import { stem, type TitleWords, type Token, tokensOf } from './title-words.ts';

/** How far a report is looked into: what it is about stands at its beginning. */
const LEAD_CHARACTERS = 900;

export interface Reading {
  title: TitleWords;
  /** `openai` of `blog.openai.com`. */
  publisher: string;
  /** Stems of the headline, and of the beginning of the text. */
  titleStems: ReadonlySet<string>;
  leadStems: ReadonlySet<string>;
  /** Names in the headline, and the publisher's where it is one of whom others write. */
  own: readonly string[];
  /** The same, with those they stand for. */
  names: ReadonlySet<string>;
  leadNames: ReadonlySet<string>;
  leadNumbers: ReadonlySet<string>;
  events: ReadonlySet<StoryEvent>;
  /** Also those of which its first sentences speak. */
  allEvents: ReadonlySet<StoryEvent>;
  isChinese: boolean;
  /** Its headline says plainly that something new is there. */
  isNews: boolean;
}

const HAN = /\p{Script=Han}/u;

const saysNew = ({ content }: TitleWords): boolean => content.some((word) => RELEASED.test(word));

export function readReport({ title, text, host, site }: Report): Reading {
  const publisher = site.split('.')[0] ?? '';
  const lead = text.slice(0, LEAD_CHARACTERS);
  const tokens = tokensOf(lead);
  const words = tokens.map(({ word }) => word);
  const events = eventsOfReport(title, lead, publisher);
  const upper = tokens.filter(({ shape }) => shape !== 'lower').map(({ word }) => word);
  return {
    title,
    publisher,
    titleStems: new Set(title.content.map(stem)),
    leadStems: new Set(words.map(stem)),
    own: [...new Set([...title.names, ...publisherNames(host)])],
    names: withMakers([
      ...title.names,
      ...publisherNames(host),
      ...title.products.flatMap(({ variants }) => variants),
    ]),
    leadNames: withMakers([...upper, ...initialsIn(tokens)]),
    leadNumbers: new Set(numbersOf(lead, amountsOf(lead))),
    events,
    allEvents: events.union(eventsOf(lead.slice(0, FIRST_SENTENCE))),
    isNews: saysNew(title),
    isChinese: title.content.some((word) => HAN.test(word)),
  };
}

/** What names of several words are called for short: `aisi` for the AI Security Institute. */
function initialsIn(tokens: readonly Token[]): string[] {
  const found: string[] = [];
  let runs: string[] = [];
  for (const { word, shape } of tokens) {
    const letters = shape === 'mixed' && word.length <= 3 ? word : word.slice(0, 1);
    // Every run also begins at this word: "The" is no part of the name.
    runs = shape === 'lower' ? [] : [...runs.map((run) => run + letters), letters].slice(-6);
    found.push(...runs.filter((run) => run.length >= 3));
  }
  return found;
}

/** The headline's events, else those of the first sentence; the bare name of a product is how its maker announces it. */
function eventsOfReport(title: TitleWords, lead: string, publisher: string): ReadonlySet<StoryEvent> {
  if (title.events.size > 0) return title.events;
  const first = eventsOf(lead.slice(0, FIRST_SENTENCE));
  const isMakers = withMakers(title.names).has(publisher) || title.headWords === title.content.length;
  if (!isBare(title) || !isMakers) return first;
  return first.has('availability') ? new Set(['availability']) : new Set(['release']);
}

/** A product's name and no more, or that and a line on it: "M1: a model for long texts". */
function isBare({ products, names, content, headWords }: TitleWords): boolean {
  const parts = new Set([...names, ...products.flatMap(({ name, version }) => [name, version])]);
  const head = content.slice(0, headWords);
  return products.length > 0 && head.every((word) => parts.has(word) || VARIANTS.has(word));
}
