// Answers that appear sentence by sentence in a thread: through Bolt, the Web API and the sandbox's workspace.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ModelClient } from '../../src/llm/model-client.ts';
import { readArticles } from '../../src/pipeline/read-articles.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import { sweepStore } from '../../src/pipeline/sweep-store.ts';
import type { Message } from '../../src/sandbox/messages.ts';
import type { Fault } from '../../src/sandbox/web-api.ts';
import { claimMessage, savePosted } from '../../src/store/messages.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type Person, personOf, textOf } from '../support/person.ts';
import { itemOf } from '../support/store.ts';

const QUESTION = 'what makes inference cheaper?';
const FIRST = 'Caching of prompts makes inference cheaper by 40 %.';
const SECOND = 'It makes inference of short prompts no cheaper, as the team found later.';
const WRONG = 'Caching of prompts makes inference cheaper by 95 %.';
const ARTICLES = [
  ['Caching of prompts', `${FIRST} ${SECOND}`, true],
  ['Pruning, for few', 'Pruning makes inference cheaper by 90 % without any loss.', false],
  ['Licences of models', 'Qwen and Mistral publish weights under Apache-2.0, so both are open source.', true],
] as const;

/** Writes its answer piece by piece, and waits before each piece until it may. */
let mayWrite: ((piece: number) => Promise<void>) | null = null;
let prompts: string[] = [];
const model: ModelClient = {
  name: 'stand-in',
  nameFor: () => 'stand-in',
  async answer({ user, schema, onText }) {
    prompts.push(user);
    const numbers = [...user.matchAll(/\[(\d+)\] Caching of prompts/g)].map(([, number]) => Number(number));
    const passages = numbers.length > 0 ? numbers : [1];
    const sentences = [FIRST, WRONG, SECOND].map((text) => ({ text, passages }));
    const reply = JSON.stringify({ found: true, sentences });
    const ends = sentences.map(({ text }) => reply.indexOf('}', reply.indexOf(text)) + 1);
    for (const [piece, end] of ends.entries()) {
      await mayWrite?.(piece);
      onText?.(reply.slice(0, end));
    }
    await mayWrite?.(ends.length);
    const usage = {
      model: 'stand-in',
      inputTokens: 9,
      outputTokens: 9,
      costUsd: 0,
      latencyMs: 1,
      requests: 1,
    };
    return { kind: 'answer', value: schema.parse(JSON.parse(reply)), usage };
  },
};

let app: TestApp;
let person: Person;
let fault: (method: string) => Fault | null = () => null;
/** Everything that was ever to be read in the workspace. */
const seen: string[] = [];

beforeAll(async () => {
  app = await startTestApp({ model, faultFor: (method) => fault(method) });
  person = personOf(app.sandbox);
  app.sandbox.workspace.onChange((change) => seen.push(JSON.stringify(change)));
  const items = ARTICLES.map(([title, html], n) => itemOf(n, { url: `https://a.invalid/${n}`, title, html }));
  const broughtBy = { kind: 'person' as const, personId: 'U1', channelId: app.channelId, messageTs: null };
  const submission = { items, broughtBy, collectionId: null, defaultKind: null };
  const { fresh } = await app.db.transaction((tx) => submitArticles(tx, submission, app.deps.now()));
  await readArticles(app.deps, { articleIds: fresh });
  for (const [n, articleId] of fresh.entries()) {
    const channelId = ARTICLES[n]?.[2] ? app.channelId : 'C0ELSEWHERE';
    const claim = { id: `m-${n}`, channelId, purpose: 'card' as const, articleId, key: `card:${n}` };
    await claimMessage(app.db, claim, app.deps.now());
    await savePosted(app.db, `m-${n}`, `${n + 1}.000000`, app.deps.now());
  }
}, 60_000);
afterAll(() => app.close());
beforeEach(() => {
  mayWrite = null;
  prompts = [];
  fault = () => null;
  seen.length = 0;
});

const lastOf = (channelId: string, threadTs: string | null = null): Message | undefined =>
  app.sandbox.workspace.messages
    .inChannel(channelId)
    .findLast((one) => one.threadTs === threadTs && !one.byApp);
const repliesTo = (message: Message | undefined): Message[] =>
  app.sandbox.workspace.messages
    .replies(message?.channelId ?? '', message?.ts ?? '')
    .filter(({ byApp, visibleTo }) => byApp && visibleTo === null);

async function ask(text = QUESTION, threadTs?: string): Promise<Message> {
  await person.say(app.channelId, `@discuss-ai ${text}`, threadTs);
  const asked = lastOf(app.channelId, threadTs ?? null);
  if (!asked) throw new Error('nothing was asked');
  return asked;
}

const isWhole = (message: Message | undefined): boolean => {
  const text = message ? textOf(message) : '';
  return (
    text.includes(FIRST) &&
    text.includes(SECOND) &&
    JSON.stringify(message?.blocks).includes('feedback_buttons')
  );
};

