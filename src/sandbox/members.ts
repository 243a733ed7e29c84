// Who is in the sandbox workspace: three members, the app's bot user, and Slack's shape of a user.
// The ids never change, so that what a store kept about a person is still true after a restart.

export const TEAM = { id: 'T0SANDBOX01', name: 'Sandbox', domain: 'sandbox' } as const;
export const BOT = { userId: 'U0APPBOT001', botId: 'B0APPBOT001', appId: 'A0APPBOT001' } as const;

export interface Member {
  id: string;
  /** Slack's handle, unique: letters, digits, dots and dashes. */
  name: string;
  realName: string;
  title: string;
  isBot: boolean;
}

const PEOPLE: readonly Member[] = [
  { id: 'U0MAYA00001', name: 'maya', realName: 'Maya Fischer', title: 'Engineer', isBot: false },
  { id: 'U0TOMAS0001', name: 'tomas', realName: 'Tomás Rivera', title: 'Product lead', isBot: false },
  { id: 'U0AIKO00001', name: 'aiko', realName: 'Aiko Tanaka', title: 'New to AI', isBot: false },
];

/** The three people first, in the order of the page's switch, then the app's bot user. */
export function seedMembers(appName: string): Member[] {
  return [
    ...PEOPLE,
    { id: BOT.userId, name: appName.toLowerCase(), realName: appName, title: '', isBot: true },
  ];
}

/** Slack's user object, as `users.info` gives it. The e-mail address needs a scope of its own. */
export function userJson(member: Member, withEmail: boolean): Record<string, unknown> {
  const zone = { tz: 'Europe/London', tz_label: 'Greenwich Mean Time', tz_offset: 0 };
  return {
    id: member.id,
    team_id: TEAM.id,
    name: member.name,
    real_name: member.realName,
    deleted: false,
    ...zone,
    is_admin: false,
    is_owner: false,
    is_bot: member.isBot,
    is_app_user: false,
    updated: 0,
    profile: {
      real_name: member.realName,
      real_name_normalized: member.realName.normalize('NFKD').replace(/\p{M}/gu, ''),
      display_name: member.isBot ? '' : (member.realName.split(' ')[0] ?? member.realName),
      title: member.title,
      team: TEAM.id,
      ...(member.isBot ? { bot_id: BOT.botId, api_app_id: BOT.appId } : {}),
      ...(withEmail && !member.isBot ? { email: `${member.name}@sandbox.example` } : {}),
    },
  };
}
