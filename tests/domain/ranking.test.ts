import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARTICLE_KINDS } from '../../src/domain/article.ts';
import {
  chooseArticles,
  createTopicMatcher,
  NO_TASTE,
  type RankedArticle,
} from '../../src/domain/ranking.ts';
import { profileOf } from '../support/profile.ts';

const now = new Date('2026-11-20T12:00:00Z');

function article(articleId: number, changes: Partial<RankedArticle> = {}): RankedArticle {
  return {
    articleId,
    title: 'Something else',
    opening: '',
    kind: 'news',
    sourceId: `source-${articleId}`,
    sourceWeight: 1,
    date: now,
    wordCount: 500,
    ...changes,
  };
}

function choose(candidates: RankedArticle[], places: number, taste = NO_TASTE, placedToday = [] as never[]) {
  const profile = profileOf();
  return chooseArticles(candidates, { profile, taste, placedToday, places, now }).map((c) => c.articleId);
}

describe('chooseArticles', () => {
  it('prefers what the channel wants to read', () => {
    const about = article(2, { title: 'Speculative decoding halves inference latency' });
    expect(choose([article(1), about, article(3)], 1)).toEqual([2]);
  });

  it('prefers fresh news to old', () => {
    const old = article(1, { date: new Date('2026-11-01T12:00:00Z') });
    expect(choose([old, article(2)], 1)).toEqual([2]);
  });

  it('does not give all places to one source', () => {
    const flood = [1, 2, 3].map((id) =>
      article(id, { sourceId: 'loud', title: 'An agent', sourceWeight: 1.3 }),
    );
    const other = article(4, { title: 'An agent' });
    expect(choose([...flood, other], 2)).toContain(4);
  });

  it('counts what was placed earlier in the day', () => {
    const loud = article(1, { sourceId: 'loud', title: 'An agent' });
    const other = article(2, { title: 'An agent', date: new Date('2026-11-19T00:00:00Z') });
    const profile = profileOf();
    const placedToday = [{ sourceId: 'loud', kind: 'tool' as const }];
    const context = { profile, taste: NO_TASTE, placedToday, places: 1, now };
    expect(chooseArticles([loud, other], context)[0]?.articleId).toBe(2);
  });

  it('leaves out kinds of weight 0', () => {
    expect(choose([article(1, { kind: 'funding', title: 'Agent start-up raises money' })], 3)).toEqual([]);
  });

  it('weighs what people voted for and what they wanted less of', () => {
    const cost = article(1, { title: 'Latency' });
    const agents = article(2, { title: 'Agent' });
    expect(choose([cost, agents], 1)).toEqual([1]);
    const taste = { ...NO_TASTE, lessOfTopic: new Map([['inference cost', 3]]) };
    expect(choose([cost, agents], 1, taste)).toEqual([2]);
    const liked = [article(3, { title: 'Agent' }), article(4, { title: '新的大模型' })];
    expect(choose(liked, 1, { ...NO_TASTE, votesByTopic: new Map([['大模型', 5]]) })).toEqual([4]);
  });

  it('moves between levels with what people find too basic or too hard', () => {
    const heard = (level: number, people: number) => ({ ...NO_TASTE, levels: [{ level, people }] });
    const lesson = article(1, { kind: 'lesson', title: 'An agent' });
    const paper = article(2, { kind: 'paper', title: 'An agent' });
    expect(choose([lesson, paper], 1)).toEqual([2]);
    expect(choose([lesson, paper], 1, heard(0.4, -3))).toEqual([1]);
    const quiet = article(3, { kind: 'paper', title: 'An agent', sourceWeight: 0.7 });
    expect(choose([lesson, quiet], 1)).toEqual([1]);
    expect(choose([lesson, quiet], 1, heard(-0.4, 3))).toEqual([3]);
    // However many say so, it stays a matter of taste: what is off-topic does not win by it.
    const offTopic = article(4, { kind: 'paper', sourceWeight: 0.7 });
    expect(choose([lesson, offTopic], 1, heard(-0.4, 100))).toEqual([1]);
  });

  it('prefers what is new all the more, the more people were shown old news', () => {
    const old = article(1, { title: 'An agent', date: new Date('2026-11-17T12:00:00Z'), sourceWeight: 1.5 });
    const fresh = article(2, { title: 'An agent' });
    expect(choose([old, fresh], 1)).toEqual([1]);
    expect(choose([old, fresh], 1, { ...NO_TASTE, oldNews: 4 })).toEqual([2]);
  });

  it('names the topics that an article was chosen for', () => {
    const profile = profileOf();
    const [choice] = chooseArticles([article(1, { title: 'Agents with low-latency inference' })], {
      profile,
      taste: NO_TASTE,
      placedToday: [],
      places: 1,
      now,
    });
    expect(choice?.topics).toEqual(['inference cost', 'agents']);
  });

  it('never chooses twice, nor more than there are places, whatever the candidates', () => {
    const candidates = fc.uniqueArray(
      fc.record({
        articleId: fc.integer({ min: 1, max: 1000 }),
        title: fc.string(),
        opening: fc.string(),
        kind: fc.constantFrom(...ARTICLE_KINDS),
        sourceId: fc.option(fc.constantFrom('a', 'b', 'c')),
        sourceWeight: fc.double({ min: 0, max: 10, noNaN: true }),
        date: fc.date({ noInvalidDate: true }),
        wordCount: fc.nat(),
      }),
      { selector: (candidate) => candidate.articleId },
    );
    fc.assert(
      fc.property(candidates, fc.nat({ max: 20 }), (given, places) => {
        const chosen = choose(given, places);
        expect(new Set(chosen).size).toBe(chosen.length);
        const eligible = given.filter((candidate) => candidate.kind !== 'funding').length;
        expect(chosen.length).toBe(Math.min(places, eligible));
      }),
    );
  });
});

