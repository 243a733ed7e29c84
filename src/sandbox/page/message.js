// One message as it stands in a list: author, time, content, reactions, thread, and what can be done with it.
import { avatar, h, icon, iconButton, replace } from './dom.js';
import { formContext } from './elements.js';
import { emojiCharacter } from './emoji.js';
import { mrkdwn, relativeDay } from './mrkdwn.js';
import { confirmDialog, menu, pickEmoji, toast } from './popover.js';
import { renderBlocks } from './render-blocks.js';
import { act, isApp, openThread, state } from './state.js';

const QUICK = ['+1', 'fire', 'eyes'];

export const dateOf = (ts) => new Date(Number(ts) * 1000);
const timeOf = (ts) => dateOf(ts).toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' });

/** Without the half of the day: it must fit beside a grouped message. */
const shortTime = (ts) => timeOf(ts).replace(/\s*[\p{L}.]+$/u, '');

async function tell(what) {
  const result = await act(what);
  if (result.problem) toast(result.problem, 'problem');
  else if (result.note) toast(result.note);
  return result;
}

/** `grouped`: follows a message of the same author, so it needs no head. `inThread`: replies are not offered. */
export function renderMessage(channel, message, { grouped = false, inThread = false } = {}) {
  const at = { channel: channel.id, ts: message.ts };
  const member = state.members.get(message.user);
  const ephemeral = message.is_ephemeral === true;
  const gone = message.subtype === 'tombstone';
  const name = gone ? 'Slackbot' : (member?.realName ?? message.user);
  const article = h('article', {
    class: ['message', grouped && 'grouped', ephemeral && 'ephemeral', gone && 'tombstone']
      .filter(Boolean)
      .join(' '),
    dataset: { ts: message.ts },
    tabindex: '-1',
    'aria-label': `${name}, ${timeOf(message.ts)}`,
  });
  const body = h('div', { class: 'message-body' });
  replace(
    body,
    ephemeral && h('div', { class: 'ephemeral-note' }, icon('eye', 14), 'Only visible to you'),
    !grouped && head(message, name),
    content(message, at),
    reactions(message, at),
    ephemeral &&
      h(
        'button',
        { type: 'button', class: 'link-button', onclick: () => void tell({ do: 'dismiss', ...at }) },
        'Dismiss message',
      ),
    !inThread && !ephemeral && message.reply_count > 0 && threadLine(message),
  );
  const gutter = grouped
    ? h('time', { class: 'gutter-time', datetime: dateOf(message.ts).toISOString() }, shortTime(message.ts))
    : avatar(gone ? null : member);
  replace(
    article,
    h('div', { class: 'gutter' }, gutter),
    body,
    !gone && !ephemeral && toolbar(message, at, article, inThread),
  );
  return article;
}

function head(message, name) {
  const date = dateOf(message.ts);
  return h(
    'div',
    { class: 'message-head' },
    h('span', { class: 'author' }, name),
    isApp(message.user) && h('span', { class: 'badge' }, 'APP'),
    h(
      'time',
      { class: 'time', datetime: date.toISOString(), title: date.toLocaleString() },
      timeOf(message.ts),
    ),
  );
}

function content(message, at) {
  return [said(message, at), message.files?.length > 0 && files(message.files)];
}

function files(list) {
  const rows = list.map(({ name, size, url_private_download: url }) =>
    h(
      'a',
      { class: 'file', href: new URL(url).pathname, download: name },
      icon('file', 20),
      h('span', { class: 'file-name' }, name),
      h(
        'span',
        { class: 'muted small' },
        size < 1000
          ? `${size} bytes`
          : `${(size / 1000).toLocaleString(undefined, { maximumFractionDigits: 1 })} kB`,
      ),
    ),
  );
  return h('div', { class: 'files' }, rows);
}

function said(message, at) {
  if (message.text === '' && !message.blocks) return null;
  const edited = message.edited && !message.bot_id && h('span', { class: 'muted small' }, ' (edited)');
  if (message.bot_id && message.blocks) {
    const form = formContext((blockId, element, action) =>
      tell({ do: 'action', ...at, blockId, actionId: element.action_id, action, filled: form.values }),
    );
    const writing = message.streaming && h('div', { class: 'writing', role: 'status' }, '…');
    return h('div', { class: 'blocks' }, renderBlocks(message.blocks, form), writing);
  }
  return h('div', { class: 'message-text block-text' }, mrkdwn(message.text), edited);
}

