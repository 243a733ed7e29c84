// A small Bolt app behind the real HTTPReceiver, signatures checked: what the sandbox's tests talk to.
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { pino } from 'pino';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';

export const SIGNING_SECRET = 'a-secret-of-the-tests';

export const MANIFEST = {
  display_information: {
    name: 'discuss-ai',
    description: 'Papers in, a few good cards, votes and digests out',
  },
  features: {
    bot_user: { display_name: 'discuss-ai', always_online: true },
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    slash_commands: [
      {
        command: '/demo',
        description: 'Ask the demo app',
        usage_hint: '[hello | form | public]',
        url: 'https://example.com',
      },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        'app_mentions:read',
        'channels:history',
        'channels:read',
        'chat:write',
        'commands',
        'im:history',
        'im:write',
        'reactions:read',
        'reactions:write',
        'users:read',
      ],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: [
        'app_home_opened',
        'app_mention',
        'member_joined_channel',
        'message.channels',
        'message.im',
        'reaction_added',
        'reaction_removed',
      ],
    },
    interactivity: { is_enabled: true },
  },
};

export function card(title: string, votes = 0): KnownBlock[] {
  return [
    { type: 'header', text: { type: 'plain_text', text: title } },
    {
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          text: '*paper* · arXiv · 3 authors · today · 11 min read · also on <https://news.ycombinator.com|Hacker News>',
        },
      ],
    },
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: '*Lets one model draft and check its own tokens, 2.1× faster at equal quality.*\n• Skips every second layer while drafting; no second model to host.\n• 2.1× on summarisation, 1.4× on code, measured on one A100.\n• Needs access to layers: not possible behind a closed API.',
      },
    },
    {
      type: 'context',
      elements: [{ type: 'mrkdwn', text: `Why here: inference cost, which <#C0> votes for · :+1: ${votes}` }],
    },
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'vote',
          value: '7',
          style: 'primary',
          text: { type: 'plain_text', text: ':+1: Vote' },
        },
        {
          type: 'button',
          action_id: 'ask',
          value: '7',
          text: { type: 'plain_text', text: ':bookmark: Save' },
        },
        {
          type: 'button',
          action_id: 'form',
          value: '7',
          text: { type: 'plain_text', text: ':hammer_and_wrench: Make it a PoC' },
        },
        {
          type: 'overflow',
          action_id: 'more',
          options: [
            { text: { type: 'plain_text', text: 'Less like this' }, value: 'less' },
            { text: { type: 'plain_text', text: 'Why?' }, value: 'why' },
          ],
        },
      ],
    },
  ];
}

const FORM: ModalView = {
  type: 'modal',
  callback_id: 'form',
  notify_on_close: true,
  title: { type: 'plain_text', text: 'Make it a PoC' },
  submit: { type: 'plain_text', text: 'Propose' },
  close: { type: 'plain_text', text: 'Cancel' },
  blocks: [
    {
      type: 'section',
      text: { type: 'mrkdwn', text: 'A brief has a *hypothesis*, a time-box and a metric.' },
    },
    {
      type: 'input',
      block_id: 'hypothesis',
      label: { type: 'plain_text', text: 'Hypothesis' },
      hint: { type: 'plain_text', text: 'One sentence that a test can prove wrong.' },
      element: { type: 'plain_text_input', action_id: 'text', multiline: true },
    },
    {
      type: 'input',
      block_id: 'hours',
      label: { type: 'plain_text', text: 'Time-box' },
      element: {
        type: 'static_select',
        action_id: 'pick',
        placeholder: { type: 'plain_text', text: 'How long' },
        options: ['4', '8', '16'].map((value) => ({
          text: { type: 'plain_text', text: `${value} hours` },
          value,
        })),
      },
    },
    {
      type: 'input',
      block_id: 'who',
      optional: true,
      label: { type: 'plain_text', text: 'Who is it for' },
      element: {
        type: 'checkboxes',
        action_id: 'boxes',
        options: ['Engineers', 'Product people'].map((text) => ({
          text: { type: 'plain_text', text },
          value: text,
        })),
      },
    },
    {
      type: 'input',
      block_id: 'level',
      label: { type: 'plain_text', text: 'Difficulty' },
      element: {
        type: 'radio_buttons',
        action_id: 'radio',
        initial_option: { text: { type: 'plain_text', text: 'An afternoon' }, value: 'easy' },
        options: [
          { text: { type: 'plain_text', text: 'An afternoon' }, value: 'easy' },
          { text: { type: 'plain_text', text: 'A week' }, value: 'hard' },
        ],
      },
    },
  ],
};

