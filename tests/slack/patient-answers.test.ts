// Answers that a person waits for, through Bolt and HTTP: tried again where Slack asks to wait or gives no answer, for as
// long as that makes sense to whoever waits; else they are told. Waits are noted and pass on the test's clock.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { commandRequest } from '../support/slack-requests.ts';
import { Product, SECRET } from './support/product.ts';

let product: Product;
let clock = 0;
const waits: number[] = [];
beforeAll(async () => {
  product = await Product.start(undefined, {
    patience: {
      now: () => clock,
      wait: async (ms) => {
        waits.push(ms);
        clock += ms;
      },
    },
  });
  // Known, so that nobody is looked up while something is counted.
  await product.command('status');
});
afterAll(() => product.stop());
beforeEach(() => {
  product.forgetTraffic();
  waits.length = 0;
});

/** Bolt hands a fault to where it is logged after the listener has ended. */
async function loud(): Promise<Record<string, unknown>[]> {
  await new Promise(setImmediate);
  return product.logged.filter((line) => Number(line.level) >= 50);
}
/** Bolt hands it on after the listener has ended, and whether it is a trouble is looked up first. */
const isLogged = () => vi.waitFor(async () => expect(await loud()).not.toEqual([]), { timeout: 30_000 });
const privately = () => product.calls('chat.postEphemeral').map(({ text }) => text);

async function openHome(): Promise<void> {
  await product.event({
    type: 'app_home_opened',
    user: product.workspace.personId,
    tab: 'home',
    channel: 'D0',
  });
}

async function openProfile(): Promise<void> {
  const { personId: userId, channelId, responseUrl } = product.workspace;
  const trigger = await product.workspace.triggerId();
  const request = commandRequest(SECRET, {
    command: '/discuss-ai',
    text: 'profile',
    userId,
    channelId,
    responseUrl,
    triggerId: trigger,
  });
  await product.send(request);
  await product.settled();
}

describe('an answer to a response_url', () => {
  it('comes when Slack lets it, and once', async () => {
    product.workspace.spoilNext('response_url', { kind: 'rate limited', seconds: 30 });
    expect(await product.command('help')).toBeDefined();
    expect(product.workspace.responses).toHaveLength(1);
    expect(waits).toEqual([30_000]);
    expect(await loud()).toEqual([]);
  });

  it('is sent again after a fault of Slack’s', async () => {
    product.workspace.spoilNext('response_url', { kind: 'server error after' });
    await product.command('help');
    expect(waits).toEqual([250]);
    expect(await loud()).toEqual([]);
  });

  it('is given up, with a line in the log, when Slack asks to wait for longer than anybody would', async () => {
    product.workspace.spoilNext('response_url', { kind: 'rate limited', seconds: 600 });
    await product.command('help');
    expect([waits, product.workspace.responses]).toEqual([[], []]);
    await isLogged();
  });

  it('uses no more than four of its five times', async () => {
    product.workspace.spoilAll('response_url', { kind: 'rate limited', seconds: 1 });
    await product.command('help');
    product.workspace.spoilAll('response_url', null);
    expect(waits).toEqual([1_000, 1_000, 1_000]);
    await isLogged();
  });
});

describe('a private message', () => {
  const mention = (text: string) =>
    product.event({
      type: 'app_mention',
      user: product.workspace.personId,
      channel: product.workspace.channelId,
      text: `<@U0BOT00001> ${text}`,
      ts: '1795332486.000300',
      event_ts: '1795332486.000300',
    });

  it('waits as Slack asks, and comes', async () => {
    product.workspace.spoilNext('chat.postEphemeral', { kind: 'rate limited', seconds: 3 });
    await mention('help');
    expect(privately()).toHaveLength(2);
    expect(waits).toEqual([3_000]);
  });

  it('is tried again when the answer of Slack is lost', async () => {
    product.workspace.spoilNext('chat.postEphemeral', { kind: 'answer lost' });
    await mention('help');
    expect(waits).toEqual([250]);
    expect(await loud()).toEqual([]);
  });
});

describe('the Home tab', () => {
  it.each([
    [{ kind: 'rate limited', seconds: 2 } as const, 2_000],
    [{ kind: 'answer lost' } as const, 250],
    [{ kind: 'server error after' } as const, 250],
  ])('is shown after %o', async (spoil, waitMs) => {
    product.workspace.spoilNext('views.publish', spoil);
    await openHome();
    expect(product.calls('views.publish')).toHaveLength(2);
    expect(waits).toEqual([waitMs]);
    expect(await loud()).toEqual([]);
  });
});

describe('a form', () => {
  it('opens after a second, within the life of its trigger, and is filled after a lost answer', async () => {
    product.workspace.spoilNext('views.open', { kind: 'rate limited', seconds: 1 });
    product.workspace.spoilNext('views.update', { kind: 'answer lost' });
    await openProfile();
    expect(product.calls('views.open')).toHaveLength(2);
    expect(product.calls('views.update')).toHaveLength(2);
    expect(waits).toEqual([1_000, 250]);
    expect([privately(), await loud()]).toEqual([[], []]);
  });

  it.each([
    ['Slack asks to wait for longer than the trigger lives', { kind: 'rate limited', seconds: 5 } as const],
    ['Slack gives no answer, by which it may be open', { kind: 'answer lost' } as const],
    ['the trigger has run out', { kind: 'slack says', error: 'expired_trigger_id' } as const],
  ])('is not asked for twice when %s, and the person is told', async (_name, spoil) => {
    product.workspace.spoilNext('views.open', spoil);
    await openProfile();
    expect(product.calls('views.open')).toHaveLength(1);
    expect(waits).toEqual([]);
    expect(privately()).toEqual([expect.stringContaining('did not open the form in time')]);
  });
});

it('in a direct message a lost answer is not answered by a second message', async () => {
  const channel = 'D0ADA00001';
  product.workspace.spoilNext('chat.postMessage', { kind: 'answer lost' });
  await product.event({
    type: 'message',
    channel_type: 'im',
    channel,
    user: product.workspace.personId,
    text: 'help',
    ts: '1795332486.000400',
    event_ts: '1795332486.000400',
  });
  expect(product.calls('chat.postMessage')).toHaveLength(1);
  expect(waits).toEqual([]);
});

// The last: its trouble is told to a manager in a message of its own.
it('a form that is refused for another reason is a trouble, not a matter of trying again', async () => {
  product.workspace.spoilNext('views.open', { kind: 'slack says', error: 'missing_scope' });
  await openProfile();
  expect(privately()).toEqual([]);
  await isLogged();
});
