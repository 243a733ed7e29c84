// Finds the sentences of an article that a statement rests on. Pure.
import { stemmer } from 'stemmer';
import { saysTheSame } from './quantities.ts';
import type { Facts, SourceSentence, SourceText } from './source-text.ts';
import { factsOf, lettersOf } from './source-text.ts';

const SHORTEST_QUOTE = 8;
/** A model that copies a sentence may change a letter of it: the sentence is still known by its words. */
const NEARLY_ALL = 0.8;

/** The sentences that hold the quote, in order; empty where the article does not say it. */
export function sentencesOfQuote(source: SourceText, quote: string): SourceSentence[] {
  const wanted = lettersOf(quote.replace(/(?:…|\.\.\.)\s*$/, ''));
  if (wanted.length < SHORTEST_QUOTE) return [];
  if (source.letters.includes(wanted)) {
    const found = holding(source, wanted);
    if (found.length > 0) return found;
  }
  return nearest(source, factsOf(quote, source.language));
}

function holding(source: SourceText, wanted: string): SourceSentence[] {
  let at = 0;
  const places = source.sentences.map((sentence) => {
    const start = at;
    const letters = lettersOf(sentence.text);
    at += letters.length;
    return { sentence, start, end: at, letters };
  });
  const start = places
    .map((place) => place.letters)
    .join('')
    .indexOf(wanted);
  if (start < 0) return [];
  return places
    .filter((place) => place.start < start + wanted.length && start < place.end)
    .map((place) => place.sentence);
}

function nearest(source: SourceText, quote: Facts): SourceSentence[] {
  let best: { sentence: SourceSentence; share: number } | null = null;
  for (const sentence of source.sentences) {
    const share = Math.min(coverage(quote, sentence.facts), coverage(sentence.facts, quote));
    if (!best || share > best.share) best = { sentence, share };
  }
  if (!best || best.share < NEARLY_ALL) return [];
  const { facts } = best.sentence;
  const sameNumbers = quote.quantities.every((one) =>
    facts.quantities.some((other) => saysTheSame(one, other)),
  );
  return sameNumbers ? [best.sentence] : [];
}

/** The sentences that share most with a statement which names none; at most two. */
export function sentencesLike(source: SourceText, statement: Facts): SourceSentence[] {
  const ranked = source.sentences
    .map((sentence) => ({ sentence, worth: sharedWorth(source, statement, sentence.facts) }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth || a.sentence.index - b.sentence.index);
  const [first] = ranked;
  if (!first) return [];
  const second = ranked.find(
    ({ sentence }) =>
      sentence !== first.sentence &&
      [...sentence.facts.terms].some(
        (term) => statement.terms.has(term) && !first.sentence.facts.terms.has(term),
      ),
  );
  const chosen = second && second.worth >= first.worth / 2 ? [first, second] : [first];
  return chosen.map(({ sentence }) => sentence).sort((a, b) => a.index - b.index);
}

/** Shared words, rare ones for more; numbers and dates that are shared for as much as three words. */
function sharedWorth(source: SourceText, statement: Facts, sentence: Facts): number {
  let worth = 0;
  for (const term of statement.terms) if (sentence.terms.has(term)) worth += source.rarity(term);
  for (const one of statement.quantities) {
    if (sentence.quantities.some((other) => saysTheSame(one, other))) worth += 3;
  }
  return worth;
}

/** Words that any paper or post of the field has: sharing them says little. */
const COMMON = new Set(
  (
    'propose paper method model learn train network neural deep machine data approach show result use new novel present ' +
    'introduce improve performance algorithm framework task base work study state art represent representation achieve ' +
    'demonstrate experiment evaluate different provide problem generate author analysis analyze system technique find ' +
    'obtain effective efficient architecture general large set number'
  )
    .split(' ')
    .map((word) => stemmer(word)),
);
const COMMON_WEIGHT = 0.25;
const ROOT = 5;

/** Forms of one word have one beginning: optimizer, optimization. */
function rootOf(term: string): string {
  // Particles and endings follow.
  if (/^\p{Script=Hangul}{3,}$/u.test(term)) return term.slice(0, 2);
  // And, in, to, for, the are written before it.
  if (/^\p{Script=Arabic}{4,}$/u.test(term))
    return term.replace(/^[وف]?(?:[بك]?ال|لل|[بلك])?(?=\p{L}{3})/u, '');
  return /^[a-z]{6,}$/.test(term) ? term.slice(0, ROOT) : term;
}

/** Share of the words of `said` that `given` has, words of the whole field for less. 1 where there are none. */
export function coverage(said: Facts, given: { terms: ReadonlySet<string> }): number {
  const roots = new Set([...given.terms].map(rootOf));
  let [shared, all] = [0, 0];
  for (const term of said.terms) {
    // Numbers are held against the article apart, since words may stand for them.
    if (/^[\d.,]+$/.test(term)) continue;
    const weight = COMMON.has(term) ? COMMON_WEIGHT : 1;
    all += weight;
    if (roots.has(rootOf(term))) shared += weight;
  }
  return all === 0 ? 1 : shared / all;
}
