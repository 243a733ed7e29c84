// What the sandbox has beside its public channels: a private one, and files that people upload, as Slack tells of them.
import { afterEach, describe, expect, it } from 'vitest';
import { actAs } from './act-as.ts';
import { type Demo, MANIFEST, startDemo } from './demo-app.ts';

const [MAYA, AIKO] = ['U0MAYA00001', 'U0AIKO00001'];

function manifest({ scopes, events }: { scopes: string[]; events: string[] }): typeof MANIFEST {
  const copy = structuredClone(MANIFEST);
  copy.oauth_config.scopes.bot.push(...scopes);
  copy.settings.event_subscriptions.bot_events.push(...events);
  return copy;
}

let demo: Demo;
let leads: string;
async function start(grants: { scopes: string[]; events: string[] }): Promise<void> {
  demo = await startDemo({ manifest: manifest(grants), privateChannels: ['leads'] });
  leads = demo.sandbox.workspace.channelNamed('leads')?.id ?? '';
}
const READS = {
  scopes: ['groups:history', 'groups:read'],
  events: ['message.groups', 'member_left_channel'],
};
afterEach(() => demo.close());

const eventsOf = (type: string) =>
  demo.received.flatMap(({ event }) => {
    const one = event as Record<string, unknown> | undefined;
    return one?.type === type ? [one] : [];
  });
const say = (person: string, more: object) =>
  actAs(demo.sandbox, person, { do: 'message', channel: leads, ...more });
const call = async (method: string, args: object = {}): Promise<Record<string, unknown>> => ({
  ...(await demo.app.client.apiCall(method, { ...args })),
});

describe('a private channel', () => {
  it('tells the app what is said in it as message.groups', async () => {
    await start(READS);
    await say(MAYA, { text: 'for us alone' });
    await demo.sandbox.delivery.settled();
    expect(eventsOf('message')).toMatchObject([
      { channel: leads, channel_type: 'group', user: MAYA, text: 'for us alone' },
    ]);
  });

  it('says nothing to an app that may not read private channels', async () => {
    await start({ scopes: ['groups:read'], events: ['message.groups'] });
    await say(MAYA, { text: 'for us alone' });
    await demo.sandbox.delivery.settled();
    expect(eventsOf('message')).toEqual([]);
    await expect(call('conversations.history', { channel: leads })).rejects.toThrow('missing_scope');
  });

  it('is a private channel to the Web API, listed only where it is asked for, and to members', async () => {
    await start(READS);
    const { channel } = await call('conversations.info', { channel: leads });
    expect(channel).toMatchObject({ name: 'leads', is_private: true, is_group: true, is_channel: false });
    const names = async (args: object) =>
      ((await call('conversations.list', args)).channels as { name: string }[]).map(({ name }) => name);
    expect(await names({})).not.toContain('leads');
    expect(await names({ types: 'private_channel' })).toEqual(['leads']);
    const ofPerson = async (user: string) =>
      (await call('users.conversations', { user, types: 'public_channel,private_channel' }))
        .channels as object[];
    expect(await ofPerson(MAYA)).toHaveLength(2);
    expect(await ofPerson(AIKO)).toHaveLength(1);
  });

  it('is not there for a person outside, on the page or by its id', async () => {
    await start(READS);
    const page = await (await fetch(new URL(`/sandbox/state?as=${AIKO}`, demo.sandbox.pageUrl))).text();
    expect(page).not.toContain('leads');
    expect(await say(AIKO, { text: 'hello' })).toEqual({ ok: false, problem: 'There is no such channel' });
    await actAs(demo.sandbox, AIKO, { do: 'message', channel: demo.channelId, text: 'see #leads' });
    expect(demo.sandbox.workspace.messages.inChannel(demo.channelId).at(-1)?.text).toBe('see #leads');
  });

  it('tells the app who has left it', async () => {
    await start(READS);
    const channel = demo.sandbox.workspace.channel(leads);
    if (channel) demo.sandbox.workspace.leave(channel, MAYA);
    await demo.sandbox.delivery.settled();
    expect(eventsOf('member_left_channel')).toMatchObject([
      { user: MAYA, channel: leads, channel_type: 'G' },
    ]);
  });
});

describe('a file that a person uploads', () => {
  const files = [{ name: 'A paper.pdf', base64: Buffer.from('%PDF-1.7').toString('base64') }];

  it('comes with its message, in Slack’s shape, and can be fetched', async () => {
    await start(READS);
    expect(await say(MAYA, { text: 'have a look', files })).toEqual({ ok: true });
    await demo.sandbox.delivery.settled();
    expect(eventsOf('file_shared')).toEqual([]);
    const [event] = eventsOf('message') as { files: Record<string, string>[] }[];
    expect(event).toMatchObject({ subtype: 'file_share', upload: true, user: MAYA, text: 'have a look' });
    expect(event?.files).toMatchObject([
      {
        name: 'A paper.pdf',
        filetype: 'pdf',
        mimetype: 'application/pdf',
        size: 8,
        user: MAYA,
        mode: 'hosted',
      },
    ]);
    expect(await (await fetch(event?.files[0]?.url_private ?? '')).text()).toBe('%PDF-1.7');
  });

  it('needs no words, but something', async () => {
    await start(READS);
    expect(await say(MAYA, { text: '', files })).toEqual({ ok: true });
    expect(await say(MAYA, { text: ' ' })).toEqual({ ok: false, problem: 'There is nothing to send' });
  });

  it('is told as file_shared too, to an app that asked for it and may read files', async () => {
    await start({ scopes: ['groups:history', 'files:read'], events: ['message.groups', 'file_shared'] });
    await say(MAYA, { text: '', files });
    await demo.sandbox.delivery.settled();
    const [{ id = '' } = {}] = demo.sandbox.workspace.files.snapshot();
    expect(eventsOf('file_shared')).toMatchObject([
      { file_id: id, user_id: MAYA, channel_id: leads, file: { id } },
    ]);
  });
});
