// Who is in the sandbox workspace: four members in as many zones, the app's bot user, and Slack's shape of a user.
// The ids never change, so that what a store kept about a person is still true after a restart.

export const TEAM = { id: 'T0SANDBOX01', name: 'Sandbox', domain: 'sandbox' } as const;
export const BOT = { userId: 'U0APPBOT001', botId: 'B0APPBOT001', appId: 'A0APPBOT001' } as const;

export interface Member {
  id: string;
  /** Slack's handle, unique: letters, digits, dots and dashes. */
  name: string;
  realName: string;
  title: string;
  locale: string;
  timeZone: string;
  isBot: boolean;
}

const person = (id: string, realName: string, title: string, locale: string, timeZone: string): Member => {
  const name = id.slice(2).replace(/\d+$/, '').toLowerCase();
  return { id, name, realName, title, locale, timeZone, isBot: false };
};

const PEOPLE: readonly Member[] = [
  person('U0MAYA00001', 'Maya Fischer', 'Engineer', 'en-GB', 'Europe/London'),
  person('U0TOMAS0001', 'Tomás Rivera', 'Product lead', 'en-GB', 'Europe/Madrid'),
  person('U0AIKO00001', 'Aiko Tanaka', 'New to AI', 'en-US', 'Asia/Tokyo'),
  person('U0MEILIN001', 'Chen Meilin', 'Researcher', 'zh-CN', 'Asia/Shanghai'),
];

/** The people first, in the order of the page's switch, then the app's bot user. */
export function seedMembers(appName: string): Member[] {
  return [
    ...PEOPLE,
    {
      ...person(BOT.userId, appName, '', 'en-US', 'Europe/London'),
      name: appName.toLowerCase(),
      isBot: true,
    },
  ];
}

/** Slack's user object, as `users.info` gives it. The e-mail address needs a scope of its own. */
export function userJson(
  member: Member,
  { withEmail, withLocale = false }: { withEmail: boolean; withLocale?: boolean },
): Record<string, unknown> {
  const zone = { tz: member.timeZone, tz_label: member.timeZone };
  return {
    id: member.id,
    team_id: TEAM.id,
    name: member.name,
    real_name: member.realName,
    deleted: false,
    ...zone,
    ...(withLocale ? { locale: member.locale } : {}),
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