export interface Demo {
  sandbox: Sandbox;
  app: App;
  /** Bodies that the app was sent, in order. */
  received: Record<string, unknown>[];
  channelId: string;
  close(): Promise<void>;
}

/** Starts the app and a sandbox that talk to each other over real HTTP. */
export async function startDemo(options: Partial<SandboxOptions> = {}): Promise<Demo> {
  const received: Record<string, unknown>[] = [];
  const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, logLevel: LogLevel.ERROR });
  let appUrl = '';
  const sandbox = await createSandbox({
    port: 0,
    signingSecret: SIGNING_SECRET,
    manifest: MANIFEST,
    appUrl: () => appUrl,
    log: pino({ level: 'silent' }),
    now: () => new Date(),
    ...options,
  });
  const app = new App({
    token: sandbox.botToken,
    receiver,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
  app.use(async ({ body, next }) => {
    received.push(body as unknown as Record<string, unknown>);
    await next();
  });
  listen(app);
  const server = await receiver.start(0);
  appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  return {
    sandbox,
    app,
    received,
    channelId: sandbox.channels[0]?.id ?? '',
    async close() {
      await sandbox.close();
      await receiver.stop();
    },
  };
}

function listen(app: App): void {
  app.command('/demo', async ({ command, ack, respond, client }) => {
    if (command.text === 'form') {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: FORM });
    } else if (command.text === 'public') {
      await ack({ response_type: 'in_channel', text: 'Said to all' });
    } else if (command.text === 'late') {
      await ack();
      await respond(`Late answer for <@${command.user_id}>`);
    } else {
      await ack(`Hello, <@${command.user_id}>. Try \`/demo form\`.`);
    }
  });
  app.action('vote', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || !body.message || !body.channel) return;
    await client.chat.update({
      channel: body.channel.id,
      ts: body.message.ts,
      text: 'A card',
      blocks: card('Speculative decoding without a draft model', 1),
    });
  });
  app.action('ask', async ({ ack, respond }) => {
    await ack();
    await respond({
      text: 'Saved. Find it with `/demo list`.',
      replace_original: false,
      response_type: 'ephemeral',
    });
  });
  app.action('more', async ({ ack, payload, respond }) => {
    await ack();
    const chosen = payload.type === 'overflow' ? payload.selected_option.value : '';
    await respond({ text: `You chose ${chosen}`, replace_original: false, response_type: 'ephemeral' });
  });
  app.action('form', async ({ ack, body, client }) => {
    await ack();
    if (body.type === 'block_actions') await client.views.open({ trigger_id: body.trigger_id, view: FORM });
  });
  app.view('form', async ({ ack, view, body, client }) => {
    const text = view.state.values.hypothesis?.text?.value ?? '';
    if (text.length < 10)
      return ack({ response_action: 'errors', errors: { hypothesis: 'Say a little more' } });
    await ack();
    await client.chat.postMessage({ channel: body.user.id, text: `Proposed: ${text}` });
  });
  app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack }) => ack());
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    await client.views.publish({
      user_id: event.user,
      view: {
        type: 'home',
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'Your week' } },
          {
            type: 'section',
            text: { type: 'mrkdwn', text: `Welcome, <@${event.user}>. *3* articles are saved.` },
          },
          { type: 'divider' },
          {
            type: 'section',
            text: { type: 'mrkdwn', text: '*Next lesson:* <https://example.com|Decide to start>' },
            accessory: {
              type: 'button',
              action_id: 'form',
              value: '1',
              text: { type: 'plain_text', text: 'Done' },
            },
          },
        ],
      },
    });
  });
  app.event('app_mention', async ({ event, client }) => {
    await client.chat.postMessage({
      channel: event.channel,
      thread_ts: event.thread_ts ?? event.ts,
      text: 'You called',
    });
  });
}
