// What people ask for in words: the slash command, a direct message, a mention.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { messageIn, nextTs, reactionTo } from './support/events.ts';
import { Product } from './support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.stop());
beforeEach(() => product.forgetTraffic());

const here = () => product.workspace.channelId;
const ada = () => product.workspace.personId;

describe('the slash command', () => {
  test('answers help to words it does not know, and names them', async () => {
    const answer = await product.command('make me a <!channel> sandwich');
    expect(answer).toMatchObject({ response_type: 'ephemeral' });
    expect(String(answer?.text)).toBe(
      'I do not know "make me a &lt;!channel&gt; sandwich". This is what I understand:',
    );
    expect(JSON.stringify(answer)).toContain('/discuss-ai search WORDS');
  });

  test.each([
    ['', 'This is what I understand:'],
    ['help', 'This is what I understand:'],
    ['top', 'Nobody has voted in the last 7 days. The newest:'],
    ['top all', 'Nothing was posted or voted for yet.'],
    ['top decade', 'I do not know'],
    ['search', 'Write what to look for'],
    ['search "ten tasks"', 'Found for'],
    ['search zebrafish', 'Try fewer words, or other ones.'],
    ['ask', 'Write what you want to know'],
    ['ask how do zebrafish sleep?', 'That is not in what was shared here'],
    ['add', 'Write which link to add'],
    ['summarise', 'Write which link to summarise'],
    ['summarise nonsense', 'is no web address. Write it in full'],
    ['add ftp://example.org/file', 'not an address of a page'],
    ['digest', 'A preview: only you see this.'],
    ['poc', 'PoC'],
    ['learn', 'Lesson 1 of 2'],
    ['save list', 'You have saved nothing yet'],
    ['sources', 'No source is set up'],
    ['status', 'No model is configured'],
    ['log', 'Nothing was changed in Slack yet'],
    ['models', 'No model has been compared yet'],
    ['forget me', 'It cannot be undone'],
    ['forget it', 'I do not know'],
    ['https://example.org/bare', 'write: add URL'],
  ])('"%s" is answered privately with "%s"', async (text, part) => {
    await product.postCard();
    const answer = await product.command(text);
    expect(answer).toMatchObject({ response_type: 'ephemeral' });
    expect(JSON.stringify(answer)).toContain(part);
    expect(product.calls('chat.postMessage').filter(({ text: said }) => said?.includes(part))).toEqual([]);
  });

  test('models shows the latest comparison, and names only what differs by more than chance', async () => {
    const figure = { mean: 0.9, low: 0.8, high: 1, articles: 60 };
    const difference = { value: 0.12, low: 0.05, high: 0.2, articles: 60, p: 0.01, moreThanChance: true };
    const differences = { grounded: difference, coverage: { ...difference, p: 0.3, moreThanChance: false } };
    const comparisons = [{ opponent: 'against' as const, name: 'other-model', figures: {}, differences }];
    product.deps.latestEvaluation = async () => ({
      at: '2026-11-25T00:00:00Z',
      model: 'small-model',
      isStandIn: false,
      promptVersion: 2,
      set: 'evaluation',
      articles: 60,
      figures: { grounded: figure },
      comparisons,
      costUsd: 0,
    });
    const answer = JSON.stringify(await product.command('models'));
    expect(answer).toContain('small-model on 60 articles');
    expect(answer).toContain('holds at the first try: 90 %');
    expect(answer).toContain('Against the other, other-model: better in holds at the first try (+12)');
    expect(answer).not.toContain('reference covered (');
    product.deps.latestEvaluation = async () => null;
  });

  test('top lists what was voted for, with a link to its thread', async () => {
    const card = await product.postCard();
    await product.event(reactionTo(product, card));
    const answer = JSON.stringify(await product.command('top'));
    expect(answer).toContain(card.title);
    expect(answer).toContain(`/archives/${here()}/p${card.ts.replace('.', '')}`);
  });

  test.each([
    'http://127.0.0.1/admin',
    'http://10.0.0.7/wiki',
    'http://[::1]/',
    'https://example.org:8443/x',
  ])('add of %s says privately that it is not read, and makes no card', async (url) => {
    const cards = await product.db.query('select key from message order by key');
    expect(JSON.stringify(await product.command(`add ${url}`))).toContain('I do not read addresses inside');
    expect(await product.db.query('select key from message order by key')).toEqual(cards);
    expect(await product.db.query('select from article where url = $1', [url])).toEqual([]);
  });

  test('export puts a file with the person’s own data into their direct messages, and nobody else’s', async () => {
    const card = await product.postCard();
    await product.event(reactionTo(product, card));
    await product.event(reactionTo(product, card, { user: 'U0SOMEBODY' }));
    const answer = JSON.stringify(await product.command('export'));
    expect(answer).toContain('in your direct messages with me');
    expect(answer).toMatch(/: \d+ votes?/);
    expect(product.calls('conversations.open')[0]?.users).toBe(ada());
    const file = JSON.parse(product.workspace.uploads.at(-1) ?? '{}');
    expect(file.person).toBe(ada());
    expect(file.data.vote).toContainEqual(expect.objectContaining({ title: card.title, emoji: '+1' }));
    expect(JSON.stringify(file)).not.toContain('U0SOMEBODY');
  });

  test('says in plain words that something went wrong, and logs it', async () => {
    const { query } = product.db;
    product.db.query = () => Promise.reject(new Error('the disk is full'));
    try {
      expect(JSON.stringify(await product.command('top'))).toContain('That did not work.');
    } finally {
      product.db.query = query;
    }
    expect(JSON.stringify(product.logged)).toContain('the disk is full');
  });
});

