import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { actAs, messagesShown, shownTo } from './act-as.ts';
import { card, type Demo, MANIFEST, SIGNING_SECRET, startDemo } from './demo-app.ts';

const [MAYA, TOMAS] = ['U0MAYA00001', 'U0TOMAS0001'];

let demo: Demo;
beforeEach(async () => {
  demo = await startDemo();
});
afterEach(() => demo.close());

const bodiesOf = (type: string) => demo.received.filter((body) => body.type === type);

async function postCard(): Promise<string> {
  const { ts } = await demo.app.client.chat.postMessage({
    channel: demo.channelId,
    text: 'A card',
    blocks: card('Title'),
  });
  return ts ?? '';
}

async function answerTo(url: string, answer: object): Promise<number> {
  return (await fetch(url, { method: 'POST', body: JSON.stringify(answer) })).status;
}

/** What the page sends when a person presses a button of a card. */
function pressOf(ts: string, actionId: string, action: Record<string, unknown>) {
  return { do: 'action', channel: demo.channelId, ts, blockId: 'any', actionId, action };
}

describe('slash commands', () => {
  const run = (text: string) => actAs(demo.sandbox, MAYA, { do: 'message', channel: demo.channelId, text });

  it('shows an answer only to the person who asked', async () => {
    expect(await run('/demo hello')).toEqual({ ok: true });
    expect(await messagesShown(demo.sandbox, MAYA, demo.channelId)).toMatchObject([
      { is_ephemeral: true, user: 'U0APPBOT001' },
    ]);
    expect(await messagesShown(demo.sandbox, TOMAS, demo.channelId)).toEqual([]);
  });

  it('shows an in_channel answer to all', async () => {
    await run('/demo public');
    expect(await messagesShown(demo.sandbox, TOMAS, demo.channelId)).toMatchObject([{ text: 'Said to all' }]);
  });

  it('takes a late answer through the response_url', async () => {
    await run('/demo late');
    await vi.waitFor(async () => {
      expect(await messagesShown(demo.sandbox, MAYA, demo.channelId)).toMatchObject([
        { text: `Late answer for <@${MAYA}>`, is_ephemeral: true },
      ]);
    });
  });

  it('says so when there is no such command, when it is in a thread, and when the app is away', async () => {
    expect(await run('/nothing')).toMatchObject({ ok: false, problem: '/nothing is not a valid command' });
    const ts = await postCard();
    const inThread = { do: 'message', channel: demo.channelId, text: '/demo hello', threadTs: ts };
    expect(await actAs(demo.sandbox, MAYA, inThread)).toMatchObject({ ok: false });
    const alone = await createSandbox({
      port: 0,
      signingSecret: SIGNING_SECRET,
      manifest: MANIFEST,
      appUrl: () => 'http://127.0.0.1:9/',
      log: pino({ level: 'silent' }),
      now: () => new Date(),
    });
    const asked = { do: 'message', channel: alone.channels[0]?.id, text: '/demo hello' };
    expect(await actAs(alone, MAYA, asked)).toEqual({
      ok: false,
      problem: '/demo failed with the error "dispatch_failed"',
    });
    await alone.close();
  });
});

describe('buttons', () => {
  it('sends the message along, and the app changes it for all', async () => {
    const ts = await postCard();
    const action = { type: 'button', value: '7', text: { type: 'plain_text', text: 'Vote' } };
    expect(await actAs(demo.sandbox, MAYA, pressOf(ts, 'vote', action))).toEqual({ ok: true });
    await vi.waitFor(async () => {
      const [shown] = await messagesShown(demo.sandbox, TOMAS, demo.channelId);
      expect(JSON.stringify(shown?.blocks)).toContain(':+1: 1');
    });
    expect(bodiesOf('block_actions')).toMatchObject([
      {
        user: { id: MAYA },
        channel: { id: demo.channelId, name: 'discuss-ai' },
        container: { message_ts: ts },
        actions: [{ action_id: 'vote', value: '7' }],
      },
    ]);
  });

  it('shows the private answer of an overflow menu to the one who chose', async () => {
    const ts = await postCard();
    const selected = {
      type: 'overflow',
      selected_option: { text: { type: 'plain_text', text: 'Why?' }, value: 'why' },
    };
    await actAs(demo.sandbox, TOMAS, pressOf(ts, 'more', selected));
    await vi.waitFor(async () => {
      const messages = await messagesShown(demo.sandbox, TOMAS, demo.channelId);
      expect(messages[1]).toMatchObject({ text: 'You chose why', is_ephemeral: true });
    });
    expect(await messagesShown(demo.sandbox, MAYA, demo.channelId)).toHaveLength(1);
  });

  it('replaces or deletes its message through the response_url', async () => {
    const ts = await postCard();
    await actAs(demo.sandbox, MAYA, pressOf(ts, 'ask', { type: 'button', value: '1' }));
    const url = String(bodiesOf('block_actions')[0]?.response_url);
    expect(await answerTo(url, { replace_original: true, text: 'Replaced' })).toBe(200);
    expect(await messagesShown(demo.sandbox, TOMAS, demo.channelId)).toMatchObject([
      { ts, text: 'Replaced' },
    ]);
    expect(await answerTo(url, { blocks: [{ type: 'nothing' }] })).toBe(404);
    expect(await answerTo(url, { delete_original: true })).toBe(200);
    expect(await messagesShown(demo.sandbox, TOMAS, demo.channelId)).toEqual([]);
  });
});

