// docs/sources.md has an example of every kind, and each of them runs: its YAML is read as config/sources.yaml would
// be, its source asked at a stand-in that answers in the form of such a service. The answers are written by hand; what
// was recorded of some services is read in collector.test.ts and collect-kinds.test.ts.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { sourcesFile, sourcesOf } from '../../src/config/sources.ts';
import type { Source } from '../../src/domain/source.ts';
import { SOURCE_KINDS } from '../../src/domain/source-kinds.ts';
import { itemsOf, openKindBench } from './kind-bench.ts';

const NOW = new Date('2026-11-24T12:00:00Z');

const page = readFileSync('docs/sources.md', 'utf8');
const block = [...page.matchAll(/```yaml\n(sources:\n[\s\S]*?)```/g)].map(([, yaml = '']) => yaml).join('');
const examples = sourcesOf(sourcesFile.parse(parse(block)));

const FEED =
  '<rss version="2.0"><channel><title>F</title><item><title>A post</title><link>https://example.org/1</link></item></channel></rss>';
const PAPER =
  '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2611.01234v1</id><title>P</title></entry></feed>';
/** Of each kind, where the file is, or the answer itself. */
const ANSWERS: Record<Source['kind'], { file: string } | { body: string }> = {
  feed: { body: FEED },
  'web-page': {
    body: '<div class="posts"><h2><a href="/news/a-post-about-agents">A post about agents</a></h2></div>',
  },
  arxiv: { body: PAPER },
  'arxiv-feed': { file: 'arxiv-feed.atom' },
  'hugging-face-papers': { file: 'hugging-face-papers.json' },
  'hugging-face-models': { file: 'hugging-face-models.json' },
  'hugging-face-spaces': { file: 'hugging-face-spaces.json' },
  'hacker-news': { file: 'hacker-news.json' },
  'github-releases': { file: 'github-releases.atom' },
  'github-repositories': { file: 'github-repositories.json' },
  youtube: { file: 'youtube.xml' },
  reddit: { file: 'reddit.atom' },
  openreview: { file: 'openreview.json' },
  'semantic-scholar': { file: 'semantic-scholar.json' },
};

describe('docs/sources.md', () => {
  test('has an example of every kind, and names every kind in its table', () => {
    expect(new Set(examples.map(({ kind }) => kind))).toEqual(new Set(SOURCE_KINDS));
    for (const kind of SOURCE_KINDS) expect(page).toMatch(new RegExp(`^\\|.*\`${kind}\`.*\\|`, 'm'));
  });

  test.each(examples.map((source) => [source.id, source] as const))(
    'its example %s brings items',
    async (_id, source) => {
      const answer = ANSWERS[source.kind];
      const body = 'file' in answer ? readFileSync(`tests/fixtures/sources/${answer.file}`) : answer.body;
      const bench = await openKindBench((request, response) => {
        if (request.url === '/robots.txt') response.writeHead(404).end();
        else response.end(body);
      }, NOW);
      // Its words are for what is really posted there, not for what the stand-in says.
      const { words: _words, ...settings } = source.settings ?? {};
      const url =
        /^https?:/.test(source.url) && ['feed', 'web-page'].includes(source.kind)
          ? bench.server.origin
          : source.url;
      const items = itemsOf(await bench.collect(source.kind, url, { settings }));
      expect(items.length).toBeGreaterThan(0);
    },
  );
});
