// Reads what a person wrote to the app: the slash command's text, a direct message, a mention. Pure.
import type { Puzzle } from './blocks/help.ts';
import { linksInText, unescapeEntities } from './links.ts';

export type Period = 'week' | 'month' | 'all';

type PlainVerb =
  | 'digest'
  | 'poc'
  | 'learn'
  | 'saves'
  | 'status'
  | 'models'
  | 'log'
  | 'export'
  | 'forget-me'
  | ModalVerb;

/** Answered with a modal, or with a button that opens it where none can be opened at once. */
export type ModalVerb = 'profile' | 'propose-poc';

export type Command =
  | { verb: 'top'; period: Period }
  | { verb: 'search'; query: string }
  | { verb: 'ask'; question: string }
  | { verb: 'add'; url: string }
  /** For one's own eyes. */
  | { verb: 'summarise'; urls: string[] }
  | { verb: 'split'; url: string }
  | { verb: 'sources'; page: number }
  /** `null`: where it is is still to be asked. */
  | { verb: 'add-source'; url: string | null }
  | { verb: 'drop-source'; sourceId: string }
  | { verb: PlainVerb }
  | { verb: 'help'; puzzle: Puzzle };

type IncompleteWhat = Extract<Puzzle, { kind: 'incomplete' }>['what'];

const PERIODS: Record<string, Period> = { '': 'week', week: 'week', month: 'month', all: 'all' };

/** Verbs without arguments, under the names people try. */
const PLAIN: Record<string, PlainVerb> = {
  digest: 'digest',
  poc: 'poc',
  pocs: 'poc',
  learn: 'learn',
  lesson: 'learn',
  save: 'saves',
  saves: 'saves',
  saved: 'saves',
  status: 'status',
  models: 'models',
  model: 'models',
  profile: 'profile',
  settings: 'profile',
  log: 'log',
  export: 'export',
};

/** Never fails: what cannot be read is `help` with the words that were not understood. */
export function parseCommand(text: string): Command {
  const written = text.replace(/<@[^>]*>/g, ' ').trim();
  const [first = '', ...rest] = written.split(/\s+/);
  const verb = first.toLowerCase();
  const argument = rest.join(' ');
  if (verb === '' || verb === 'help') return { verb: 'help', puzzle: null };
  if (verb === 'top') return parseTop(argument);
  if (verb === 'search') return parseSearch(argument);
  if (verb === 'ask') return parseAsk(argument);
  if (verb === 'add') return parseAdd(argument);
  if (verb === 'sources' && /^\d{0,3}$/.test(argument))
    return { verb: 'sources', page: Number(argument || 1) };
  if (verb === 'source') return parseSource(rest);
  const plain = Object.hasOwn(PLAIN, verb) ? PLAIN[verb] : undefined;
  if (plain === 'poc' && argument.toLowerCase() === 'new') return { verb: 'propose-poc' };
  if (verb === 'forget' && argument.toLowerCase() === 'me') return { verb: 'forget-me' };
  if (plain && (argument === '' || (verb === 'save' && argument.toLowerCase() === 'list')))
    return { verb: plain };
  if (verb === 'summarise' || verb === 'summarize') return parseSummarise(argument);
  if (verb === 'split') return parseSplit(argument);
  if (linksInText(first).length > 0 || /^https?:\/\//i.test(first)) {
    return incomplete('bare-link');
  }
  return unknown(plain ? `${first} ${argument}` : written);
}

function parseTop(argument: string): Command {
  const period = Object.hasOwn(PERIODS, argument.toLowerCase()) ? PERIODS[argument.toLowerCase()] : undefined;
  return period ? { verb: 'top', period } : unknown(`top ${argument}`);
}

function parseSearch(argument: string): Command {
  const query = unescapeEntities(argument).slice(0, 200);
  return query ? { verb: 'search', query } : incomplete('no-query');
}

function parseAsk(argument: string): Command {
  const question = unescapeEntities(argument).slice(0, 500);
  return question ? { verb: 'ask', question } : incomplete('no-question');
}

function parseSummarise(argument: string): Command {
  const add = parseAdd(argument, 'no-link-to-summarise');
  return add.verb === 'add' ? { verb: 'summarise', urls: [add.url] } : add;
}

function parseSplit(argument: string): Command {
  const add = parseAdd(argument, 'no-link-to-split');
  return add.verb === 'add' ? { verb: 'split', url: add.url } : add;
}

function parseSource([act = '', ...rest]: string[]): Command {
  const argument = rest.join(' ');
  if (act.toLowerCase() === 'drop' && /^[a-z0-9][a-z0-9-]{0,63}$/.test(argument)) {
    return { verb: 'drop-source', sourceId: argument };
  }
  if (act.toLowerCase() !== 'add') return incomplete('no-source');
  if (!argument) return { verb: 'add-source', url: null };
  const added = parseAdd(argument);
  return added.verb === 'add' ? { verb: 'add-source', url: added.url } : added;
}

/** `empty`: what is missing where nothing is written. */
function parseAdd(argument: string, empty: IncompleteWhat = 'no-link'): Command {
  const url = linksInText(argument)[0] ?? unescapeEntities(argument.split(' ')[0] ?? '');
  if (!url) return incomplete(empty);
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
  const parsed = URL.parse(withScheme);
  // A word alone is no address; a host of the intranet can be written with its scheme.
  const isAddress = parsed && (withScheme === url || parsed.hostname.includes('.'));
  if (isAddress) return { verb: 'add', url: withScheme };
  return { verb: 'help', puzzle: { kind: 'no-address', words: url } };
}

function unknown(words: string): Command {
  return { verb: 'help', puzzle: { kind: 'unknown', words: unescapeEntities(words) } };
}

function incomplete(what: IncompleteWhat): Command {
  return { verb: 'help', puzzle: { kind: 'incomplete', what } };
}