describe('response_url', () => {
  it('takes five answers', async () => {
    await actAs(demo.sandbox, MAYA, { do: 'message', channel: demo.channelId, text: '/demo hello' });
    const url = String(demo.received[0]?.response_url);
    const statuses: number[] = [];
    for (let use = 1; use <= 6; use += 1) statuses.push(await answerTo(url, { text: `answer ${use}` }));
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(await messagesShown(demo.sandbox, MAYA, demo.channelId)).toHaveLength(6);
  });

  it('takes none after half an hour', async () => {
    let ahead = 0;
    const later = await startDemo({ now: () => new Date(Date.now() + ahead) });
    await actAs(later.sandbox, MAYA, { do: 'message', channel: later.channelId, text: '/demo hello' });
    const url = String(later.received[0]?.response_url);
    ahead = 29 * 60_000;
    expect(await answerTo(url, { text: 'in time' })).toBe(200);
    ahead = 31 * 60_000;
    expect(await answerTo(url, { text: 'too late' })).toBe(404);
    await later.close();
  });
});

describe('modals', () => {
  const filledWith = (text: string) => ({
    hypothesis: { text },
    hours: { pick: { text: { type: 'plain_text', text: '4 hours' }, value: '4' } },
  });

  async function openForm(): Promise<string> {
    await actAs(demo.sandbox, MAYA, { do: 'message', channel: demo.channelId, text: '/demo form' });
    return vi.waitFor(async () => {
      const { modal } = await shownTo(demo.sandbox, MAYA);
      if (!modal) throw new Error('no modal yet');
      return modal.id;
    });
  }

  it('asks for required fields before the app hears of it, shows its errors, then closes', async () => {
    const view = await openForm();
    const submit = (filled: object) => actAs(demo.sandbox, MAYA, { do: 'submit', view, filled });
    expect(Object.keys((await submit({})).errors ?? {})).toEqual(['hypothesis', 'hours']);
    expect(bodiesOf('view_submission')).toEqual([]);
    expect(await submit(filledWith('short'))).toEqual({
      ok: false,
      errors: { hypothesis: 'Say a little more' },
    });
    expect((await shownTo(demo.sandbox, MAYA)).modal?.id).toBe(view);
    expect(await submit(filledWith('It halves the cost of a summary'))).toEqual({ ok: true });
    expect((await shownTo(demo.sandbox, MAYA)).modal).toBeNull();
    const direct = demo.sandbox.workspace.channel(MAYA)?.id ?? '';
    await vi.waitFor(async () => {
      expect(await messagesShown(demo.sandbox, MAYA, direct)).toMatchObject([
        { text: 'Proposed: It halves the cost of a summary' },
      ]);
    });
    expect(bodiesOf('view_submission').at(-1)).toMatchObject({
      view: {
        state: {
          values: {
            who: { boxes: { selected_options: [] } },
            level: { radio: { selected_option: { value: 'easy' } } },
          },
        },
      },
    });
  });

  it('is shown to no one else, and tells the app when it is closed', async () => {
    const view = await openForm();
    expect((await shownTo(demo.sandbox, TOMAS)).modal).toBeNull();
    expect(
      await actAs(demo.sandbox, TOMAS, { do: 'submit', view, filled: filledWith('not mine to send') }),
    ).toMatchObject({ ok: false });
    await actAs(demo.sandbox, MAYA, { do: 'close' });
    await vi.waitFor(() =>
      expect(bodiesOf('view_closed')).toMatchObject([{ view: { id: view }, is_cleared: false }]),
    );
  });
});
