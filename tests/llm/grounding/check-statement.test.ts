import { describe, expect, it } from 'vitest';
import { checkStatement } from '../../../src/llm/grounding/check-statement.ts';
import { prepareSource } from '../../../src/llm/grounding/source-text.ts';

const SENTENCES = [
  'Harbour Labs released Tern, a small model for transcripts, in March 2026.',
  'Tern has 1.5 billion parameters and runs on a phone with 4 GB of memory.',
  'On meetings it makes 12% fewer errors than Whimbrel, and on phone calls 7% fewer.',
  'It answers in 300 ms, which is twice as fast as Whimbrel.',
  'The weights are not open, and the authors do not compare it with larger models.',
  'Ana Ferreira, who leads the team, expects a version for Portuguese before August 2026.',
  'More than 1,500 people have tried it so far.',
];
const [released, size, errors, speed, limits, person, people] = SENTENCES as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];
const source = prepareSource({
  title: 'Tern, a model for transcripts',
  text: SENTENCES.join(' '),
  language: 'en',
});
const faultsOf = (text: string, quote: string | null, language = 'en') =>
  checkStatement(source, { text, quote }, language).faults.map(({ kind }) => kind);

describe('a faithful statement holds', () => {
  it.each([
    ['Tern has 1.5B parameters and fits a phone with 4 GB.', size],
    ['It makes 12% fewer errors than Whimbrel on meetings.', errors],
    ['It is twice as fast as Whimbrel, at 0.3 seconds.', speed],
    ['Harbour Labs released the model in March 2026.', released],
    ['The weights are not open.', limits],
    ['A Portuguese version is expected before August 2026.', person],
    ['Over 1.5k people have tried it.', people],
  ])('%s', (text, quote) => {
    expect(faultsOf(text, quote)).toEqual([]);
    expect(faultsOf(text, null)).toEqual([]);
  });

  it.each(SENTENCES.map((sentence) => [sentence]))('word for word: %s', (sentence) => {
    expect(faultsOf(sentence, sentence)).toEqual([]);
  });

  it('with a quote that has a letter wrong, which then rests on the sentence itself', () => {
    const checked = checkStatement(
      source,
      { text: 'It answers in 300 ms.', quote: 'It answers in 300 ms, which is twice as quick as Whimbrel.' },
      'en',
    );
    expect(checked.faults).toEqual([]);
    expect(checked.evidence.map(({ text }) => text)).toEqual([speed]);
  });
});

describe('a statement that was made wrong is caught', () => {
  it.each([
    ['a number', 'Tern has 1.8 billion parameters.', size, 'number'],
    ['a number from another sentence', 'On meetings it makes 300 fewer errors.', person, 'number'],
    [
      'two numbers exchanged',
      'On meetings it makes 7% fewer errors than Whimbrel, and on phone calls 12% fewer.',
      errors,
      'moved',
    ],
    ['a unit', 'It runs on a phone with 4 TB of memory.', size, 'unit'],
    ['a magnitude', 'Tern has 1.5 million parameters.', size, 'number'],
    ['a month', 'Harbour Labs released Tern in May 2026.', released, 'date'],
    ['a year', 'Harbour Labs released Tern in March 2025.', released, 'date'],
    ['a name', 'Granite Labs released Tern, a small model for transcripts.', released, 'name'],
    ['a name in the middle', 'On meetings it makes 12% fewer errors than Sandpiper.', errors, 'name'],
    ['a name at the start', 'Microsoft released Tern, a small model for transcripts.', released, 'name'],
    ['two names exchanged', 'Whimbrel is twice as fast as Tern.', speed, 'moved'],
    [
      'a denial dropped',
      'The weights are open, and the authors compare it with larger models.',
      limits,
      'negation',
    ],
    ['a denial added', 'Tern does not run on a phone with 4 GB of memory.', size, 'negation'],
    ['a comparison', 'On meetings it makes 12% more errors than Whimbrel.', errors, 'direction'],
    ['a comparison in other words', 'It is twice as slow as Whimbrel.', speed, 'direction'],
    ['before and after', 'She expects a version for Portuguese after August 2026.', person, 'direction'],
    ['a quote that is nowhere', 'It runs offline.', 'The model runs offline on every device.', 'quote'],
  ])('%s: %s', (_, text, quote, kind) => {
    const kinds = faultsOf(text, quote);
    // Whichever rule sees it first: what counts is that it does not pass.
    if (kind === 'moved' || kind === 'direction') expect(kinds.length).toBeGreaterThan(0);
    else expect(kinds).toContain(kind);
  });

  it('another article’s sentence, with or without a quote', () => {
    const other = 'A sparse attention layer halves the cost of training on long genomic sequences.';
    expect(faultsOf(other, null)).not.toEqual([]);
    expect(faultsOf(other, other)).toEqual(['quote']);
    expect(faultsOf(other, size)).not.toEqual([]);
  });
});

describe('a summary in another language', () => {
  it.each([
    ['Tern 有 15 亿参数，可在 4 GB 内存的手机上运行。', size],
    ['在会议录音上，它的错误比 Whimbrel 少 12%。', errors],
    ['响应时间为 300 毫秒，速度是 Whimbrel 的两倍。', speed],
    ['权重不开放。', limits],
    ['Harbour Labs 于 2026 年 3 月发布了 Tern。', released],
    ['已有一千五百多人试用。', people],
  ])('holds where it is faithful: %s', (text, quote) => {
    expect(faultsOf(text, quote, 'zh-Hans')).toEqual([]);
  });

  it.each([
    ['a number', 'Tern 有 18 亿参数。', size],
    ['a unit', '响应时间为 300 秒。', speed],
    ['a date', 'Harbour Labs 于 2026 年 5 月发布了 Tern。', released],
    ['a name', '在会议录音上，它的错误比 Sandpiper 少 12%。', errors],
    ['a company by its Chinese name', '谷歌发布了 Tern。', released],
    ['a direction', '在会议录音上，它的错误比 Whimbrel 更多，高出 12%。', errors],
    ['a denial', 'Tern 不能在 4 GB 内存的手机上运行。', size],
    ['no sentence to rest on', 'Tern 可以在手机上运行。', null],
  ])('is caught where it changed %s', (_, text, quote) => {
    expect(faultsOf(text, quote, 'zh-Hans')).not.toEqual([]);
  });

  it('knows a company by both its names', () => {
    const article = prepareSource({
      title: '',
      text: 'Google and Nvidia released a model. It is small.',
      language: 'en',
    });
    const statement = {
      text: '谷歌与英伟达发布了一个小模型。',
      quote: 'Google and Nvidia released a model.',
    };
    expect(checkStatement(article, statement, 'zh').faults).toEqual([]);
  });
});
