// The real articles that retrieval is measured on, with what is asked about each.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textOfHtml } from '../src/reading/text-of-html.ts';
import { parseFeed } from '../src/sources/parse-feed.ts';

const DATA = fileURLToPath(new URL('../../shared/data/', import.meta.url));
/** Below this an item of a feed is a teaser, of which nothing can be asked. */
const LEAST_CHARACTERS = 300;

export interface Document {
  title: string;
  text: string;
  questions: { kind: 'title' | 'TL;DR' | 'reviewer'; words: string }[];
}

/** Abstracts of papers and items of feeds; none without the shared test data. */
export async function readDocuments(): Promise<Document[]> {
  return [...(await readAbstracts()), ...(await readFeeds())];
}

async function readAbstracts(): Promise<Document[]> {
  const lines = await readFile(join(DATA, 'scitldr', 'dev.jsonl'), 'utf8').catch(() => '');
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { title, source, target } = JSON.parse(line) as {
        title: string;
        source: string[];
        target: string[];
      };
      const [own, reviewer] = target;
      return {
        title,
        text: source.join(' '),
        questions: [
          { kind: 'title', words: title },
          ...(own ? [{ kind: 'TL;DR' as const, words: own }] : []),
          ...(reviewer ? [{ kind: 'reviewer' as const, words: reviewer }] : []),
        ],
      };
    });
}

async function readFeeds(): Promise<Document[]> {
  const documents: Document[] = [];
  for (const folder of ['ai-blogs', 'real-world']) {
    for (const name of await readdir(join(DATA, 'feeds', folder)).catch(() => [])) {
      const body = await readFile(join(DATA, 'feeds', folder, name));
      const feed = await parseFeed(body, { url: `https://feeds.example/${name}`, contentType: null }).catch(
        () => null, // The folder has lists of feeds (OPML) too.
      );
      for (const { title, html } of feed?.items ?? []) {
        const text = textOfHtml(html);
        const asked = text.length >= LEAST_CHARACTERS && title.length > 0;
        documents.push({ title, text, questions: asked ? [{ kind: 'title', words: title }] : [] });
      }
    }
  }
  return documents;
}
