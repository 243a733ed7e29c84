import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benchExtract, SCITLDR } from '../../bench/extract.ts';
import { EXTRACT_LIMITS, extractSummary, extractToSummary } from '../../src/llm/extract-summary.ts';

const PAPER = {
  title: 'SkipDraft: Speculative Decoding without a Draft Model',
  language: 'en',
  text: `Large language models have become popular in recent years. However, decoding remains slow, since each token needs a full pass.
Existing methods for speculative decoding need a second, smaller draft model, which is costly to host.
In this paper, we propose SkipDraft, a speculative decoding method in which one model drafts its own tokens without a draft model, by skipping every second layer.
The skipped layers are run later, when the drafted tokens are checked in one batch.
Experiments on summarisation and code show that SkipDraft is 2.1 times faster than plain decoding at equal quality.
It needs access to the model's layers. Our code is available at https://github.com/example/skipdraft.`,
};

const CHINESE = {
  title: '无需草稿模型的推测解码',
  language: 'zh',
  text: '近年来，大语言模型得到了广泛应用。然而，解码速度仍然很慢。为了解决这一问题，我们提出了一种无需草稿模型的推测解码方法，让同一个模型跳过部分层来起草词元。被跳过的层会在验证阶段批量运行。实验结果表明，该方法在摘要任务上的速度提升了2.1倍，质量没有下降。代码已公开。',
};

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
/** Letters and digits alone: trims may change a capital and the final stop. */
const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

describe('extractSummary', () => {
  it('takes the contribution as the TL;DR, without its lead-in', () => {
    const { tldr } = extractSummary(PAPER);
    expect(tldr).toMatch(/^We propose SkipDraft/);
  });

  it('gives up to three further points in the order of the text, results among them', () => {
    const { tldr, points } = extractSummary(PAPER);
    expect(points.length).toBe(3);
    const places = points.map((point) => oneLine(PAPER.text).indexOf(point.quote));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(points.some((point) => point.text.includes('2.1 times faster'))).toBe(true);
    expect(points.some((point) => bare(point.quote).includes(bare(tldr)))).toBe(false);
  });

  it('works as well in Chinese', () => {
    const { tldr, points } = extractSummary(CHINESE);
    expect(tldr).toContain('我们提出了一种无需草稿模型的推测解码方法');
    expect(tldr.startsWith('为了解决')).toBe(false);
    expect(points.some((point) => point.quote.includes('2.1倍'))).toBe(true);
    for (const point of points) expect(CHINESE.text).toContain(point.quote);
  });

  it('leaves out a point that says the same again', () => {
    const sentence = 'We present a very fast tokenizer for many languages of the world.';
    const text = `${sentence} ${sentence.replace('very ', '')} It needs no training data at all from its users.`;
    const { points } = extractSummary({ title: 'A fast tokenizer', text, language: 'en' });
    expect(points.map((point) => point.text)).toEqual(['It needs no training data at all from its users.']);
  });

  it('gives a short text as it is, and the title where there is nothing else', () => {
    expect(extractSummary({ title: 'T', text: 'Only one short note here', language: 'en' })).toEqual({
      tldr: 'Only one short note here',
      points: [],
    });
    expect(extractSummary({ title: 'Just a title', text: '  \n ', language: 'en' })).toEqual({
      tldr: 'Just a title',
      points: [],
    });
  });

  it('passes over headings and code', () => {
    const text = `Related work and others\n\nconst x = { a: [1, 2], b: () => {} }; // => [[1]]\n\nThis library parses feeds of every kind in a few lines.`;
    const { tldr, points } = extractSummary({ title: 'Feeds', text, language: 'en' });
    expect(tldr).toBe('This library parses feeds of every kind in a few lines.');
    expect(points).toEqual([]);
  });

  it('looks for the TL;DR of a long article at its top', () => {
    const filler = Array.from(
      { length: 40 },
      (_, i) => `Paragraph number ${i} talks about several other things.`,
    );
    const late = 'We propose Kite, a small open model for phones and tablets.';
    const article = { title: 'Kite, a small open model for phones and tablets', language: 'en' };
    const short = ['There is news for owners of phones.', late].join('\n\n');
    const long = ['There is news for owners of phones.', ...filler, late].join('\n\n');
    expect(extractSummary({ ...article, text: short }).tldr).toBe(late);
    expect(extractSummary({ ...article, text: long }).tldr).not.toBe(late);
  });

  it('never throws, keeps its limits, and says nothing that the source does not say', () => {
    const words = fc.constantFrom(
      'We propose',
      'in this paper,',
      '(see [3])',
      'model',
      '。',
      '.',
      '\n\n',
      '- ',
      '𝒳',
      ', which is',
      'ﬁ',
      '?',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.array(words, { maxLength: 120 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80 }),
        texts,
        fc.constantFrom('en', 'zh', 'x', ''),
        (title, text, language) => {
          const { tldr, points } = extractSummary({ title, text, language });
          expect(tldr.length).toBeLessThanOrEqual(EXTRACT_LIMITS.sentence);
          expect(points.length).toBeLessThanOrEqual(3);
          for (const point of points) {
            expect(bare(text)).toContain(bare(point.quote));
            expect(bare(point.quote).endsWith(bare(point.text)) || point.text.endsWith('…')).toBe(true);
          }
          expect(isSubsequence(bare(tldr), bare(text)) || bare(title).startsWith(bare(tldr))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes 200,000 characters without any punctuation', () => {
    const { tldr } = extractSummary({ title: 'Long', text: 'word, but '.repeat(20_000), language: 'en' });
    expect(tldr.length).toBeLessThanOrEqual(EXTRACT_LIMITS.sentence);
    expect(tldr.endsWith('…')).toBe(true);
  });

  it.skipIf(!existsSync(SCITLDR))(
    'reaches ROUGE-1 39 and ROUGE-L 31 on the abstracts of the shared test data',
    async () => {
      const [ours] = await benchExtract();
      expect(ours).toMatchObject({ met: true });
    },
  );
});

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const letter of whole) if (letter === [...part][at]) at++;
  return at === [...part].length;
}

describe('extractToSummary', () => {
  it('is marked as an extract and claims nothing to try', () => {
    const summary = extractToSummary(extractSummary(PAPER), 'paper', ['inference']);
    expect(summary).toMatchObject({ method: 'extract', kind: 'paper', topics: ['inference'], tryIt: null });
  });
});
