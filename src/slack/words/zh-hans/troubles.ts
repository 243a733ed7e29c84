// 只有人才能解决的问题，告诉频道的管理者。
import type { troubleWords as english } from '../en/troubles.ts';
import { usd } from './grammar.ts';
import { taskName } from './status.ts';

export const troubleWords = {
  socket:
    'Slack 没有为我建立连接，我收不到任何消息。请运行我的人检查 SLACK_APP_TOKEN，并确认已开启 Socket Mode。',
  token: 'Slack 不再接受我的令牌。请运行我的人重新安装应用，并换上新的 SLACK_BOT_TOKEN。',
  scope: (scope: string) =>
    `我缺少权限 ${scope}，有一部分工作无法完成。请应用的管理者在机器人的权限范围中添加它，然后重新安装应用。`,
  modelBudget: ({ level, period, task, limitUsd }) => {
    const what = `模型的${period === 'day' ? '每日' : '每月'}预算 ${usd(limitUsd)}${task ? `（${taskName(task)}）` : ''}`;
    const until = period === 'day' ? '明天' : '下个月';
    return level === 'used-up'
      ? `${what}已用完：到${until}（UTC）之前，我只引用原文，不写摘要。可在 config/model.yaml 中调高。`
      : `${what}已用去八成。用完之后我只引用原文，不写摘要。可在 config/model.yaml 中调高。`;
  },
  archived: (channel: string) =>
    `#${channel} 已归档，我不会再在那里发消息。请取消归档，或将它从 config/channels.yaml 中移除。`,
  left: (channel: string) =>
    `我已不在 #${channel} 中，不会再在那里发消息。请重新邀请我，或将它从 config/channels.yaml 中移除。`,
  postingRefused: (channel: string) => `工作区的设置不允许我在 #${channel} 发消息。请管理员放行。`,
  missing: (channel: string) =>
    `我找不到 #${channel}。请创建它；如果是私有频道，请邀请我；如果它改了名，请在 config/channels.yaml 中更改名称。`,
  renamed: (channel: string, name: string) =>
    `#${channel} 现在叫 #${name}。我会继续在那里工作；请在下次启动前更改 config/channels.yaml 中的名称，否则我会找不到它。`,
} satisfies typeof english;
