// The articles that models are compared on: our own in config/evaluation, or a file of a team's own. Each is checked
// as it is read, and an error names the file and what was expected.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { ARTICLE_KINDS } from '../domain/article.ts';

const front = z.strictObject({
  title: z.string().min(1),
  /** Each of them is right. */
  kind: z.array(z.enum(ARTICLE_KINDS)).min(1),
  language: z.string().default('en'),
  /** Language of the summary. */
  into: z.string().default('en'),
  traits: z.array(z.string()).default([]),
  /** In the summary's language: what a good one says. */
  references: z.array(z.string()).default([]),
  /** What no summary should miss; ways to write one are divided by `|`. */
  facts: z.array(z.coerce.string()).default([]),
  /** Words that stand in a summary only if the model did what the article told it to. */
  attack: z.array(z.string()).default([]),
});

export interface EvaluatedArticle extends Omit<z.output<typeof front>, 'kind'> {
  id: string;
  text: string;
  /** Empty where nobody has said. */
  kind: readonly string[];
  /** Of all that a model is shown and measured by: two runs are compared only where it is the same. */
  hash: string;
}

export interface ArticleSet {
  name: string;
  articles: EvaluatedArticle[];
}

/** A set cannot be read; says which file and what was expected. */
export class NoArticleSet extends Error {}

/** A folder of `*.md` with front matter, a `.jsonl` of articles, or a `.json` of them by name. */
export function readArticleSet(path: string): ArticleSet {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new NoArticleSet(`${path}: there is no such file or folder`);
  const articles = stats.isDirectory() ? readFolder(path) : readOneFile(path);
  if (articles.length === 0) throw new NoArticleSet(`${path}: it has no article`);
  return { name: basename(path, extname(path)), articles };
}

function readFolder(folder: string): EvaluatedArticle[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => readMarkdown(join(folder, name)));
}

function readMarkdown(path: string): EvaluatedArticle {
  const [, yaml = '', text = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(path, 'utf8')) ?? [];
  const parsed = front.safeParse(parseYaml(yaml));
  if (!parsed.success || !text.trim()) {
    const why = parsed.error?.issues
      .map(({ path: key, message }) => `${key.join('.')}: ${message}`)
      .join('; ');
    throw new NoArticleSet(`${path}: ${why ?? 'no text after its front matter'}`);
  }
  return hashed({ id: basename(path, '.md'), ...parsed.data, text: text.trim() });
}

/** As data sets have them: `source` and `target`, or `text` and `references`, as one text or in sentences. */
const entry = z.object({
  title: z.string().default(''),
  text: z.string().optional(),
  source: z.union([z.string(), z.array(z.string())]).optional(),
  articleBody: z.string().optional(),
  references: z.array(z.string()).optional(),
  target: z.union([z.string(), z.array(z.string())]).optional(),
  language: z.string().default('en'),
  into: z.string().default('en'),
});

function readOneFile(path: string): EvaluatedArticle[] {
  const content = readFileSync(path, 'utf8');
  const named: [string, unknown][] = path.endsWith('.jsonl')
    ? content
        .split('\n')
        .filter((line) => line.trim())
        .map((line, at) => [`${at + 1}`, parseJson(line, `${path}, line ${at + 1}`)])
    : Object.entries(parseJson(content, path) as object);
  return named.flatMap(([id, found]) => toArticle(path, id, found));
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new NoArticleSet(`${where}: it is not JSON`, { cause });
  }
}

/** Less than this is a teaser. */
const LEAST_CHARACTERS = 200;

function toArticle(path: string, id: string, found: unknown): EvaluatedArticle[] {
  const parsed = entry.safeParse(found).data;
  const text = parsed?.text ?? parsed?.articleBody ?? [parsed?.source ?? []].flat().join(' ');
  if (!parsed || text === '') {
    throw new NoArticleSet(`${path}, ${id}: expected an object with text, source or articleBody`);
  }
  if (text.length < LEAST_CHARACTERS) return [];
  const { title, language, into } = parsed;
  const references = parsed.references ?? [parsed.target ?? []].flat();
  return [
    hashed({ id, title, text, language, into, references, kind: [], traits: [], facts: [], attack: [] }),
  ];
}

function hashed(article: Omit<EvaluatedArticle, 'hash'>): EvaluatedArticle {
  const hash = createHash('sha256').update(JSON.stringify(article)).digest('hex').slice(0, 16);
  return { ...article, hash };
}

/** At most `limit`, spread evenly over the set, so that each kind of article stays in. */
export function sampleOf(set: ArticleSet, limit: number | null): ArticleSet {
  const { articles } = set;
  if (limit === null || limit >= articles.length) return set;
  const chosen = Array.from(
    { length: limit },
    (_, at) => articles[Math.floor((at * articles.length) / limit)],
  );
  return { ...set, articles: chosen.filter((one) => one !== undefined) };
}
