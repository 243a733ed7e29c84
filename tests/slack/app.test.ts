// Reactions and messages, reached as Slack reaches them: signed HTTP, Bolt's routing, the pipeline, the store.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { profileOf } from '../support/profile.ts';
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

async function sharesOf(ts: string): Promise<string[]> {
  const rows = await product.db.query<{ url: string }>(
    'select url from share join article on article.id = article_id where message_ts = $1 order by url',
    [ts],
  );
  return rows.map((row) => row.url);
}

describe('reactions', () => {
  test('a vote counts once when Slack delivers it three times', async () => {
    const card = await product.postCard();
    const event = reactionTo(product, card);
    for (let delivery = 0; delivery < 3; delivery += 1) await product.event(event, 'EvTHREETIMES');
    expect(await product.votesOf(card.articleId)).toBe(1);
    expect(await product.db.query("select 1 from event_seen where event_id = 'EvTHREETIMES'")).toHaveLength(
      1,
    );
    await product.event(reactionTo(product, card, { type: 'reaction_removed' }));
    expect(await product.votesOf(card.articleId)).toBe(0);
    await product.event(event, 'EvTHREETIMES');
    expect(await product.votesOf(card.articleId)).toBe(0);
  });

  test("on files, on other messages, and the app's own count for nothing", async () => {
    const card = await product.postCard();
    await product.event(reactionTo(product, card, { item: { type: 'file', file: 'F1' } }));
    await product.event(reactionTo(product, card, { user: 'U0BOT00001' }));
    await product.event(reactionTo(product, { ...card, ts: '1700000000.000001' }));
    expect(await product.votesOf(card.articleId)).toBe(0);
    expect(product.logged.filter((line) => Number(line.level) >= 50)).toEqual([]);
  });
});

describe('messages in the channel', () => {
  test('links in rich text are taken in, once however often delivered', async () => {
    const event = messageIn(product, {
      text: 'see <https://example.org/b?x=1&amp;y=2|this>',
      blocks: [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: 'see ' },
                { type: 'link', url: 'https://example.org/b?x=1&y=2', text: 'this' },
              ],
            },
          ],
        },
      ],
    });
    await product.event(event, 'EvSHARED');
    await product.event(event, 'EvSHARED');
    expect(await sharesOf(event.ts)).toEqual(['https://example.org/b?x=1&y=2']);
    const [claims] = await product.db.query<{ count: number }>(
      "select count(*)::int4 as count from message where purpose = 'reply' and thread_ts = $1",
      [event.ts],
    );
    expect(claims?.count).toBe(1);
  });

  test.each([
    ['a bot', { bot_id: 'B0OTHER', subtype: 'bot_message' }],
    ['an app that posts as a user', { bot_id: 'B0OTHER' }],
    ['an edit', { subtype: 'message_changed', message: { user: 'U1', text: '<https://example.org/edit>' } }],
    ['someone who joined', { subtype: 'channel_join' }],
    ['another channel', { channel: 'C0ELSEWHERE' }],
  ])('a link from %s is left alone', async (_name, changes) => {
    const event = messageIn(product, { text: '<https://example.org/ignored>', ...changes });
    await product.event(event);
    expect(await sharesOf(event.ts)).toEqual([]);
  });

  test.each(['file_share', 'thread_broadcast'])('a link in a %s message is taken in', async (subtype) => {
    const event = messageIn(product, {
      text: `<https://example.org/${subtype}>`,
      subtype,
      thread_ts: '1795332000.000001',
    });
    await product.event(event);
    expect(await sharesOf(event.ts)).toEqual([`https://example.org/${subtype}`]);
  });

  test('a link in a private channel that the app runs is taken in', async () => {
    const channel = 'C0PRIVATE1';
    product.deps.channels.push(profileOf({ id: channel, name: 'closed' }));
    const event = messageIn(product, {
      channel,
      channel_type: 'group',
      text: '<https://example.org/closed>',
    });
    await product.event(event);
    expect(await sharesOf(event.ts)).toEqual(['https://example.org/closed']);
    product.deps.channels.pop();
  });

  test("a person's deleted message is forgotten", async () => {
    const event = messageIn(product, { text: '<https://example.org/regretted>' });
    await product.event(event);
    expect(await sharesOf(event.ts)).toHaveLength(1);
    const previous = { type: 'message', user: ada(), text: 'x', ts: event.ts };
    await product.event({
      type: 'message',
      subtype: 'message_deleted',
      channel: here(),
      channel_type: 'channel',
      deleted_ts: event.ts,
      ts: nextTs(),
      event_ts: nextTs(),
      previous_message: previous,
    });
    expect(await sharesOf(event.ts)).toEqual([]);
  });
});

const SAMPLES = '../shared/data/slack/events';

describe.skipIf(!existsSync(SAMPLES))("Slack's own sample of each event", () => {
  const files = existsSync(SAMPLES) ? readdirSync(SAMPLES) : [];

  /** The samples give shapes without values: every empty string gets one. */
  function sample(file: string, subtype: string | undefined): { event: Record<string, unknown> } {
    const filled = JSON.parse(readFileSync(`${SAMPLES}/${file}`, 'utf8'), (_key, value: unknown) =>
      value === '' ? 'X0SAMPLE1' : value,
    );
    if (subtype === undefined) delete filled.event.subtype;
    return filled;
  }

  test.each(files)('%s is taken without a fault', async (file) => {
    const { event } = sample(file, file.startsWith('MessagePayload') ? undefined : 'kept');
    expect((await product.event({ ...event, channel: event.channel ?? here() })).status).toBe(200);
    expect(product.logged.filter((line) => Number(line.level) >= 50)).toEqual([]);
  });
});
