// A further question in a thread, through Bolt and the sandbox's workspace.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { earlierExchange, keepAnswer } from '../../src/pipeline/keep-answer.ts';
import { parseFollowUp, parseSpoken, refersBack } from '../../src/slack/spoken-words.ts';
import { startTestApp, type TestApp } from '../support/app.ts';

describe('what a further question is', () => {
  it.each([
    'and which of them is open source?',
    'Why?',
    'how about the second one',
    '那哪个是开源的？',
    '它们多少钱？',
  ])('reads %s as one, after an answer', (text) => {
    expect(refersBack(text)).toBe(true);
    expect(parseFollowUp(text)).toEqual({ verb: 'ask', question: text });
  });

  it('still knows commands', () => {
    expect(parseFollowUp('top month')).toEqual({ verb: 'top', period: 'month' });
    expect(parseFollowUp('help')).toEqual({ verb: 'help', puzzle: null });
  });

  it('takes a question about open source for no question about sources', () => {
    expect(parseSpoken('which agents are open source?')).toMatchObject({ verb: 'ask' });
    expect(parseSpoken('which sources do you read?')).toMatchObject({ verb: 'sources' });
  });
});

describe('what came before', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ workers: false });
    for (const [n, threadTs] of ['1.0', '2.0', null].entries()) {
      await keepAnswer(app.deps, {
        personId: 'U1',
        channelId: 'C1',
        threadTs,
        language: 'en',
        place: 'mention',
        verb: 'ask',
        question: `question ${n}`,
        reply: `reply ${n}`,
        told: `told ${n}`,
        articleIds: [n],
        model: null,
        prompt: null,
      });
      app.clock.now = new Date(app.clock.now.getTime() + 1_000);
    }
  });
  afterAll(() => app.close());
  const lastOf = async (threadTs: string | null, personId = 'U1') =>
    (await earlierExchange(app.deps, { personId, channelId: 'C1', threadTs }))?.question ?? null;

  it('is the same person’s last question of that thread alone', async () => {
    expect(await lastOf('1.0')).toBe('question 0');
    expect(await lastOf('2.0')).toBe('question 1');
    expect(await lastOf('3.0')).toBe(null);
    expect(await lastOf('1.0', 'U2')).toBe(null);
  });

  it('is forgotten after an hour where there are no threads', async () => {
    expect(await lastOf(null)).toBe('question 2');
    app.clock.now = new Date(app.clock.now.getTime() + 2 * 3_600_000);
    expect(await lastOf(null)).toBe(null);
    expect(await lastOf('2.0')).toBe('question 1');
  });
});
