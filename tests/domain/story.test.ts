// Whether two reports are of one story: what each veto and each kind of evidence is there for.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areTwoStories, sameStory } from '../../src/domain/story.ts';
import { readTitle } from '../../src/domain/title-words.ts';
import { type ReadArticle, sketchArticle } from '../../src/pipeline/sketch-article.ts';
import { textOverlap } from '../../src/reading/sketch-text.ts';

const AT = new Date('2026-11-24T12:00:00Z');
const HOUR_MS = 3_600_000;
let ids = 0;

function report(title: string, text = '', changes: Partial<ReadArticle> = {}): ReadArticle {
  ids += 1;
  const site = `site-${ids}.example`;
  const place = { id: ids, url: `https://${site}/report`, sourceId: site };
  return {
    kind: 'news',
    authors: [],
    at: AT,
    text: `${title}\n\n${text}`,
    links: [],
    ...place,
    title,
    ...changes,
  };
}

const compare = (a: ReadArticle, b: ReadArticle) => sameStory(pairOf(a, b));

function pairOf(a: ReadArticle, b: ReadArticle) {
  const [one, other] = [sketchArticle(a).view, sketchArticle(b).view];
  return { a: one, b: other, overlap: textOverlap(one.text, other.text) };
}

describe('sameStory', () => {
  it.each([
    ['Anthropic buys Bun', 'Bun is acquired by Anthropic'],
    ['Mistral raises €1.7 billion led by ASML', 'ASML leads €1.7 billion round in Mistral'],
    ['OpenAI releases GPT-5.4', 'OpenAI 发布 GPT-5.4，错误率下降'],
    [
      'Google makes Gemini 2.5 Pro and Flash generally available',
      '谷歌宣布 Gemini 2.5 Pro 与 Flash 正式可用',
    ],
    ['月之暗面发布 Kimi K3', 'Moonshot releases Kimi K3'],
    ['微软起诉一家 AI 公司 Kestrel', 'Microsoft sues AI company Kestrel'],
  ])('finds one event in %s and %s', (a, b) => {
    expect(compare(report(a), report(b))).toBe('same-event');
  });

  it.each([
    ['versions', 'OpenAI releases GPT-5.2', 'OpenAI releases GPT-5.4'],
    ['members of a family', 'Google releases Gemini 2.5 Pro', 'Google releases Gemini 2.5 Flash'],
    ['parts', 'Building an agent for Kestrel, part 1', 'Building an agent for Kestrel, part 2'],
    ['companies', 'Anthropic raises Series B funding round', 'Perplexity raises Series B funding round'],
    ['places', 'Anthropic opens an office in Tokyo', 'Anthropic opens an office in Bengaluru'],
    [
      'a release and another one’s use of it',
      'Anthropic releases Claude Opus 4.5',
      'Editor Cursor adds Claude Opus 4.5',
    ],
    ['a release and a platform', 'OpenAI releases GPT-5.4', 'GPT-5.4 is rolling out in GitHub Copilot'],
    ['a release and a guide', 'OpenAI releases GPT-5.4', 'How to migrate your prompts to GPT-5.4'],
    ['a release and a review', 'Claude Opus 4.5 is here', 'Hands-on with Claude Opus 4.5'],
    ['a rumour and the thing', 'OpenAI in talks to buy Windsurf', 'OpenAI buys Windsurf'],
    ['an event and what came of it', 'OpenAI releases GPT-5.4', 'Nvidia shares rise after GPT-5.4 release'],
    [
      'two that tell of their own doing',
      'Our evaluation of Kestrel 4 and its cyber capabilities',
      'Assessing Kestrel 4 and its cyber capabilities closely',
    ],
    [
      'a release and one person’s use of it',
      'Acme launches Kestrel search',
      'I replaced Bramble with Kestrel search',
    ],
    [
      'a release and a change of sides',
      'Osprey 2.0: agents that resume after a crash',
      'Migrating from Osprey 1.x to 2.0',
    ],
    [
      'an essay and an answer to it',
      'The Gentle Kestrel Singularity',
      'The not so gentle Kestrel Singularity',
    ],
    [
      'a release and what is said against it',
      'Acme unveils Kestrel 3',
      'Scientists criticise Kestrel 3 and its licence',
    ],
    [
      'a release and a copy of it',
      'Acme opens Kestrel 3 code to scientists',
      'Bramble rebuilds Kestrel 3 for scientists',
    ],
    [
      'an essay and a verdict on it',
      'Machines of Loving Kestrel',
      'Machines of Loving Kestrel is a pitch deck',
    ],
    [
      'what happened and what it is told beside',
      'Acme hires the founders of Kestrel to lead research',
      'Acme pays Kestrel $650 million while hiring its founders',
    ],
    [
      'a release and a comment',
      'OpenAI launches GPT-5 to all users of ChatGPT',
      'GPT-5: overdue, overhyped, disappointing',
    ],
    [
      'a release and a comment in the other language',
      'Meta 发布 Llama 4 系列，Scout 支持千万级上下文',
      'Llama 4 Scout at ten million tokens',
    ],
    [
      'a thing and what is made with it',
      'Acme announces M5 chip with faster AI',
      'Acme unveils laptop powered by the M5 chip',
    ],
    [
      'a deal and what the market makes of it',
      'Acme and Bramble to build chips',
      'Bramble shares rise on Acme chips',
    ],
    [
      'two steps of one affair',
      'Acme fined €15 million by Italian privacy watchdog Garante',
      'Acme to appeal Italian privacy fine by watchdog Garante',
    ],
    [
      'what somebody did and another one’s finding',
      'Evaluating Kestrel 3 for law firms',
      'Kestrel 3 for law firms: an evaluation of it',
    ],
    [
      'a release and a comment with a verb’s noun',
      'Acme launches Kestrel 3, a cheaper model',
      'Acme Kestrel 3 and the end of open weights',
    ],
    [
      'a release and one person’s week',
      'Acme launches Kestrel 3 for writers',
      'My Kestrel 3 launches Acme writers into doubt',
    ],
    ['two assessments', 'Our assessment of Kestrel 4 at Acme', 'Assessing the Kestrel 4 of Acme'],
    ['each one’s number', 'Acme hires 40 people from Kestrel Labs', 'Acme hires 90 people from Kestrel Labs'],
    [
      'a release and where it is to be had',
      'Acme releases Kestrel 3 for agents',
      'Kestrel 3 for agents now supports Acme',
    ],
    [
      'a release and its copy in a few words',
      'Acme launches Kestrel 3 agents',
      'Kestrel 3 agents replicated by Acme',
    ],
    [
      'a release and what it costs by the month',
      'Zhipu, now Z.ai, open-sources GLM-4.5',
      '智谱推出 GLM-4.5 包月套餐，50 元畅用',
    ],
    [
      'a law, and that it will be voted on',
      'European Parliament adopts the AI Act',
      'European Parliament to vote on AI Act tomorrow',
    ],
    ['two suits of one man’s company', '马斯克旗下 xAI 起诉 Kestrel', 'xAI sues engineer over trade secrets'],
    [
      'a release, and a thing of that name at another place',
      'Introducing Kestrel-V3',
      'Kestrel V3 on a cluster of eight Mac minis',
    ],
    [
      'a partnership and what the staff thinks of it',
      'OpenAI 与 Kestrel 合作开发系统',
      'OpenAI staff question Kestrel partnership in forum',
    ],
    [
      'the price of an IPO and the first day of trading',
      'Acme-backed Kestrel opens below IPO price',
      'Kestrel prices IPO at $40 a share, below its range',
    ],
    [
      'a name and a version of one maker between languages',
      'Apple unleashes M5, the next big leap',
      '苹果 M5 芯片',
    ],
    ['a name and a version between languages', '微软发布 Kestrel 3', 'Kestrel 3 wears out after an hour'],
  ])('keeps apart: %s', (_, a, b) => {
    expect(compare(report(a), report(b))).toBeNull();
  });

  it.each([
    [
      'what somebody did, and what those do whom only the other headline begins with',
      ['Nvidia unveils Kestrel, its next generation of AI chips', 'Systems with it ship this year.'],
      ['AWS, Google and Microsoft will offer Nvidia’s Kestrel', 'The clouds announced their plans.'],
    ],
    [
      'a release and an edition, with half of the names between languages',
      ['China’s Z.ai releases GLM-4.5, an open model cheaper than DeepSeek', 'Z.ai was known as Zhipu.'],
      ['智谱推出 GLM-4.5 教育版，50 元畅用', ''],
    ],
  ] as const)('keeps apart, with their texts: %s', (_, [a, about], [b, of]) => {
    expect(compare(report(a, about), report(b, of))).toBeNull();
  });

  it('takes a piece whose text begins as a look for one, where its headline does not tell', () => {
    const news = report('Acme and Bramble face Kestrel in court');
    const title = 'Acme and Bramble to face Kestrel';
    expect(compare(news, report(title, 'The hearing began today.'))).toBe('same-event');
    expect(compare(news, report(title, 'An analysis of what the hearing means.'))).toBeNull();
  });

  it.each([
    ['percent and %', 'Acme cuts Kestrel price by 80 percent', 'Kestrel is 80% cheaper: Acme cuts its price'],
    ['bln and billion', 'Acme to acquire Kestrel for $6.4 billion', 'Acme buys Kestrel in $6.4 bln deal'],
    [
      'nearly and exactly',
      'Kestrel raises $1 billion, valued at nearly $14 billion',
      'Kestrel raises $1 billion, valued at $13.8 billion',
    ],
  ])('reads one sum in two spellings: %s', (_, a, b) => {
    expect(compare(report(a), report(b))).toBe('same-event');
  });

  it('takes a headline that tells no event for an announcement on the site of one who took part, and nowhere else', () => {
    const told = report('Acme launches Agent Runtime, managed work for agents');
    const title = 'Agent Runtime: managed work for many agents';
    expect(compare(told, report(title, '', { url: 'https://blog.acme.example/runtime' }))).toBe('same-event');
    expect(compare(told, report(title, '', { url: 'https://columns.example/runtime' }))).toBeNull();
  });

  it.each([
    ['says who does it', 'Kestrel Runtime manages work of agents at Acme'],
    ['says whose it is', 'Kestrel Runtime: Acme’s work for agents'],
  ])('believes a headline on any site that %s', (_, title) => {
    const told = report('Acme launches Kestrel Runtime, which manages work for agents');
    expect(compare(told, report(title, 'By Acme.'))).toBe('same-event');
  });

  it('keeps apart two texts that are one but for a number that each headline has of its own', () => {
    const text = [
      'The report on Kestrel agents looks at companies in the north that let agents write code every day. They tell',
      'what went well, what broke, and who paid for it. Most began with tests, then moved to small repairs, and only',
      'at the end to new parts. Nobody lets an agent merge by itself. There are two editions: the one of spring asked',
      '40 companies, the one of autumn asked 90 companies, and both asked the same twelve questions.',
    ].join(' ');
    const edition = (number: string) => report(`How ${number} companies use Kestrel agents`, text);
    expect(compare(edition('40'), edition('90'))).toBeNull();
    expect(compare(edition('40'), edition('40'))).toBe('same-text');
  });

  it('keeps apart a release and the price of the same thing, however many parties both name', () => {
    const release = report('Acme and Bramble release Kestrel 3 on Merlin');
    expect(compare(release, report('Acme and Bramble cut the price of Kestrel 3 on Merlin'))).toBeNull();
    expect(compare(release, report('Kestrel 3 is released by Acme and Bramble on Merlin'))).toBe(
      'same-event',
    );
  });

  it('needs fewer common words of two reports that lead to one page', () => {
    const titles = [
      'Acme launches a Kestrel planner that splits chores into steps',
      'Kestrel planner released: thrifty helper works through receipts',
    ] as const;
    const links = ['https://acme.example/planner'];
    expect(compare(report(titles[0]), report(titles[1]))).toBeNull();
    expect(compare(report(titles[0], '', { links }), report(titles[1], '', { links }))).toBe('same-event');
  });

  it('does not take two posts of one site for one event, but those of two of its blogs under one headline', () => {
    const [a, b] = ['Acme buys Kestrel Labs', 'Kestrel Labs is bought by Acme'];
    const at = (host: string) => ({ url: `https://${host}.paper.example/${host}/1`, sourceId: host });
    expect(compare(report(a, '', at('news')), report(b, '', at('blog')))).toBeNull();
    expect(compare(report(a, '', at('news')), report(`${a} for agents`, '', at('blog')))).toBe('same-event');
  });

  it('takes a service that is down for down, in whatever few words', () => {
    const a = report('Acme Kestrel is down for its many users in cities worldwide');
    expect(compare(a, report('Outage hits Kestrel, engineers work on a fix'))).toBe('same-event');
    const late = { at: new Date(AT.getTime() + 20 * HOUR_MS) };
    expect(compare(a, report('Outage hits Kestrel, engineers work on a fix', '', late))).toBeNull();
  });

  it('knows who speaks by the initials of the name in full', () => {
    const own = report('Our evaluation of Kestrel 4 and its cyber capabilities', '', {
      url: 'https://www.nsi.example/kestrel-4',
    });
    const told = (text: string) => report('National body evaluates cyber capabilities of Kestrel 4', text);
    expect(compare(own, told('The Northern Security Institute took a week.'))).toBe('same-event');
    expect(compare(own, told('An institute took a week.'))).toBeNull();
  });

  it('takes a company that analyses for no analysis', () => {
    const title = 'OpenAI 收购实时分析公司 Kestrel';
    expect(compare(report('OpenAI buys Kestrel, a startup'), report(title))).toBe('same-event');
  });

  it('finds a party that is seldom in the news, whatever language calls it', () => {
    const suit = report(
      'Kestrelpedia sues OpenAI over training',
      'The publisher Kestrelpedia filed it on Friday.',
    );
    const chinese = (text: string) => report('百科全书起诉 OpenAI 侵犯版权', text);
    expect(compare(suit, chinese('出版商 Kestrelpedia 提起诉讼。'))).toBe('same-event');
    expect(compare(suit, chinese('出版商提起诉讼。'))).toBeNull();
  });

  it('finds the same parties and sum, in whatever words', () => {
    const [a, b] = [
      'Acme buys Kestrel’s Osprey for $6.5 billion',
      'Kestrel designs for Osprey in $6.5 billion Acme pact',
    ];
    expect(compare(report(a), report(b))).toBe('same-event');
  });

  it('takes a maker’s own place for no other one', () => {
    expect(compare(report('OpenAI releases o5-pro'), report('o5-pro arrives for ChatGPT users'))).toBe(
      'same-event',
    );
  });

  it('takes a link to the announcement for evidence, and only that', () => {
    const announcement = report('Kestrel 3 plans its own work', '', {
      url: 'https://acme.example/kestrel-3',
    });
    const words = 'A new planner by Acme splits long work into steps that can be checked.';
    const title = 'Acme says Kestrel 3 can plan';
    const linked = report(title, words, { links: ['https://acme.example/kestrel-3?utm_source=x'] });
    expect(compare(announcement, linked)).not.toBeNull();
    const other = report('Acme hires a chief scientist', words, { links: linked.links as string[] });
    expect(compare(announcement, other)).toBeNull();
  });

  it('does not take what two publishers say of their own doings for one, though each names the other', () => {
    const [a, b] = [
      'Findings from a pilot evaluation of Claude models',
      'Findings from a pilot alignment evaluation of OpenAI models',
    ];
    const openai = report(a, 'We ran our tests.', { url: 'https://openai.example/findings' });
    const anthropic = report(b, 'We ran our tests.', { url: 'https://anthropic.example/findings' });
    expect(compare(openai, anthropic)).toBeNull();
    expect(compare(openai, report(`${a} by OpenAI`, 'OpenAI ran tests.'))).toBe('same-event');
  });

  it.each([
    ['says what happened', 'Anthropic buys Bun', 'Bun is acquired by Anthropic', 48],
    [
      'does not say what happened',
      'Nordic countries plan shared AI computing centre in northern Sweden',
      'Nordic nations to build joint AI centre in Sweden',
      24,
    ],
    [
      'names the same parties and sum',
      'Acme buys Kestrel’s Osprey for $6.5 billion',
      'Kestrel designs for Osprey in $6.5 billion Acme pact',
      72,
    ],
  ])('believes two reports in other words for some hours, where the headline %s', (_, a, b, hours) => {
    const later = (apart: number) =>
      compare(report(a), report(b, '', { at: new Date(AT.getTime() + apart * HOUR_MS) }));
    expect(later(hours - 1)).toBe('same-event');
    expect(later(hours + 1)).toBeNull();
  });

  it('does not take two reports a week apart for one event', () => {
    const late = { at: new Date(AT.getTime() + 7 * 24 * HOUR_MS) };
    expect(
      compare(report('Anthropic buys Bun'), report('Bun is acquired by Anthropic', '', late)),
    ).toBeNull();
  });

  it('gives the same answer whichever of the two came first', () => {
    const words = [
      'OpenAI',
      'Kestrel 2.1',
      'releases',
      'sues',
      'model',
      'Pro',
      '$3 million',
      '发布',
      'in',
      'Tokyo',
    ];
    const title = fc
      .array(fc.constantFrom(...words), { minLength: 1, maxLength: 7 })
      .map((all) => all.join(' '));
    fc.assert(
      fc.property(title, title, (a, b) => {
        const [one, other] = [report(a), report(b)];
        expect(compare(one, other)).toBe(compare(other, one));
      }),
    );
  });

  it('reads any headline', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (title) => void readTitle(title)));
  });
});

