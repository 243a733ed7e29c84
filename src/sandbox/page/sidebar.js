// The left side: channels, the app, and the switch between the people one can act as.
import { avatar, channelIcon, h, icon, replace } from './dom.js';
import { connect, directMessage, go, state } from './state.js';

export function renderSidebar(element) {
  const channels = [...state.channels.values()].filter(({ kind }) => kind === 'channel');
  const direct = directMessage();
  replace(
    element,
    h(
      'div',
      { class: 'workspace' },
      h('span', { class: 'workspace-mark' }, state.team[0]),
      h('div', {}, h('strong', {}, state.team), h('span', {}, 'a stand-in for Slack')),
    ),
    h(
      'nav',
      { class: 'places', 'aria-label': 'Channels and apps' },
      h('h2', {}, 'Channels'),
      channels.map((channel) => entry(channel.id, [channelIcon(channel, 16), h('span', {}, channel.name)])),
      h('h2', {}, 'Apps'),
      direct && [
        entry(direct.id, [avatar(null, 's'), h('span', {}, state.app.name)], 'messages'),
        entry(direct.id, [icon('home', 16), h('span', {}, 'App Home')], 'home'),
      ],
    ),
    people(),
  );
}

function entry(channelId, content, tab = null) {
  const here = state.place.channel === channelId && (tab === null || state.place.tab === tab);
  const unread = tab === 'home' ? 0 : (state.unread.get(channelId) ?? 0);
  return h(
    'button',
    {
      type: 'button',
      class: ['place', here && 'here', unread > 0 && 'unread'].filter(Boolean).join(' '),
      'aria-current': here ? 'page' : null,
      onclick: () => {
        document.body.classList.remove('drawer-open');
        go(channelId, tab ?? undefined);
      },
    },
    content,
    unread > 0 && h('span', { class: 'unread-count', 'aria-label': `${unread} unread` }, String(unread)),
  );
}

function people() {
  const all = [...state.members.values()].filter((member) => !member.isBot);
  return h(
    'section',
    { class: 'act-as', 'aria-label': 'Act as' },
    h('h2', {}, 'Act as'),
    all.map((member) =>
      h(
        'button',
        {
          type: 'button',
          class: member.id === state.me ? 'person here' : 'person',
          'aria-pressed': String(member.id === state.me),
          onclick: () => {
            document.body.classList.remove('drawer-open');
            if (member.id !== state.me) connect(member.id);
          },
        },
        avatar(member, 's'),
        h(
          'span',
          { class: 'person-name' },
          h('span', {}, member.realName),
          h('span', { class: 'person-title' }, member.title),
        ),
        member.id === state.me && h('span', { class: 'person-check' }, icon('check', 16)),
      ),
    ),
  );
}
