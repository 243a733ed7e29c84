// Builds elements. Text always goes in as text: nothing here takes markup.

/** `props`: attributes, `class`, `on*` listeners, `dataset`; children are nodes, strings, arrays or nothing. */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else if (name === 'value' || name === 'checked' || name === 'selected') element[name] = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

function append(parent, children) {
  for (const child of [children].flat(Number.POSITIVE_INFINITY)) {
    if (child !== null && child !== undefined && child !== false) parent.append(child);
  }
}

export function replace(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

const PATHS = {
  hash: 'M4 9h16M4 15h16M10 3 8 21M16 3l-2 18',
  home: 'M3 11.5 12 4l9 7.5M5.5 9.5V20h13V9.5M10 20v-6h4v6',
  chat: 'M4 5h16v11H9l-5 4z',
  send: 'M4 12 20 4l-4 16-4-6.5zM12 13.5 20 4',
  smile: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8.5 14a4.2 4.2 0 0 0 7 0M9 9.5v.5M15 9.5v.5',
  reply: 'M4 5h16v11H9l-5 4zM8 10.5h8',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  close: 'M6 6l12 12M18 6 6 18',
  menu: 'M4 7h16M4 12h16M4 17h16',
  back: 'M15 5l-7 7 7 7',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  chevron: 'M7 10l5 5 5-5',
  down: 'M12 5v14M6 13l6 6 6-6',
  flask: 'M9 3h6M10 3v6l-5.5 9.5A1.7 1.7 0 0 0 6 21h12a1.7 1.7 0 0 0 1.5-2.5L14 9V3M7.5 15h9',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 9.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4',
  people:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c.5-3.6 3-5.5 6.5-5.5s6 1.9 6.5 5.5M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.8c2 .7 3.2 2.4 3.5 5.2',
  image: 'M4 5h16v14H4zM4 16l5-5 4 4 3-2.5 4 3.5M15.5 9h.01',
  slash: 'M7 4h10a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3M14 7.5l-4 9',
  at: 'M12 8.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6M15.8 8v5.2c0 3.4 4.7 3 4.7-1.4A8.5 8.5 0 1 0 16.5 19',
  plus: 'M12 6v12M6 12h12',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  clip: 'M20 11.5l-8.2 8.2a5 5 0 0 1-7-7l8.6-8.6a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.6 1.6 0 0 1-2.3-2.3l7.7-7.7',
  lock: 'M6.5 11h11v9h-11zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11',
};

/** A line icon, hidden from assistive technology: what it stands for is said by its button. */
export function icon(name, size = 18) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const attributes = {
    viewBox: '0 0 24 24',
    width: size,
    height: size,
    class: `icon icon-${name}`,
    'aria-hidden': 'true',
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, String(value));
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

/** A lock for a private channel; said in words as well, since an icon is silent. */
export function channelIcon(channel, size) {
  if (!channel.isPrivate) return icon('hash', size);
  return h(
    'span',
    { class: 'channel-lock', title: 'Private channel' },
    icon('lock', size),
    h('span', { class: 'silent' }, 'Private channel '),
  );
}

export function iconButton(name, label, onclick, props = {}) {
  const { class: extra = '', size = 18, ...rest } = props;
  const all = {
    type: 'button',
    class: `icon-button ${extra}`,
    'aria-label': label,
    title: label,
    onclick,
    ...rest,
  };
  return h('button', all, icon(name, size));
}

/** A person's initials on their own colour; the app has a drawn face. */
export function avatar(member, size = 'm') {
  if (!member || member.isBot) {
    return h(
      'span',
      { class: `avatar avatar-${size} avatar-app`, 'aria-hidden': 'true' },
      icon('chat', size === 'l' ? 26 : 18),
    );
  }
  const initials = member.realName
    .split(' ')
    .map((part) => part[0])
    .slice(0, 2)
    .join('');
  const element = h('span', { class: `avatar avatar-${size}`, 'aria-hidden': 'true' }, initials);
  element.style.setProperty('--hue', String(member.hue ?? 200));
  return element;
}