function reactions(message, at) {
  if (!message.reactions?.length) return null;
  const pills = message.reactions.map(({ name, users, count }) => {
    const mine = users.includes(state.me);
    const names = users.map((id) => (id === state.me ? 'You' : (state.members.get(id)?.realName ?? id)));
    const label = `${names.join(', ')} reacted with :${name}:`;
    return h(
      'button',
      {
        type: 'button',
        class: mine ? 'reaction mine' : 'reaction',
        'aria-pressed': String(mine),
        'aria-label': label,
        title: label,
        onclick: () => void tell({ do: 'react', ...at, name }),
      },
      h('span', { class: 'emoji' }, emojiCharacter(name) ?? `:${name}:`),
      h('span', { class: 'count' }, String(count)),
    );
  });
  return h(
    'div',
    { class: 'reactions' },
    pills,
    iconButton('smile', 'Add a reaction', (event) => addReaction(event, at), {
      class: 'reaction reaction-add',
      size: 16,
    }),
  );
}

function addReaction(event, at) {
  pickEmoji(event.currentTarget, (name) => void tell({ do: 'react', ...at, name }));
}

function threadLine(message) {
  const people = message.reply_users.slice(0, 3).map((id) => avatar(state.members.get(id), 's'));
  const latest = dateOf(message.latest_reply);
  const day =
    relativeDay(latest)?.toLowerCase() ??
    latest.toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
  return h(
    'button',
    { type: 'button', class: 'thread-line', onclick: () => openThread(message.ts) },
    h('span', { class: 'thread-people' }, people),
    h(
      'span',
      { class: 'thread-count' },
      `${message.reply_count} ${message.reply_count === 1 ? 'reply' : 'replies'}`,
    ),
    h('span', { class: 'muted small' }, `Last reply ${day} at ${timeOf(message.latest_reply)}`),
  );
}

function toolbar(message, at, article, inThread) {
  const own = message.user === state.me;
  return h(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': 'Message actions' },
    QUICK.map((name) =>
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button emoji-button',
          'aria-label': `React with :${name}:`,
          title: `React with :${name}:`,
          onclick: () => void tell({ do: 'react', ...at, name }),
        },
        emojiCharacter(name),
      ),
    ),
    iconButton('smile', 'Find another reaction', (event) => addReaction(event, at)),
    !inThread && iconButton('reply', 'Reply in thread', () => openThread(message.thread_ts ?? message.ts)),
    (own || state.app.shortcuts.length > 0) &&
      iconButton(
        'more',
        'More message actions',
        (event) => moreActions(event.currentTarget, message, at, article),
        {
          'aria-haspopup': 'menu',
        },
      ),
  );
}

function moreActions(anchor, message, at, article) {
  menu(
    anchor,
    [
      ...state.app.shortcuts.map(({ name, callback_id: callbackId }) => ({
        label: name,
        hint: state.app.name,
        onpick: () => void tell({ do: 'shortcut', ...at, callbackId }),
      })),
      ...(message.user === state.me
        ? [
            { label: 'Edit message', onpick: () => editInPlace(message, at, article) },
            { label: 'Delete message', danger: true, onpick: () => void remove(at) },
          ]
        : []),
    ],
    { align: 'end' },
  );
}

async function remove(at) {
  const answer = await confirmDialog({
    title: 'Delete message',
    text: 'Are you sure you want to delete this message? This cannot be undone.',
    confirm: 'Delete',
    deny: 'Cancel',
    danger: true,
  });
  if (answer) await tell({ do: 'delete', ...at });
}

/** The text as the person typed it, for editing again. */
function typedText(text) {
  return text
    .replace(/<@([^>]+)>/g, (_, id) => `@${state.members.get(id)?.name ?? id}`)
    .replace(/<#[^|>]+\|([^>]+)>/g, '#$1')
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

function editInPlace(message, at, article, text = typedText(message.text)) {
  const body = article.querySelector('.message-text');
  const before = [...body.childNodes];
  const field = h('textarea', {
    class: 'field',
    rows: 3,
    'aria-label': 'Edit message',
    value: text,
  });
  const cancel = () => replace(body, before);
  const save = async () => {
    cancel();
    const result = await tell({ do: 'edit', ...at, text: field.value });
    if (!result.ok) editInPlace(message, at, article, field.value);
  };
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') cancel();
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void save();
  });
  replace(
    body,
    field,
    h(
      'div',
      { class: 'edit-buttons' },
      h('button', { type: 'button', class: 'button', onclick: cancel }, 'Cancel'),
      h('button', { type: 'button', class: 'button button-primary', onclick: () => void save() }, 'Save'),
    ),
  );
  field.focus();
}
