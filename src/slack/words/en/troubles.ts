// What keeps the app from its work, told to those who look after a channel.
import type { Trouble } from '../../../domain/trouble.ts';
import { usd } from './grammar.ts';
import { taskName } from './status.ts';

export const troubleWords = {
  socket:
    'Slack opens no connection for me, so I hear nothing. Whoever runs me: check SLACK_APP_TOKEN, and that Socket Mode is switched on.',
  token:
    'Slack takes my token no longer. Whoever runs me: install the app again and put the new SLACK_BOT_TOKEN in place.',
  scope: (scope: string) =>
    `I lack the permission ${scope} and cannot do a part of my work. Whoever manages the app: add it to the bot’s scopes and install the app again.`,
  modelBudget: ({ level, period, task, limitUsd }: Extract<Trouble, { kind: 'model-budget' }>) => {
    const what = `the model’s budget of ${usd(limitUsd)} a ${period}${task ? ` for ${taskName(task)}` : ''}`;
    return level === 'used-up'
      ? `${what.replace('the', 'The')} is used up: until the next ${period} (UTC) I quote articles instead of summarising them. config/model.yaml raises it.`
      : `Four fifths of ${what} are used. When it is used up I quote articles instead of summarising them. config/model.yaml raises it.`;
  },
  archived: (channel: string) =>
    `#${channel} was archived, so I post nothing there. Unarchive it, or take it out of config/channels.yaml.`,
  left: (channel: string) =>
    `I am no longer in #${channel}, so I post nothing there. Invite me again, or take it out of config/channels.yaml.`,
  postingRefused: (channel: string) =>
    `A setting of the workspace keeps me from posting in #${channel}. Ask an admin to allow it.`,
  missing: (channel: string) =>
    `I cannot find #${channel}. Create it, or invite me if it is private; if it has a new name, change it in config/channels.yaml.`,
  renamed: (channel: string, name: string) =>
    `#${channel} is now #${name}. I go on there; change its name in config/channels.yaml before I am started again, or I shall not find it.`,
};
