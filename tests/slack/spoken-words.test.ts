import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpoken } from '../../src/slack/spoken-words.ts';

it.each([
  ['top month', { verb: 'top', period: 'month' }],
  ['Hi! Could you show me the best of this month, please?', { verb: 'top', period: 'month' }],
  ['what did we vote for? the top of all time', { verb: 'top', period: 'all' }],
  ['<@U0BOT> what’s new?', { verb: 'digest' }],
  ["What's new in the channel this week?", { verb: 'digest' }],
  ['summarise this week', { verb: 'digest' }],
  ['What are the most popular papers of this month?', { verb: 'top', period: 'month' }],
  ['Which articles were voted for most?', { verb: 'top', period: 'week' }],
  ['how do I see the settings?', { verb: 'profile' }],
  ['please find speculative decoding', { verb: 'search', query: 'speculative decoding' }],
  ['look for papers about agent memory', { verb: 'search', query: 'agent memory' }],
  ['show me my saves', { verb: 'saves' }],
  ['what have I saved?', { verb: 'saves' }],
  ['which PoCs are there?', { verb: 'poc' }],
  ["I'd like to propose a PoC", { verb: 'propose-poc' }],
  ['where should I start?', { verb: 'learn' }],
  ['how are you today', { verb: 'status' }],
  ['what do you know about me?', { verb: 'export' }],
  ['forget everything about me', { verb: 'forget-me' }],
  ['who changed the hours?', { verb: 'log' }],
  ['can we have a new source? please add the feed', { verb: 'add-source', url: null }],
  ['which feeds do you read', { verb: 'sources', page: 1 }],
  ['can you help me', { verb: 'help', puzzle: null }],
  ['请帮我搜索一下 推测解码', { verb: 'search', query: '推测解码' }],
  ['本月热门', { verb: 'top', period: 'month' }],
  ['我的收藏', { verb: 'saves' }],
  ['这周的周报呢？', { verb: 'digest' }],
  ['提议一个概念验证', { verb: 'propose-poc' }],
  ['删除我的数据', { verb: 'forget-me' }],
  ['你会什么？', { verb: 'help', puzzle: null }],
])('"%s"', (said, command) => {
  expect(parseSpoken(said)).toEqual(command);
});

describe('a link', () => {
  it.each([
    ['<https://example.org/a>', { verb: 'summarise', urls: ['https://example.org/a'] }],
    [
      'can you summarise <https://example.org/a|this>?',
      { verb: 'summarise', urls: ['https://example.org/a'] },
    ],
    ['总结 <https://example.org/a>', { verb: 'summarise', urls: ['https://example.org/a'] }],
    ['please add <https://example.org/a>', { verb: 'add', url: 'https://example.org/a' }],
    ['add this blog: <https://example.org/>', { verb: 'add-source', url: 'https://example.org/' }],
    ['请把 <https://example.org/> 添加为信息源', { verb: 'add-source', url: 'https://example.org/' }],
    ['收录 <https://example.org/a>', { verb: 'add', url: 'https://example.org/a' }],
    // What a page is called says nothing of what is wanted.
    ['<https://example.org/add|add>', { verb: 'summarise', urls: ['https://example.org/add'] }],
  ])('%s', (said, command) => {
    expect(parseSpoken(said)).toEqual(command);
  });
});

it.each([
  ['<@U0BOT00001> what makes inference cheaper?', 'what makes inference cheaper'],
  ['怎样降低推理成本？', '怎样降低推理成本'],
  // Each has a word that by itself would ask something of the app.
  ['What is the best embedding model for RAG?', 'What is the best embedding model for RAG'],
  ["what's new in vLLM 0.6?", "what's new in vLLM 0.6"],
  ['How can agents help with code review?', 'How can agents help with code review'],
  ['what are the sources of hallucination?', 'what are the sources of hallucination'],
  ['How do I configure vLLM for long contexts?', 'How do I configure vLLM for long contexts'],
  ['how does one export a model to ONNX', 'how does one export a model to ONNX'],
  ['How do agents learn?', 'How do agents learn'],
  ['怎样导出模型到 ONNX？', '怎样导出模型到 ONNX'],
  ['哪个向量数据库最热门？', '哪个向量数据库最热门'],
  // Said as orders.
  ['Summarise what fine-tuning does', 'Summarise what fine-tuning does'],
  ['Please tell me about prefix caching', 'about prefix caching'],
  ['explain speculative decoding', 'explain speculative decoding'],
  ['请解释一下推测解码', '解释一下推测解码'],
  ['总结混合专家模型的进展', '总结混合专家模型的进展'],
])('"%s" is a question to the articles', (text, question) => {
  expect(parseSpoken(text)).toEqual({ verb: 'ask', question });
});

it('what is none of this stays unknown, with the words that were said', () => {
  expect(parseSpoken('sing me a song')).toEqual({
    verb: 'help',
    puzzle: { kind: 'unknown', words: 'sing me a song' },
  });
  expect(parseSpoken('search')).toEqual({ verb: 'help', puzzle: { kind: 'incomplete', what: 'no-query' } });
});

it('anything at all is read, and soon', () => {
  const part = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      'please ',
      '，请',
      ' top',
      'forget',
      ' me',
      '搜索',
      '<https://a.example>',
      '!!!!!!',
      '   ',
    ),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
      expect(parseSpoken(parts.join(''))).toHaveProperty('verb');
    }),
  );
});
