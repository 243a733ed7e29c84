import { describe, expect, it } from 'vitest';
import { starterPack } from '../../src/sandbox/starter-pack.ts';

const lesson = (id: string, readings: { title: string; url: string; words?: string }[]) => ({
  id,
  title: `Lesson ${id}`,
  words: `Why ${id} comes now.`,
  readings: readings.map((reading) => ({ ...reading, words: reading.words ?? `Why ${id} comes now.` })),
});

describe('starter pack', () => {
  it('has one item for each reading, in order, and says nothing of dates', () => {
    const pack = starterPack([
      lesson('a', [
        { title: 'One', url: 'https://example.com/1', words: 'What one <learns> & why.\n\nMore.' },
        { title: 'Two', url: 'https://example.com/2' },
      ]),
      lesson('b', [
        { title: 'Two again', url: 'https://example.com/2' },
        { title: 'Three', url: 'https://example.com/3' },
      ]),
    ]);
    expect(pack.version).toBe('https://jsonfeed.org/version/1.1');
    expect(pack.items).toMatchObject([
      {
        id: 'https://example.com/1',
        title: 'One',
        content_html: '<p>What one &lt;learns&gt; &amp; why.</p>\n<p>More.</p>',
      },
      { title: 'Two', content_html: '<p>Why a comes now.</p>' },
      { title: 'Three' },
    ]);
    expect(JSON.stringify(pack)).not.toContain('date');
  });
});
