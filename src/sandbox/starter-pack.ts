// The learning track as a JSON Feed, so that the first cards come without a network. Pure.
import type { Lesson } from '../domain/learning.ts';

export interface StarterPack {
  version: 'https://jsonfeed.org/version/1.1';
  title: string;
  description: string;
  language: 'en';
  items: StarterItem[];
}

interface StarterItem {
  /** The reading's address: stable from start to start. */
  id: string;
  url: string;
  title: string;
  content_html: string;
  tags: ['lesson'];
}

/**
 * One item for each reading, in the track's order; a reading that is in two lessons comes once.
 * No dates: when a reading was published is not known here.
 */
export function starterPack(lessons: readonly Lesson[]): StarterPack {
  const items = new Map<string, StarterItem>();
  for (const lesson of lessons) {
    for (const reading of lesson.readings) {
      if (items.has(reading.url)) continue;
      items.set(reading.url, {
        id: reading.url,
        url: reading.url,
        title: reading.title,
        content_html: paragraphs(reading.words),
        tags: ['lesson'],
      });
    }
  }
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Learning track',
    description: 'What to read first, and why.',
    language: 'en',
    items: [...items.values()],
  };
}

function paragraphs(words: string): string {
  const escaped = words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return escaped
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${paragraph.trim().replace(/\s*\n\s*/g, ' ')}</p>`)
    .join('\n');
}
