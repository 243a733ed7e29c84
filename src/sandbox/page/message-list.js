// A scrolling list of messages with days between them, kept at its end while the reader is there.
import { channelIcon, h, icon, replace } from './dom.js';
import { dateOf, renderMessage } from './message.js';
import { relativeDay } from './mrkdwn.js';
import { loadEarlier, messagesIn } from './state.js';

/** Messages of one author within this time stand under one head. */
const GROUP_SECONDS = 300;

export function createMessageList(element, jump) {
  let channel = null;
  let keys = '';
  const atEnd = () => element.scrollHeight - element.scrollTop - element.clientHeight < 80;
  const toEnd = () => {
    element.scrollTop = element.scrollHeight;
    jump.hidden = true;
  };
  replace(jump, icon('down', 14), 'New messages');
  jump.addEventListener('click', toEnd);
  element.addEventListener('scroll', () => {
    if (atEnd()) jump.hidden = true;
  });

  function rows() {
    const messages = messagesIn(channel);
    return messages.flatMap((message, index) => {
      const before = messages[index - 1];
      const day = dateOf(message.ts).toDateString();
      const newDay = !before || dateOf(before.ts).toDateString() !== day;
      const options = { grouped: !newDay && isGrouped(before, message) };
      const row = { key: `${message.ts}${options.grouped}`, message, options };
      return newDay ? [{ key: day, day: dateOf(message.ts) }, row] : [row];
    });
  }

  function render() {
    const list = rows();
    keys = list.map(({ key }) => key).join();
    replace(
      element,
      channel.hasEarlier
        ? h(
            'button',
            { type: 'button', class: 'button earlier', onclick: () => void loadEarlier(channel) },
            'Show earlier messages',
          )
        : intro(channel),
      list.map(({ day, message, options }) =>
        day ? dayLine(day) : renderMessage(channel, message, options),
      ),
    );
  }

  return {
    toEnd,
    show(next) {
      channel = next;
      render();
      toEnd();
    },
    /** A message came or changed; `null` when one went. */
    update(message) {
      const followed = atEnd();
      const list = rows();
      const same = keys === list.map(({ key }) => key).join();
      const row = message && list.find((candidate) => candidate.message?.ts === message.ts);
      const old = row && element.querySelector(`article[data-ts="${message.ts}"]`);
      if (same && old) {
        renew(old, row);
      } else if (!same) {
        const isLast = row && list.at(-1) === row && !old;
        if (isLast && list.length > 1) addLast(list, row);
        else render();
      }
      if (followed) toEnd();
      else if (!same && row && !old) jump.hidden = false;
    },
  };

  /** Someone may be writing in the old one: then it waits until they leave it. */
  function renew(old, row) {
    if (!isBusy(old)) return old.replaceWith(renderMessage(channel, row.message, row.options));
    const later = () =>
      setTimeout(() => old.isConnected && renew(old, rows().find(({ key }) => key === row.key) ?? row));
    old.addEventListener('focusout', later, { once: true });
  }

  /** Adds without touching what is there, so that a menu or a field in use stays. */
  function addLast(list, row) {
    const before = list.at(-2);
    const added = renderMessage(channel, row.message, row.options);
    added.classList.add('arriving');
    const newDay = before.day && !element.querySelector(`[data-day="${before.day.toDateString()}"]`);
    element.append(...(newDay ? [dayLine(before.day)] : []), added);
    keys = list.map(({ key }) => key).join();
  }
}

function isBusy(article) {
  return article.querySelector('textarea:focus, input:focus') !== null;
}

function isGrouped(before, message) {
  return (
    before.user === message.user &&
    !before.is_ephemeral &&
    !message.is_ephemeral &&
    before.subtype !== 'tombstone' &&
    !(message.bot_id && message.blocks) &&
    Number(message.ts) - Number(before.ts) < GROUP_SECONDS
  );
}

function dayLine(date) {
  const name =
    relativeDay(date) ??
    date.toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
  return h(
    'div',
    { class: 'day', role: 'separator', dataset: { day: date.toDateString() } },
    h('span', {}, name),
  );
}

function intro(channel) {
  if (channel.kind === 'im')
    return h(
      'div',
      { class: 'intro' },
      h('p', {}, 'This is the start of your direct messages with the app.'),
    );
  return h(
    'div',
    { class: 'intro' },
    h('h2', {}, channelIcon(channel, 22), channel.name),
    h('p', {}, `This is the start of #${channel.name}. `, channel.topic),
  );
}
