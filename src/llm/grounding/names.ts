// Finds the names of a text (people, companies, models, data sets) and tells whether another text has them. Pure.

import { CASELESS } from './caseless-names.ts';
import { foreignNamesIn, writingsOf } from './name-writings.ts';

export interface Name {
  text: string;
  start: number;
  end: number;
  /** It stands where any word is capitalised: it may be no name at all. */
  opening: boolean;
}

const WORD = /[\p{L}\p{N}]+(?:[-'’.&+_/]?[\p{L}\p{N}]+)*[+#]?/gu;
/** Letters that no plain word has together, or letters and digits in one. */
const MIXED = /\p{L}\p{Lu}|\p{L}[-_.]?\d|\d\p{Lu}|^\p{Lu}{2,}/u;
/** A capital after these tells nothing. */
const OPENS = /(?:^|[.!?:;…•"“”'‘([]|\n|^\s*[-–—])\s*$/u;
/** Capitals that name nothing. */
const GENERAL = new Set(['i', 'ok']);
const WEAK =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|mr|mrs|ms|dr)$/i;

/** Names in order of their place. In German every noun is capitalised, so that only mixed words tell a name. */
export function namesIn(text: string, language: string): Name[] {
  const found: Name[] = [];
  const headline = isHeadline(text);
  const capitalsTell = !/^de\b/i.test(language);
  for (const match of text.matchAll(WORD)) {
    const word = match[0].replace(/['’]s$/, '');
    if (GENERAL.has(word.toLowerCase()) || /^\d/.test(word) || WEAK.test(word)) continue;
    const mixed = MIXED.test(word) && /\p{Script=Latin}/u.test(word);
    if (!mixed && !(capitalsTell && /^\p{Lu}\p{Ll}/u.test(word))) continue;
    const opening = !mixed && (headline || OPENS.test(text.slice(Math.max(0, match.index - 6), match.index)));
    found.push({ text: word, start: match.index, end: match.index + word.length, opening });
  }
  for (const match of foreignNamesIn(text)) {
    found.push({ text: match[0], start: match.index, end: match.index + match[0].length, opening: false });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Most Words Have a Capital: it tells nothing of any of them. */
function isHeadline(text: string): boolean {
  const long = text.match(/(?<![\p{L}\d])\p{Lu}?\p{Ll}{3,}/gu) ?? [];
  return long.length >= 4 && long.filter((word) => /^\p{Lu}/u.test(word)).length > 0.6 * long.length;
}

/** Endings and words that begin an English sentence without being names. */
const PLAIN_ENDING =
  /(?:s|ing|ed|ly|ion|ment|ness|able|ive|ful|less|ity|al|ic|ise|ize|ent|ant|ary|ory|ure|ance|ence|ship)$/i;
const PLAIN_WORDS = new Set(
  (
    'a about above according across after all along also although among an and another any are as at because before ' +
    'behind below besides between beyond both but by can code compared could current data despite do does during each ' +
    'either even every few first five for four from fully future given half having he her here high his how however if ' +
    'in instead into is it its just large last late less like long low main many may method model more most much must ' +
    'my near neither new next nine no none nor not now of off old on once one only open or other our out over own ' +
    'paper part people per prior quite rather real second seven several she should show since six small so some soon ' +
    'still study such system team ten than that the their them then there these they third this those three through ' +
    'thus to today together too train training two under unlike until up upon use user very via we well what when where ' +
    'whether which while who whose why will with within without work would yet you your author simple single early ' +
    'tool test task time result release report research learn make allow provide improve reduce enable support ' +
    'introduce propose present describe achieve combine replace require include let us please help say says said ' +
    // What advice begins with.
    'try run build compare measure add swap check point feed plug start write put take give ask deploy tune wrap ' +
    'evaluate benchmark replay set switch turn apply prototype adapt connect move change watch see look call cut keep ' +
    'collect pick choose drop load train record sketch share read learn explore experiment consider'
  ).split(' '),
);

/** Whether a word at the start of a sentence may be any word. */
export function isPlainWord(word: string): boolean {
  return PLAIN_WORDS.has(word.toLowerCase()) || PLAIN_ENDING.test(word);
}

/** What the field shortens, with the words it stands for. */
const SHORT_FORMS: [string, ...string[]][] = [
  [
    'ai',
    'artificial intelligence',
    'machine learning',
    'deep learning',
    'language model',
    'language models',
    'neural network',
    'neural networks',
    'llm',
    'llms',
    'ki',
  ],
  ['rl', 'reinforcement learning'],
  ['ml', 'machine learning'],
  ['dl', 'deep learning'],
  ['nn', 'neural network', 'neural networks', 'neural net'],
  ['dnn', 'deep neural network', 'deep neural networks', 'deep network'],
  ['cnn', 'convolutional neural', 'convolutional network', 'convolutional networks'],
  ['rnn', 'recurrent neural', 'recurrent network', 'recurrent networks'],
  ['gnn', 'graph neural'],
  ['gcn', 'graph convolution', 'graph convolutional'],
  ['gan', 'generative adversarial'],
  ['vae', 'variational autoencoder', 'variational auto-encoder', 'variational autoencoders'],
  ['lm', 'language model', 'language models'],
  ['llm', 'large language model', 'large language models', 'language models'],
  ['sota', 'state of the art', 'state-of-the-art'],
  ['ood', 'out of distribution', 'out-of-distribution'],
  ['qa', 'question answering'],
  ['mt', 'machine translation'],
  ['kg', 'knowledge graph', 'knowledge graphs'],
  ['sgd', 'stochastic gradient descent', 'stochastic gradient'],
  ['nlp', 'natural language processing'],
  ['cv', 'computer vision'],
  ['ui', 'user interface'],
  ['eu', 'european union', 'europe'],
  ['us', 'united states', 'america', 'american', 'u.s'],
  ['uk', 'united kingdom', 'britain', 'british'],
];

/** Letters and digits alone, so that "GPT-4", "GPT 4" and "gpt4" are one. */
export function squeezed(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

const LONGEST_NAME = 5;

/** The words of a text by which names are looked up in it. */
export class NameIndex {
  readonly #text: string;
  readonly #joined = new Set<string>();
  readonly #initials: string;
  readonly #prefixes = new Set<string>();

  constructor(text: string) {
    this.#text = text;
    const words = (text.match(/[\p{L}\p{N}]+/gu) ?? []).map(squeezed).filter((word) => word !== '');
    // Short words end a run, so that letters do not come together by chance.
    this.#initials = words.map((word) => (word.length > 3 ? word[0] : ' ')).join('');
    words.forEach((word, at) => {
      let joined = '';
      for (let more = 0; more < LONGEST_NAME; more++) {
        joined += words[at + more] ?? '';
        this.#joined.add(joined);
      }
      for (let length = 4; length <= word.length; length++) this.#prefixes.add(word.slice(0, length));
    });
    for (const [short, ...long] of SHORT_FORMS) {
      const squeezedLong = long.map(squeezed);
      if (squeezedLong.some((words) => this.#joined.has(words))) this.#joined.add(short);
      // Two letters may be any two; the long form must not become known by them.
      else if (short.length > 2 && (this.#joined.has(short) || this.#joined.has(`${short}s`))) {
        for (const word of long.flatMap((words) => words.split(/[ -]/))) this.#joined.add(squeezed(word));
      }
    }
  }

  /** Whether the text has the name, its plural, its parts, its other writing, or the words that it abbreviates. */
  has(name: string): boolean {
    const others = writingsOf(name) ?? [];
    if (others.some((other) => this.#text.includes(other) || this.#joined.has(squeezed(other)))) return true;
    // Where words are not apart, or carry particles, a name is a part of them.
    if (CASELESS.test(name)) return this.#text.includes(name);
    if (this.#hasWord(name)) return true;
    const parts = name.split(/[-–/_.]/).filter((part) => part !== '');
    return parts.length > 1 && parts.every((part) => /^\p{Ll}+$/u.test(part) || this.#hasWord(part));
  }

  #hasWord(name: string): boolean {
    const plain = squeezed(name);
    if (plain === '') return true;
    if (
      this.#joined.has(plain) ||
      this.#joined.has(plain.replace(/e?s$/, '')) ||
      this.#joined.has(`${plain}s`)
    )
      return true;
    // "LLM" where the text says "large language models".
    const acronym = /^\p{Lu}{2,6}s?$/u.exec(name)?.[0].replace(/s$/, '').toLowerCase();
    if (acronym) return acronym.length > 2 && this.#initials.includes(acronym);
    // "American" where the text says "America": the same name in another form. Not of names with digits.
    return /^\p{L}{6,}$/u.test(plain) && this.#prefixes.has(plain.slice(0, Math.max(5, plain.length - 2)));
  }
}
