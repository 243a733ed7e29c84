// The quiet lines in a card's thread: where else its story is told, and what became of its article.
import type { ArticleChange } from '../../domain/article-change.ts';
import type { Words } from '../words/words.ts';
import { CUTS, LIMITS } from './limits.ts';
import { fallback, footnote, type Message } from './message.ts';
import { mrkdwnLink, mrkdwnText } from './text.ts';

/** More places than these are a number. */
const MOST_PLACES = 5;

export function alsoOnMessage(places: readonly { name: string; url: string }[], words: Words): Message {
  const names = places.map(({ name }) => name);
  const links = places.map(({ name, url }) => mrkdwnLink(url, name, CUTS.name));
  const line = (parts: string[], shown: number): string =>
    words.story.alsoOn(parts.slice(0, shown), parts.length - shown);
  let shown = Math.min(places.length, MOST_PLACES);
  // Addresses may be long.
  while (shown > 1 && line(links, shown).length > LIMITS.sectionText) shown -= 1;
  return { text: fallback(line(names, shown)), blocks: [footnote(line(links, shown))] };
}

export function changedMessage(post: { change: ArticleChange; url: string }, words: Words): Message {
  const { change, url } = post;
  const { withdrawn, version, headline } = words.story;
  if (change.kind === 'headline') {
    const line = headline(mrkdwnText(change.from, CUTS.title), mrkdwnLink(url, change.to, CUTS.title));
    return { text: fallback(headline(change.from, change.to)), blocks: [footnote(line)] };
  }
  const said = change.kind === 'withdrawn' ? withdrawn : version(change.version);
  const line = [`*${said}*`, change.note ? mrkdwnText(change.note, CUTS.reason) : '']
    .filter(Boolean)
    .join(' · ');
  return { text: fallback(said), blocks: [footnote(line)] };
}
