import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords, detectLanguage } from '../../src/reading/language.ts';

const SCITLDR = '../shared/data/scitldr/dev.jsonl';

describe('detectLanguage', () => {
  it.each([
    ['en', 'We present a method that trains language models with less data.'],
    ['de', 'Wir stellen ein Verfahren vor, das große Sprachmodelle ohne zusätzliches Training beschleunigt.'],
    ['fr', 'Nous présentons une nouvelle méthode pour entraîner des modèles de langage plus rapidement.'],
    ['es', 'Presentamos un nuevo método para entrenar modelos de lenguaje con menos datos.'],
    ['ru', 'Мы представляем новый метод обучения языковых моделей.'],
    ['zh', '我们提出了一种新的大语言模型训练方法，显著提升了推理速度。'],
    ['zh', 'DeepSeek-R1 与 Qwen3 开源发布'],
    ['ja', '大規模言語モデルの新しい学習手法を提案します。'],
    ['ko', '우리는 언어 모델을 더 빠르게 학습하는 새로운 방법을 제안합니다.'],
    ['ar', 'نقدم طريقة جديدة لتدريب نماذج اللغة بشكل أسرع.'],
  ])('tells %s', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it.each(['', '  ', 'GPT-5', 'llama.cpp b4501', 'New LLM release: Qwen3-Coder with vLLM support'])(
    'takes names and what is too short ("%s") for English',
    (text) => {
      expect(detectLanguage(text)).toBe('en');
    },
  );

  it.skipIf(!existsSync(SCITLDR))('tells English for every abstract of the shared test data', () => {
    const abstracts = readFileSync(SCITLDR, 'utf8').trim().split('\n');
    const others = abstracts.map((line) =>
      detectLanguage((JSON.parse(line) as { source: string[] }).source.join(' ')),
    );
    expect(others.filter((language) => language !== 'en')).toEqual([]);
  });

  it('gives a language tag for anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(detectLanguage(text)).toMatch(/^[a-z]{2}$/);
      }),
    );
  });
});

describe('countWords', () => {
  it.each([
    ['en', "It doesn't need GPT-4, at 2.5 GB.", 7],
    ['en', ' - \n … ', 0],
    ['zh', '我们提出了一种新方法。', 6],
    ['zh', 'Qwen3 模型', 2],
  ])('counts %s: %s', (language, text, words) => {
    expect(countWords(text, language)).toBe(words);
  });
});
