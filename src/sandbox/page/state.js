// What the page knows of the workspace, kept up to date by the server's stream, and what people do sent back.

/** Colours of people, by their place in the list. */
const HUES = [338, 204, 28, 152, 268];

const listeners = new Map();

export const state = {
  ready: false,
  connected: true,
  me: null,
  team: '',
  teamUrl: '',
  app: null,
  members: new Map(),
  channels: new Map(),
  actions: [],
  modal: null,
  depth: 0,
  home: null,
  /** What is open: a channel, or the app with one of its tabs. */
  place: { channel: null, tab: 'home' },
  thread: null,
  unread: new Map(),
};

/** Topics: state, message, gone, channel, modal, home, place, thread, unread, show, connection. */
export function on(topic, listener) {
  const known = listeners.get(topic) ?? [];
  listeners.set(topic, [...known, listener]);
}

function tell(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

let source = null;
let retry = null;

export function connect(personId) {
  source?.close();
  clearTimeout(retry);
  sessionStorage.setItem('person', personId);
  source = new EventSource(`/sandbox/stream?as=${encodeURIComponent(personId)}`);
  source.addEventListener('state', (event) => takeState(JSON.parse(event.data)));
  source.addEventListener('change', (event) => takeChange(JSON.parse(event.data)));
  source.onopen = () => setConnected(true);
  source.onerror = () => {
    setConnected(false);
    // The browser tries again by itself after a lost connection, but not after an answer such as 404.
    if (source.readyState === EventSource.CLOSED) retry = setTimeout(() => connect(personId), 2000);
  };
}

function setConnected(connected) {
  if (state.connected === connected) return;
  state.connected = connected;
  tell('connection');
}

function takeState(full) {
  const switched = state.me !== full.me;
  Object.assign(state, {
    ready: true,
    me: full.me,
    team: full.team,
    teamUrl: full.teamUrl,
    app: full.app,
    actions: full.actions,
    modal: full.modal,
    depth: full.depth,
    home: full.home,
    members: new Map(
      full.members.map((member, index) => [member.id, { ...member, hue: HUES[index % HUES.length] }]),
    ),
    channels: new Map(
      full.channels.map(({ messages, ...channel }) => [
        channel.id,
        { ...channel, messages: new Map(messages.map((message) => [message.ts, message])) },
      ]),
    ),
  });
  setConnected(true);
  if (switched) {
    state.unread.clear();
    const direct = directMessage();
    // One's own messages with the app take the place of another's.
    if (!state.channels.has(state.place.channel)) {
      const wasDirect = state.place.channel?.startsWith('D');
      state.place.channel = wasDirect && direct ? direct.id : firstChannel()?.id;
      state.thread = null;
    }
  }
  tell('state', { switched });
}

function takeChange(frame) {
  const channel = state.channels.get(frame.channel?.id ?? frame.channel);
  switch (frame.type) {
    case 'message': {
      if (!channel) return;
      const isNew = !channel.messages.has(frame.message.ts);
      channel.messages.set(frame.message.ts, frame.message);
      if (isNew) countUnread(channel, frame.message);
      return tell('message', { channel, message: frame.message, isNew });
    }
    case 'gone':
      channel?.messages.delete(frame.ts);
      if (state.thread === frame.ts) closeThread();
      return tell('gone', { channel, ts: frame.ts });
    case 'channel':
      if (channel) Object.assign(channel, frame.channel);
      // One that the person has just joined has messages that the page does not know.
      else return connect(state.me);
      return tell('channel', { channel });
    case 'left':
      state.channels.delete(frame.channel);
      if (state.place.channel === frame.channel) go(firstChannel()?.id);
      return tell('channel', {});
    case 'modal':
      Object.assign(state, { modal: frame.modal, depth: frame.depth });
      return tell('modal');
    case 'home':
      state.home = frame.home;
      return tell('home');
  }
}

function countUnread(channel, message) {
  const looking =
    state.place.channel === channel.id && (channel.kind !== 'im' || state.place.tab === 'messages');
  if (message.user === state.me || looking || message.thread_ts) return;
  state.unread.set(channel.id, (state.unread.get(channel.id) ?? 0) + 1);
  tell('unread');
}

export const isApp = (userId) => userId === state.app?.userId;
export const place = () => state.channels.get(state.place.channel);
export const firstChannel = () => [...state.channels.values()].find((channel) => channel.kind === 'channel');
export const directMessage = () => [...state.channels.values()].find((channel) => channel.kind === 'im');

/** Messages of a channel without replies, in order; `threadTs` gives the replies of one. */
export function messagesIn(channel, threadTs = null) {
  const all = [...channel.messages.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  if (threadTs) return all.filter(({ thread_ts, ts }) => thread_ts === threadTs && ts !== threadTs);
  return all.filter(
    ({ thread_ts, ts, subtype }) => !thread_ts || thread_ts === ts || subtype === 'thread_broadcast',
  );
}

/** Shows a channel, or the app's own place with a tab. */
export function go(channelId, tab = state.place.tab) {
  const channel = state.channels.get(channelId);
  if (!channel) return;
  const changed = state.place.channel !== channelId || state.place.tab !== tab;
  state.place = { channel: channelId, tab: channel.kind === 'im' ? tab : state.place.tab };
  if (channel.kind !== 'im' || tab === 'messages') state.unread.delete(channelId);
  state.thread = null;
  sessionStorage.setItem('place', JSON.stringify(state.place));
  if (changed && channel.kind === 'im') void act({ do: 'open-home', tab });
  tell('place');
  tell('thread');
}

/** A link to a message leads to it on this page: `#CHANNEL/TS`, with `/THREAD` for a reply. */
export function pagePath(url) {
  if (!state.teamUrl || !url.startsWith(`${state.teamUrl}archives/`)) return null;
  const match = /archives\/(\w+)\/p(\d+)(\d{6})(?:\?thread_ts=([\d.]+))?/.exec(url);
  if (!match) return null;
  const [, channel, seconds, micros, thread] = match;
  return `#${channel}/${seconds}.${micros}${thread ? `/${thread}` : ''}`;
}

/** Shows what a `#CHANNEL/TS` says, and forgets it, so that the same link works again. */
export function followHash() {
  const [, channelId, ts, thread] = /^#(\w+)\/([\d.]+)(?:\/([\d.]+))?$/.exec(location.hash) ?? [];
  if (!channelId) return;
  history.replaceState(null, '', location.pathname);
  if (!state.channels.has(channelId)) return;
  go(channelId, 'messages');
  if (thread) openThread(thread);
  tell('show', { ts });
}

export function openThread(ts) {
  state.thread = ts;
  tell('thread');
}

export function closeThread() {
  state.thread = null;
  tell('thread');
}

/** Carries out what the person did. Answers with the server's result; a failure to reach it is a problem too. */
export async function act(what) {
  try {
    const response = await fetch('/sandbox/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: state.me, ...what }),
    });
    if (!response.ok) return { ok: false, problem: await response.text() };
    return await response.json();
  } catch (error) {
    return { ok: false, problem: `The sandbox cannot be reached (${error.message})` };
  }
}

export async function loadEarlier(channel) {
  const first = messagesIn(channel)[0];
  const query = new URLSearchParams({ as: state.me, channel: channel.id, before: first?.ts ?? '' });
  const response = await fetch(`/sandbox/earlier?${query}`);
  if (!response.ok) return;
  const { messages, hasEarlier } = await response.json();
  for (const message of messages) channel.messages.set(message.ts, message);
  channel.hasEarlier = hasEarlier;
  tell('place');
}
