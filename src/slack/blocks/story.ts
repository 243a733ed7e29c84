// The quiet lines in a card's thread: where else its story is told, and what became of its article.
import type { ArticleChange } from '../../domain/article-change.ts';
import type { Words } from '../words/words.ts';
import { CUTS } from './limits.ts';
import { fallback, footnote, type Message } from './message.ts';
import { mrkdwnLink, mrkdwnText } from './text.ts';

/** More places than these are a number. */
const MOST_PLACES = 5;

export function alsoOnMessage(places: readonly { name: string; url: string }[], words: Words): Message {
  const more = Math.max(0, places.length - MOST_PLACES);
  const shown = places.slice(0, MOST_PLACES);
  const links = shown.map((place) => mrkdwnLink(place.url, place.name, CUTS.name));
  const names = shown.map(({ name }) => name);
  return {
    text: fallback(words.story.alsoOn(names, more)),
    blocks: [footnote(words.story.alsoOn(links, more))],
  };
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
