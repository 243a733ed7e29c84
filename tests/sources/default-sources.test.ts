import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config.ts';
import { kindRules } from '../../src/domain/source-kinds.ts';
import { takenSources } from '../../src/domain/source-packs.ts';

const rootDir = join(import.meta.dirname, '..', '..');
const { sources, packs, channels } = loadConfig({}, {}, rootDir);

describe('the catalogue', () => {
  test('has about sixty sources in packs, nothing twice', () => {
    const listed = (parse(readFileSync('config/sources.yaml', 'utf8')) as { sources: unknown[] }).sources;
    expect(sources).toHaveLength(listed.length);
    const byDefault = takenSources(sources, channels);
    expect(byDefault.length).toBeGreaterThanOrEqual(55);
    expect(byDefault.length).toBeLessThanOrEqual(70);
    expect(new Set(sources.map(({ kind, url }) => `${kind} ${url}`)).size).toBe(sources.length);
    expect(packs.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['research', 'models', 'tools', 'industry', 'chinese', 'video']),
    );
    for (const { id } of packs)
      expect(
        sources.some(({ pack }) => pack === id),
        id,
      ).toBe(true);
  });

  test('leaves out by default what is asked slowly or by key', () => {
    const taken = new Set(takenSources(sources, channels).map(({ kind }) => kind));
    for (const kind of ['reddit', 'openreview', 'semantic-scholar'] as const)
      expect(taken).not.toContain(kind);
    expect(new Set(sources.map(({ kind }) => kind))).toContain('reddit');
  });

  test.each(sources.map((source) => [source.id, source] as const))(
    '%s has an address of its kind, over https',
    (_id, source) => {
      expect(kindRules(source.kind).accepts(source.url)).toBe(true);
      expect(new URL(kindRules(source.kind).page(source.url)).protocol).toBe('https:');
      expect(source.pack).not.toBeNull();
    },
  );
});
