import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { resolveLink } from '../../src/sources/feed-content.ts';

interface Listed {
  id: string;
  kind: string;
  url: string;
  default_kind?: string;
}

const { sources } = parse(readFileSync('config/sources.yaml', 'utf8')) as { sources: Listed[] };

test('the default list covers papers, laboratories, engineering, newsletters and releases, and nothing twice', () => {
  expect(sources.length).toBeGreaterThanOrEqual(20);
  expect(new Set(sources.map(({ id }) => id)).size).toBe(sources.length);
  expect(new Set(sources.map(({ url }) => url)).size).toBe(sources.length);
  expect(new Set(sources.map((source) => source.default_kind))).toContain('tool');
  const categories = sources
    .filter(({ kind }) => kind === 'arxiv')
    .map(({ url }) => /cat:(cs\.\w+)/.exec(url)?.[1]);
  expect(new Set(categories)).toEqual(new Set(['cs.CL', 'cs.AI', 'cs.LG']));
});

test('every default feed has an https address', () => {
  for (const { id, kind, url } of sources) {
    if (kind === 'feed') expect(resolveLink(url, null), id).toMatch(/^https:/);
  }
});
