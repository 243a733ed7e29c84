// GitHub: releases of one repository by its feed, and young repositories of a topic by the search API.
import { z } from 'zod';
import type { Item } from '../domain/article.ts';
import { askFeed } from './ask-feed.ts';
import { apiDate, apiText, askJson, NO_VALIDATORS } from './ask-json.ts';
import { type CollectKind, itemsOutcome } from './ask-source.ts';
import { oneLine } from './plain-text.ts';
import { escapeHtml } from './xml-node.ts';

const DAY_MS = 24 * 3_600_000;
const DEFAULT_STARS = 100;
const DEFAULT_AGE_DAYS = 30;
const EVERY_MS = 6 * 3_600_000;

/** `v1.2.0-rc.1`, `0.9.0.dev3`, `nightly`: for those who test a release before it is one. */
const PRE_RELEASE =
  /(?:^|[\d._-])(?:rc|alpha|beta|dev|pre|preview|nightly|canary|snapshot)(?:[\d._-]|$)|\d(?:a|b|rc)\d+$/i;

export const collectGithubReleases: CollectKind = async (context, source, state, signal) => {
  const url = `${context.endpoints.github}/${source.url}/releases.atom`;
  return await askFeed(context, state, { url, signal }, (feed) => ({
    ...feed,
    items: feed.items
      .filter((item) => !PRE_RELEASE.test(tagOf(item)))
      .map((item) => releaseItem(item, source.url)),
  }));
};

const tagOf = (item: Item): string => item.url.split('/').at(-1) ?? '';

/** Releases are often named by their number alone, which says little in a channel. */
function releaseItem(item: Item, repository: string): Item {
  const name = repository.split('/')[1] ?? repository;
  const says = item.title.toLowerCase().includes(name.toLowerCase());
  return { ...item, title: says ? item.title : `${name} ${item.title}`, kind: 'tool' };
}

const repository = z.object({
  full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  description: apiText,
  stargazers_count: z.number(),
  language: apiText,
  created_at: apiDate,
  topics: z.array(z.string()).nullish(),
  archived: z.boolean().nullish(),
  fork: z.boolean().nullish(),
});

/** There is no API for what is trending; young repositories with many stars are. */
export const collectGithubRepositories: CollectKind = async (context, source, _state, signal) => {
  const { minScore = DEFAULT_STARS, maxAgeDays = DEFAULT_AGE_DAYS } = source.settings ?? {};
  const now = context.now();
  const since = new Date(now.getTime() - maxAgeDays * DAY_MS).toISOString().slice(0, 10);
  const url = new URL(`${context.endpoints.githubApi}/search/repositories`);
  url.searchParams.set('q', `topic:${source.url} created:>=${since} stars:>=${minScore}`);
  url.searchParams.set('sort', 'stars');
  url.searchParams.set('per_page', '50');
  const { github } = context.keys;
  const headers = {
    'x-github-api-version': '2022-11-28',
    ...(github ? { authorization: `Bearer ${github}` } : {}),
  };
  const answer = await askJson(context, { url: url.href, entry: repository, list: 'items', headers, signal });
  if (answer.kind !== 'entries') return answer;
  const items = answer.entries.filter(({ archived, fork }) => !archived && !fork).map(repositoryItem);
  const rhythm = { ttlMs: null, quiet: null, everyMs: EVERY_MS };
  return itemsOutcome(answer.response, now, { items, parser: 'json', rhythm, ...NO_VALIDATORS });
};

function repositoryItem(found: z.output<typeof repository>): Item {
  const url = `https://github.com/${found.full_name}`;
  const description = oneLine(found.description);
  const facts = `${found.stargazers_count} stars${found.language ? `, written in ${found.language}` : ''}.`;
  return {
    guid: url,
    url,
    title: description ? `${found.full_name}: ${description.slice(0, 150)}` : found.full_name,
    publishedAt: found.created_at,
    authors: [found.full_name.split('/')[0] ?? ''],
    html: `<p>${escapeHtml(description)}</p><p>${escapeHtml(facts)}</p>`,
    kind: 'tool',
    discussionUrl: null,
  };
}
