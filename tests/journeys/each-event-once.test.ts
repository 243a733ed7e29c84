// Slack delivers at least once and in no order, and sometimes not at all. What comes of it is what would have come of
// each event once, in order.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mulberry32 } from '../../src/domain/seeded-random.ts';
import { reconcileVotes } from '../../src/pipeline/reconcile-votes.ts';
import { type Posted, Product, SECRET } from '../slack/support/product.ts';
import { commandRequest, eventBody } from '../support/slack-requests.ts';

const EVENTS = 10_000;
const DELIVERIES = 3;
const CARDS = 12;
const PEOPLE = 50;
const EMOJI = ['+1', 'heart', 'bookmark', 'hammer_and_wrench'];
/** Of every hundred events, so many never arrive. */
const LOST = 5;
const LINKS = 200;
const MENTIONS = 50;
const AT_ONCE = 400;
/** Before the product's now: Slack's list is asked after the last of them. */
const FIRST_TS = 1_795_000_000;

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const random = mulberry32(seed);
const below = (count: number) => Math.floor(random() * count);

interface Reaction {
  key: string;
  added: boolean;
  body: Record<string, unknown>;
  lost: boolean;
}

let product: Product;
let cards: Posted[];
beforeAll(async () => {
  product = await Product.start();
  cards = [];
  for (let n = 0; n < CARDS; n += 1) cards.push(await product.postCard());
});
afterAll(() => product.stop());

const bodyOf = (event: Record<string, unknown>, id: string): Record<string, unknown> =>
  JSON.parse(eventBody(event, id));

/** What people did, in the order in which they did it. */
function reactionsOf(count: number): Reaction[] {
  const set = new Set<string>();
  return Array.from({ length: count }, (_, n) => {
    const card = cards[below(CARDS)];
    const user = `U0PERSON${String(below(PEOPLE)).padStart(2, '0')}`;
    const reaction = EMOJI[below(EMOJI.length)] ?? '';
    const key = `${card?.articleId} ${user} ${reaction}`;
    const added = !set.delete(key);
    if (added) set.add(key);
    const item = { type: 'message', channel: product.workspace.channelId, ts: card?.ts };
    const type = added ? 'reaction_added' : 'reaction_removed';
    const event = { type, user, reaction, item, event_ts: `${FIRST_TS + n}.000100` };
    return { key, added, body: bodyOf(event, `EvREACTION${n}`), lost: below(100) < LOST };
  });
}

/** Each once, in order. */
function standing(reactions: readonly Reaction[]): string[] {
  const set = new Set<string>();
  for (const { key, added } of reactions) {
    if (added) set.add(key);
    else set.delete(key);
  }
  return [...set].sort();
}

function shuffled<Item>(items: Item[]): Item[] {
  for (let n = items.length - 1; n > 0; n -= 1) {
    const other = below(n + 1);
    [items[n], items[other]] = [items[other] as Item, items[n] as Item];
  }
  return items;
}

async function deliver(bodies: readonly Record<string, unknown>[]): Promise<void> {
  const all = shuffled(bodies.flatMap((body) => Array<typeof body>(DELIVERIES).fill(body)));
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const group = all.slice(start, start + AT_ONCE);
    // Bolt's own routing, without the signature and HTTP of each: those have tests of their own.
    await Promise.all(
      group.map((body) => product.slack.app.processEvent({ body, ack: async () => undefined })),
    );
    await product.settled();
  }
}

const votes = async () =>
  (
    await product.db.query<{ key: string }>(
      `select article_id || ' ' || person_id || ' ' || emoji as key from vote where present`,
    )
  )
    .map(({ key }) => key)
    .sort();

describe(`each event once (SEED=${seed})`, () => {
  it(`counts ${EVENTS} events as once and in order, delivered ${DELIVERIES} times in any order, with gaps`, {
    timeout: 300_000,
  }, async () => {
    const { channelId: channel, personId: user } = product.workspace;
    const reactions = reactionsOf(EVENTS - LINKS - MENTIONS);
    const message = (n: number, event: Record<string, unknown>) => {
      const ts = `${FIRST_TS + n}.000200`;
      return { channel, channel_type: 'channel', user, ts, event_ts: ts, ...event };
    };
    const links = Array.from({ length: LINKS }, (_, n) =>
      bodyOf(message(n, { type: 'message', text: `<https://example.org/shared/${n}>` }), `EvLINK${n}`),
    );
    const mentions = Array.from({ length: MENTIONS }, (_, n) =>
      bodyOf(message(n, { type: 'app_mention', text: '<@U0BOT00001> help' }), `EvMENTION${n}`),
    );
    const arrived = reactions.filter(({ lost }) => !lost);
    await deliver([...arrived.map(({ body }) => body), ...links, ...mentions]);

    expect(await votes()).toEqual(standing(arrived));
    const [replies] = await product.db.query<{ all: number; messages: number }>(
      `select count(*)::int as all, count(distinct thread_ts)::int as messages from message where purpose = 'reply'`,
    );
    expect(replies).toEqual({ all: LINKS, messages: LINKS });
    expect(product.calls('chat.postEphemeral')).toHaveLength(MENTIONS);
    expect(product.logged.filter((line) => Number(line.level) >= 50)).toEqual([]);

    // After the gap Slack is asked what stands.
    const truth = standing(reactions);
    expect(await votes()).not.toEqual(truth);
    product.deps.publisher.reactions = async ({ ts }) => {
      const article = cards.find((card) => card.ts === ts)?.articleId;
      const here = truth.map((key) => key.split(' ')).filter(([id]) => id === String(article));
      const byEmoji = Map.groupBy(here, ([, , emoji]) => emoji ?? '');
      return [...byEmoji].map(([emoji, set]) => ({ emoji, people: set.map(([, person]) => person ?? '') }));
    };
    await reconcileVotes(product.deps, { channelId: channel });
    expect(await votes()).toEqual(truth);
    for (const { articleId } of cards) {
      const people = truth.filter((key) => key.startsWith(`${articleId} `) && /(\+1|heart)$/.test(key));
      expect(await product.votesOf(articleId)).toBe(new Set(people.map((key) => key.split(' ')[1])).size);
    }
    // The last of a late copy changes nothing any more.
    await deliver(arrived.slice(0, 50).map(({ body }) => body));
    expect(await votes()).toEqual(truth);
  });

  it('is acknowledged before its work is done, however long that takes', async () => {
    // A model that does not answer, as far as a listener can tell: the store gives nothing until it is let go.
    const held = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const transaction = product.db.transaction(async () => {
      entered.resolve();
      await held.promise;
    });
    await entered.promise;
    const { personId: userId, channelId, responseUrl, responses } = product.workspace;
    const before = responses.length;
    const command = { command: '/discuss-ai', text: 'top', userId, channelId, responseUrl };
    const statuses = [];
    for (let n = 0; n < 20; n += 1)
      statuses.push((await product.send(commandRequest(SECRET, command))).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(responses).toHaveLength(before);
    held.resolve();
    await transaction;
    await product.settled();
    expect(responses).toHaveLength(before + 20);
  });
});
