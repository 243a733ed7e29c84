// Joins the page's parts: what is open, its head, and what each change of the workspace means for them.
import { renderHome } from './app-home.js';
import { createComposer } from './composer.js';
import { avatar, channelIcon, h, icon, iconButton, replace } from './dom.js';
import { createMessageList } from './message-list.js';
import { createModal } from './modal.js';
import { menu, popover, toast } from './popover.js';
import { renderSidebar } from './sidebar.js';
import { act, closeThread, connect, firstChannel, followHash, go, on, place, state } from './state.js';
import { createThreadPane } from './thread.js';

const part = (id) => document.getElementById(id);
const list = createMessageList(part('messages'), part('jump'));
// Who says something wants to see what comes of it, wherever they were reading.
const composer = createComposer({ onsend: list.toEnd });
part('composer').append(composer.element);
createThreadPane(part('thread'));
createModal(part('modal'));

function showsHome() {
  return place()?.kind === 'im' && state.place.tab === 'home';
}

function renderHead() {
  const channel = place();
  const isApp = channel.kind === 'im';
  replace(
    part('head'),
    iconButton('menu', 'Channels and people', () => document.body.classList.toggle('drawer-open'), {
      class: 'drawer-button',
    }),
    isApp ? avatar(null) : channelIcon(channel, 20),
    h(
      'div',
      { class: 'head-name' },
      h('h1', {}, isApp ? state.app.name : channel.name),
      h('span', { class: 'head-topic' }, isApp ? state.app.description : channel.topic),
    ),
    !isApp &&
      h(
        'button',
        {
          type: 'button',
          class: 'button head-count',
          title: 'Members',
          'aria-label': `${channel.memberIds.length} members`,
          'aria-haspopup': 'dialog',
          onclick: (event) => showMembers(event.currentTarget, channel),
        },
        icon('people', 16),
        String(channel.memberIds.length),
      ),
    state.actions.length > 0 &&
      h(
        'button',
        {
          type: 'button',
          class: 'button sandbox-button',
          'aria-haspopup': 'menu',
          onclick: (event) => sandboxMenu(event.currentTarget),
        },
        icon('flask', 16),
        h('span', {}, 'Sandbox'),
        icon('chevron', 14),
      ),
  );
  part('tabs').hidden = !isApp;
  const tab = (id, label) =>
    h(
      'button',
      {
        type: 'button',
        role: 'tab',
        'aria-selected': String(state.place.tab === id),
        onclick: () => go(channel.id, id),
      },
      label,
    );
  replace(part('tabs'), tab('home', 'Home'), tab('messages', 'Messages'));
  document.title = `${isApp ? state.app.name : `#${channel.name}`} · ${state.team}`;
}

/** Who is in the channel, and so sees what is said there. */
function showMembers(anchor, channel) {
  const rows = channel.memberIds.map((id) => {
    const member = state.members.get(id);
    return h(
      'li',
      { class: 'member' },
      avatar(member ?? null, 's'),
      h('span', {}, member?.realName ?? id),
      member?.isBot && h('span', { class: 'badge' }, 'APP'),
      id === state.me && h('span', { class: 'muted small' }, 'you'),
    );
  });
  const note = channel.isPrivate
    ? 'Only they can see this channel.'
    : 'Anybody can find and join this channel.';
  popover(
    anchor,
    h('div', { class: 'members' }, h('p', { class: 'menu-heading' }, note), h('ul', {}, rows)),
    {
      align: 'end',
      label: `Members of #${channel.name}`,
    },
  );
}

function sandboxMenu(anchor) {
  const heading = h(
    'p',
    { class: 'menu-heading' },
    'Only here, not in Slack: do now what is otherwise done on schedule.',
  );
  const items = state.actions.map(({ id, label }) => ({
    label,
    onpick: async () => {
      list.toEnd();
      const result = await act({ do: 'run', id });
      toast(result.ok ? result.note : result.problem, result.ok ? 'note' : 'problem');
    },
  }));
  menu(anchor, items, { align: 'end', heading });
}

function renderPlace() {
  const channel = place();
  if (!channel) return;
  renderHead();
  renderSidebar(part('sidebar'));
  const home = showsHome();
  part('home').hidden = !home;
  part('conversation').hidden = home;
  if (home) renderHome(part('home'));
  else {
    list.show(channel);
    composer.show();
  }
}

on('state', ({ switched }) => {
  if (!state.channels.has(state.place.channel)) state.place.channel = firstChannel()?.id ?? null;
  renderPlace();
  if (switched && showsHome()) void act({ do: 'open-home', tab: 'home' });
  document.body.classList.add('ready');
  followHash();
});
on('place', renderPlace);
on('unread', () => renderSidebar(part('sidebar')));
on('channel', renderPlace);
on('home', () => {
  if (showsHome()) renderHome(part('home'));
});
on('message', ({ channel, message }) => {
  if (channel === place() && !showsHome()) list.update(message);
});
on('gone', ({ channel }) => {
  if (channel === place() && !showsHome()) list.update(null);
});
on('show', ({ ts }) => {
  const row = document.querySelector(`article[data-ts="${CSS.escape(ts)}"]`);
  row?.scrollIntoView({ block: 'center' });
  row?.classList.add('pointed-at');
});
addEventListener('hashchange', followHash);
on('connection', () => {
  part('offline').hidden = state.connected;
});

part('scrim').addEventListener('click', () => document.body.classList.remove('drawer-open'));
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  if (document.body.classList.contains('drawer-open')) document.body.classList.remove('drawer-open');
  else if (state.thread && !state.modal) closeThread();
});

/** What was open before a reload; what cannot be read is as good as nothing. */
function remembered(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

async function start() {
  const known = remembered('place');
  if (known) state.place = known;
  const person = sessionStorage.getItem('person');
  const answer = person ? await fetch(`/sandbox/state?as=${encodeURIComponent(person)}`) : null;
  if (answer?.ok) return connect(person);
  const first = await (await fetch('/sandbox/state')).json();
  connect(first.me);
}

void start();
