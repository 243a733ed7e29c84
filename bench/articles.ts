// Real articles of the shared test data, as the product would have read them: abstracts, news pages, feed items.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectLanguage } from '../src/reading/language.ts';
import { textOfHtml } from '../src/reading/text-of-html.ts';
import { NotAFeed, parseFeed } from '../src/sources/parse-feed.ts';
import { readAbstracts, SCITLDR } from './extract.ts';

export interface RealArticle {
  id: string;
  title: string;
  text: string;
  language: string;
  /** Summaries in one sentence that people wrote. */
  references: string[];
}

const PAGES = '../shared/data/article-extraction/ground-truth.json';
const FEEDS = ['ai-blogs', 'real-world', 'odd'].map((folder) => `../shared/data/feeds/${folder}`);
/** Less than this is a teaser. */
const LEAST_CHARACTERS = 300;

export function abstracts(): RealArticle[] {
  if (!existsSync(SCITLDR)) return [];
  return readAbstracts().map(({ title, source, target }, n) => ({
    id: `abstract ${n}`,
    title,
    text: source.join(' '),
    language: 'en',
    references: target,
  }));
}

export function pages(): RealArticle[] {
  if (!existsSync(PAGES)) return [];
  const truth = JSON.parse(readFileSync(PAGES, 'utf8')) as Record<string, { articleBody: string }>;
  return Object.entries(truth)
    .filter(([, { articleBody }]) => articleBody.length >= LEAST_CHARACTERS)
    .map(([id, { articleBody: text }]) => ({
      id: `page ${id.slice(0, 8)}`,
      title: '',
      text,
      language: detectLanguage(text),
      references: [],
    }));
}

export async function feedItems(): Promise<RealArticle[]> {
  const found: RealArticle[] = [];
  for (const folder of FEEDS.filter((path) => existsSync(path))) {
    for (const name of readdirSync(folder).sort()) {
      try {
        const body = readFileSync(join(folder, name));
        const { items } = await parseFeed(body, { url: `https://feeds.example/${name}`, contentType: null });
        for (const [n, { title, html }] of items.entries()) {
          const text = textOfHtml(html);
          if (text.length < LEAST_CHARACTERS) continue;
          found.push({ id: `${name} ${n}`, title, text, language: detectLanguage(text), references: [] });
        }
      } catch (error) {
        // Some of the files are lists of feeds.
        if (!(error instanceof NotAFeed)) throw error;
      }
    }
  }
  return found;
}
