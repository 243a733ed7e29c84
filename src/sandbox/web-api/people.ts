// users.*, team.*, bots.* and auth.*: who is here, and who is asking.
import { BOT, TEAM, userJson } from '../members.ts';
import { type Method, pageOf, SlackError } from './call.ts';

export const peopleMethods: Record<string, Method> = {
  'api.test': () => ({}),
  'auth.test': ({ workspace }) => ({
    url: `https://${TEAM.domain}.slack.com/`,
    team: TEAM.name,
    user: workspace.member(BOT.userId)?.name,
    team_id: TEAM.id,
    user_id: BOT.userId,
    bot_id: BOT.botId,
    is_enterprise_install: false,
  }),
  'team.info': (call) => {
    call.needScope('team:read');
    return { team: { ...TEAM, email_domain: '', icon: { image_default: true } } };
  },
  'bots.info': (call) => {
    call.needScope('users:read');
    if (call.args.text('bot') !== BOT.botId) throw new SlackError('bot_not_found');
    const name = call.workspace.member(BOT.userId)?.realName;
    return {
      bot: { id: BOT.botId, app_id: BOT.appId, user_id: BOT.userId, name, deleted: false, updated: 0 },
    };
  },
  'users.info': (call) => {
    call.needScope('users:read');
    const member = call.workspace.member(call.args.required('user'));
    if (!member) throw new SlackError('user_not_found');
    const withEmail = hasScope(call.needScope, 'users:read.email');
    return { user: userJson(member, { withEmail, withLocale: call.args.flag('include_locale') }) };
  },
  'users.list': (call) => {
    call.needScope('users:read');
    const withEmail = hasScope(call.needScope, 'users:read.email');
    const { items, next } = pageOf(call, call.workspace.members, 1000, 1000);
    return {
      members: items.map((member) => userJson(member, { withEmail })),
      response_metadata: { next_cursor: next },
    };
  },
};

function hasScope(needScope: (scope: string) => void, scope: string): boolean {
  try {
    needScope(scope);
    return true;
  } catch (error) {
    if (error instanceof SlackError) return false;
    throw error;
  }
}