describe('words in a direct message and a mention', () => {
  test('a direct message is answered there, once', async () => {
    const im = await product.workspace.admin.conversations.open({ users: 'U0BOT00001' });
    const event = messageIn(product, { channel: im.channel?.id, channel_type: 'im', text: 'learn' });
    await product.event(event, 'EvDM');
    await product.event(event, 'EvDM');
    const answers = product.calls('chat.postMessage');
    expect(answers).toHaveLength(1);
    expect(answers[0]?.channel).toBe(im.channel?.id);
    expect(answers[0]?.text).toBe('Decide');
  });

  test('an answer has thumbs under it; the last one pressed by a person is kept', async () => {
    const im = await product.workspace.admin.conversations.open({ users: 'U0BOT00001' });
    await product.event(
      messageIn(product, { channel: im.channel?.id, channel_type: 'im', text: 'top month' }),
    );
    const blocks = JSON.parse(product.calls('chat.postMessage')[0]?.blocks ?? '[]');
    const thumbs = blocks.at(-1);
    expect(thumbs.type).toBe('context_actions');
    const { action_id, positive_button, negative_button } = thumbs.elements[0];
    await product.press(action_id, negative_button.value, null);
    await product.press(action_id, positive_button.value, null);
    expect(JSON.stringify(product.workspace.responses.at(-1))).toContain('Noted: it helped');
    const kept = await product.db.query(
      `select place, verb, question, answer.person_id, helpful from answer join answer_feedback on answer_id = id`,
    );
    expect(kept).toEqual([
      { place: 'direct', verb: 'top', question: 'top month', person_id: ada(), helpful: true },
    ]);
    await product.press(action_id, 'no-such-answer:up', null);
    expect(JSON.stringify(product.workspace.responses.at(-1))).toContain('no longer kept');
  });

  test('a mention is answered to the one who asked, in the thread', async () => {
    const ts = nextTs();
    const event = {
      type: 'app_mention',
      channel: here(),
      user: ada(),
      ts,
      thread_ts: '1795332000.000001',
      event_ts: ts,
      text: '<@U0BOT00001> status',
    };
    await product.event(event);
    const [answer] = product.calls('chat.postEphemeral');
    expect(answer).toMatchObject({ channel: here(), user: ada(), thread_ts: '1795332000.000001' });
    expect(answer?.text).toContain('posts made today');
  });

  test('a mention with a link leaves the answer to the summary in the thread', async () => {
    const ts = nextTs();
    const text = '<@U0BOT00001> what about <https://example.org/m>';
    await product.event({ type: 'app_mention', channel: here(), user: ada(), ts, event_ts: ts, text });
    expect(product.calls('chat.postEphemeral')).toEqual([]);
  });
});