describe('an answer in a thread', () => {
  it('appears sentence by sentence, and nothing that does not hold is ever to be seen', async () => {
    const gates = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
    const reached = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
    mayWrite = async (piece) => {
      reached[piece]?.resolve();
      await gates[piece]?.promise;
    };
    const asked = await ask();
    gates[0]?.resolve();
    await expect.poll(() => repliesTo(asked).map(textOf).join(), { timeout: 30_000 }).toContain(FIRST);
    expect(repliesTo(asked)[0]?.streamingSince).toBeGreaterThan(0);
    expect(textOf(repliesTo(asked)[0] as Message)).not.toContain(SECOND);
    for (const gate of gates) gate.resolve();
    await app.settle();
    const [answer, ...more] = repliesTo(asked);
    expect(more).toEqual([]);
    expect(isWhole(answer)).toBe(true);
    expect(answer?.streamingSince).toBe(null);
    expect(textOf(answer as Message)).toContain('Caching of prompts');
    expect(seen.join()).not.toContain('95 %');
  });

  it('shows all in the channel only what all of them may see', async () => {
    await ask();
    await app.settle();
    expect(prompts.join()).not.toContain('Pruning');
  });

  it('is for one person alone after the slash command', async () => {
    const before = app.sandbox.workspace.messages.all().length;
    await person.say(app.channelId, `/discuss-ai ask ${QUESTION}`);
    await app.settle();
    expect(textOf(person.answers().at(-1) as Message)).toContain(FIRST);
    expect(
      app.sandbox.workspace.messages
        .all()
        .slice(before)
        .every(({ visibleTo }) => visibleTo !== null),
    ).toBe(true);
  });

  it('streams in a direct message, too, and understands a further question there', async () => {
    const direct = app.sandbox.workspace.channel(person.id)?.id ?? '';
    await person.say(direct, QUESTION);
    await app.settle();
    const asked = lastOf(direct);
    expect(repliesTo(asked)).toHaveLength(1);
    expect(isWhole(repliesTo(asked)[0])).toBe(true);
    await person.say(direct, 'and is it any good for short prompts?', asked?.ts);
    await app.settle();
    expect(repliesTo(asked)).toHaveLength(2);
    expect(prompts.at(-1)).toContain(QUESTION.replace('?', ''));
  });

  it('understands a further question in the thread by the one before, and by nothing else that was written', async () => {
    const asked = await ask('what do Qwen and Mistral publish?');
    await app.settle();
    await person.say(app.channelId, 'I like Aubergine best.', asked.ts);
    await app.settle();
    await ask('and which of them is open source?', asked.ts);
    await app.settle();
    expect(prompts.at(-1)).toContain('Qwen and Mistral publish weights');
    expect(prompts.at(-1)).toContain('what do Qwen and Mistral publish');
    expect(prompts.join()).not.toContain('Aubergine');
  });
});

describe('one answer, and a whole one', () => {
  const once = (method: string, what: Fault): ((called: string) => Fault | null) => {
    let left = 1;
    return (called) => (called === method && left-- > 0 ? what : null);
  };
  const METHODS = ['chat.startStream', 'chat.appendStream', 'chat.stopStream'];
  const FAULTS: Fault[] = [
    { kind: 'lost-answer' },
    { kind: 'unavailable' },
    { kind: 'rate-limited', seconds: 0 },
    { kind: 'refused', error: 'unknown_method' },
  ];
  it.each(METHODS.flatMap((method) => FAULTS.map((what) => [method, what.kind, what] as const)))(
    'whatever %s brings: %s',
    { timeout: 180_000 },
    async (method, _kind, what) => {
      fault = once(method, what);
      const asked = await ask();
      await app.settle();
      await expect.poll(() => isWhole(repliesTo(asked)[0]), { timeout: 20_000 }).toBe(true);
      expect(repliesTo(asked)).toHaveLength(1);
      expect(seen.join()).not.toContain('95 %');
    },
  );

  it('is one message where Slack never streams', async () => {
    fault = (method) => (METHODS.includes(method) ? { kind: 'refused', error: 'unknown_method' } : null);
    const asked = await ask();
    await app.settle();
    expect(repliesTo(asked)).toHaveLength(1);
    expect(isWhole(repliesTo(asked)[0])).toBe(true);
  });

  it('is made whole after a crash in its middle', { timeout: 180_000 }, async () => {
    // The process that was writing never comes back: neither from the model nor with an error.
    mayWrite = (piece) => (piece === 0 ? Promise.resolve() : new Promise<void>(() => undefined));
    const asked = await ask();
    await expect.poll(() => repliesTo(asked).map(textOf).join(), { timeout: 30_000 }).toContain(FIRST);
    mayWrite = null;
    await sweepStore(app.deps);
    await app.queue.whenIdle({ evenDelayed: true });
    expect(isWhole(repliesTo(asked)[0])).toBe(false);
    app.clock.now = new Date(app.clock.now.getTime() + 15 * 60_000);
    await sweepStore(app.deps);
    await expect.poll(() => isWhole(repliesTo(asked)[0]), { timeout: 20_000 }).toBe(true);
    expect(repliesTo(asked)).toHaveLength(1);
    expect(repliesTo(asked)[0]?.streamingSince ?? null).toBe(null);
  });

  it('comes after a crash before its first sentence', { timeout: 180_000 }, async () => {
    mayWrite = () => new Promise<void>(() => undefined);
    const asked = await ask();
    await expect.poll(() => prompts.length, { timeout: 30_000 }).toBe(1);
    mayWrite = null;
    app.clock.now = new Date(app.clock.now.getTime() + 15 * 60_000);
    await sweepStore(app.deps);
    await expect.poll(() => isWhole(repliesTo(asked)[0]), { timeout: 20_000 }).toBe(true);
    expect(repliesTo(asked)).toHaveLength(1);
  });
});
