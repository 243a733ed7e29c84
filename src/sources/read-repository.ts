// What GitHub and Hugging Face say of a repository, model, dataset or space: its README, and the figures by which
// people judge it. Asked of their APIs, which are made for programs; the page is for when they do not answer.
import { z } from 'zod';
import type { ArticleFacts } from '../domain/article.ts';
import { apiDate, apiText } from './ask-json.ts';
import type { Endpoints, ServiceKeys } from './endpoints.ts';
import type { HttpResponse } from './http-client.ts';
import { parseJson } from './parse-json.ts';
import { getIfThere, type PoliteHttp } from './polite-http.ts';
import type { RepositoryAddress } from './repository-address.ts';

export interface Repository {
  title: string;
  /** Markdown: the description, then the README. */
  text: string;
  facts: ArticleFacts;
  publishedAt: Date | null;
}

export interface RepositoryContext {
  http: PoliteHttp;
  endpoints: Endpoints;
  keys: ServiceKeys;
}

/** `null` where the API does not answer with it. Throws `FetchFailed` and `LeaveAlone`. */
export async function readRepository(
  context: RepositoryContext,
  address: RepositoryAddress,
  signal?: AbortSignal,
): Promise<Repository | null> {
  return address.site === 'github'
    ? await readGithub(context, address, signal)
    : await readHuggingFace(context, address, signal);
}

const github = z.object({
  full_name: z.string(),
  description: apiText,
  stargazers_count: z.number(),
  license: z.object({ spdx_id: apiText }).nullish(),
  pushed_at: apiDate,
  created_at: apiDate,
  archived: z.boolean().nullish(),
});

async function readGithub(
  context: RepositoryContext,
  { owner, name }: Extract<RepositoryAddress, { site: 'github' }>,
  signal: AbortSignal | undefined,
): Promise<Repository | null> {
  const base = `${context.endpoints.githubApi}/repos/${owner}/${name}`;
  const key = context.keys.github;
  const headers = {
    'x-github-api-version': '2022-11-28',
    ...(key ? { authorization: `Bearer ${key}` } : {}),
  };
  const found = parsed(
    github,
    await ask(context, base, { ...headers, accept: 'application/vnd.github+json' }, signal),
  );
  if (!found) return null;
  const raw = { ...headers, accept: 'application/vnd.github.raw+json' };
  const readme = await ask(context, `${base}/readme`, raw, signal);
  const licence = found.license?.spdx_id ?? '';
  return {
    title: found.full_name,
    text: textOf(found.description, readme),
    publishedAt: found.created_at,
    facts: {
      stars: found.stargazers_count,
      // What GitHub says of a licence that it does not know.
      ...(licence && licence !== 'NOASSERTION' ? { licence } : {}),
      ...(found.pushed_at ? { lastCommitAt: found.pushed_at.toISOString() } : {}),
      ...(found.archived ? { archived: true } : {}),
    },
  };
}

const huggingFace = z.object({
  likes: z.number().nullish(),
  downloads: z.number().nullish(),
  lastModified: apiDate,
  createdAt: apiDate,
  tags: z.array(z.string()).nullish(),
  cardData: z.object({ license: z.union([z.string(), z.array(z.string())]).nullish() }).nullish(),
  safetensors: z.object({ total: z.number().nullish() }).nullish(),
  gguf: z.object({ total: z.number().nullish() }).nullish(),
  description: apiText,
});

async function readHuggingFace(
  context: RepositoryContext,
  { what, id }: Extract<RepositoryAddress, { site: 'hugging-face' }>,
  signal: AbortSignal | undefined,
): Promise<Repository | null> {
  const api = context.endpoints.huggingFace;
  const answer = await ask(context, `${api}/${what}/${id}`, { accept: 'application/json' }, signal);
  const found = parsed(huggingFace, answer);
  if (!found) return null;
  const site = api.replace(/\/api$/, '');
  const path = what === 'models' ? id : `${what}/${id}`;
  const readme = await ask(context, `${site}/${path}/raw/main/README.md`, { accept: 'text/plain' }, signal);
  const tagged = found.tags?.find((tag) => tag.startsWith('license:'))?.slice('license:'.length);
  const licence = [found.cardData?.license].flat()[0] ?? tagged;
  const parameters = found.safetensors?.total ?? found.gguf?.total;
  return {
    title: id,
    text: textOf(found.description, readme),
    publishedAt: found.createdAt,
    facts: {
      ...(found.likes ? { likes: found.likes } : {}),
      ...(found.downloads ? { downloads: found.downloads } : {}),
      ...(licence && licence !== 'other' && licence !== 'unknown' ? { licence } : {}),
      ...(parameters ? { parameters } : {}),
      ...(found.lastModified ? { lastCommitAt: found.lastModified.toISOString() } : {}),
    },
  };
}

/** A README without its front matter, which is for machines. */
function textOf(description: string, readme: HttpResponse | null): string {
  const text = readme?.body.toString('utf8').replace(/^\uFEFF?---\r?\n[\s\S]*?\r?\n---\r?\n/, '') ?? '';
  return [description.trim(), text.trim()].filter(Boolean).join('\n\n');
}

const MAX_BYTES = 2_000_000;
const TIMEOUT_MS = 15_000;

const ask = (
  { http }: RepositoryContext,
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<HttpResponse | null> =>
  getIfThere(http, url, {
    headers,
    maxBytes: MAX_BYTES,
    timeoutMs: TIMEOUT_MS,
    ...(signal ? { signal } : {}),
  });

function parsed<Shape extends z.ZodType>(
  shape: Shape,
  response: HttpResponse | null,
): z.output<Shape> | null {
  if (!response) return null;
  try {
    const checked = shape.safeParse(parseJson(response.body.toString('utf8')));
    return checked.success ? checked.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