describe('areTwoStories', () => {
  it.each([
    ['versions', 'OpenAI releases GPT-5.2', 'OpenAI releases GPT-5.4'],
    ['members of a family', 'Google releases Gemini 2.5 Pro', 'Google releases Gemini 2.5 Flash'],
    ['a release and a platform', 'OpenAI releases GPT-5.4', 'GPT-5.4 is available in GitHub Copilot'],
    ['a release and a guide', 'OpenAI releases GPT-5.4', 'How to migrate your prompts to GPT-5.4'],
    ['a rumour and the thing', 'OpenAI in talks to buy Windsurf', 'OpenAI buys Windsurf'],
    ['companies', 'Anthropic raises Series B funding round', 'Perplexity raises Series B funding round'],
    ['sums', 'Kestrel raises $600 million', 'Kestrel raises $900 million'],
  ])('is sure of it, whatever a third report says: %s', (_, a, b) => {
    expect(areTwoStories(pairOf(report(a), report(b)))).toBe(true);
  });

  it('is sure of it with two papers', () => {
    const paper = { kind: 'paper' as const };
    const [a, b] = [
      report('Kestrel plans long work', '', paper),
      report('Kestrel reads long work', '', paper),
    ];
    expect(areTwoStories(pairOf(a, b))).toBe(true);
  });

  it.each([
    ['has too little in common', 'Anthropic buys Bun', 'Anthropic grows'],
    ['is one story', 'Anthropic buys Bun', 'Bun is acquired by Anthropic'],
    [
      'says mostly the same of the same parties',
      'Acme orders Bramble to stop Kestrel 5 and Osprey 5',
      'Merlin orders Bramble to stop Kestrel 5 and Osprey 5',
    ],
  ])('leaves it open where what is told %s', (_, a, b) => {
    expect(areTwoStories(pairOf(report(a), report(b)))).toBe(false);
  });
});