describe('createTopicMatcher', () => {
  const match = createTopicMatcher(profileOf().topics);
  const names = (title: string) => match(title, '').map(({ topic }) => topic.name);

  it('matches whole words, plurals and phrases, and Chinese anywhere', () => {
    expect(names('AGENTS at work')).toEqual(['agents']);
    expect(names('Reagents in chemistry')).toEqual([]);
    expect(names('Tool-use benchmarks')).toEqual(['agents']);
    expect(names('国产大模型发布')).toEqual(['大模型']);
  });

  it('takes a mention in passing for no topic, nor what stands far down in a long text', () => {
    const about = (text: string) => match('A title', text).map(({ topic }) => topic.name);
    const more = 'Something else. '.repeat(40);
    expect(about(`It was built by an agent. ${more}`)).toEqual([]);
    expect(about(`An agent hands its work to other agents. ${more}`)).toEqual(['agents']);
    expect(about('A short note on how to build an agent.')).toEqual(['agents']);
    expect(about(`${'Something else. '.repeat(200)} Agents and agents.`)).toEqual([]);
  });

  it('counts the words of a longer phrase for the topic that has the phrase', () => {
    const both = createTopicMatcher([
      { name: 'prompting', words: ['prompt'], weight: 1 },
      { name: 'security', words: ['prompt injection'], weight: 1 },
    ]);
    const of = (title: string) => both(title, '').map(({ topic }) => topic.name);
    expect(of('Mitigating prompt injection')).toEqual(['security']);
    expect(of('A prompt against prompt injection').toSorted()).toEqual(['prompting', 'security']);
  });

  it('takes words for words, not for patterns', () => {
    const odd = createTopicMatcher([{ name: 'odd', words: ['c++', 'a.b'], weight: 1 }]);
    expect(odd('C++ and friends', '').length).toBe(1);
    expect(odd('axb', '')).toEqual([]);
  });
});
