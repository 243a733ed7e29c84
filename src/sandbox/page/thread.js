// The pane beside the channel that shows one thread.

import { createComposer } from './composer.js';
import { h, iconButton, replace } from './dom.js';
import { renderMessage } from './message.js';
import { closeThread, messagesIn, on, place, state } from './state.js';

export function createThreadPane(pane) {
  const list = h('div', { class: 'thread-list', role: 'log', 'aria-label': 'Thread' });
  const where = h('span', { class: 'muted small' });
  const composer = createComposer({ thread: true });
  replace(
    pane,
    h(
      'header',
      { class: 'pane-head' },
      h('h2', {}, 'Thread'),
      where,
      iconButton('close', 'Close thread', closeThread),
    ),
    list,
    composer.element,
  );
  pane.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) closeThread();
  });

  function render() {
    const channel = place();
    const parent = state.thread && channel?.messages.get(state.thread);
    pane.hidden = !parent;
    document.body.classList.toggle('thread-open', Boolean(parent));
    if (!parent) return;
    where.textContent = channel.kind === 'im' ? '' : `#${channel.name}`;
    const replies = messagesIn(channel, parent.ts);
    const followed = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
    const shown = replies.filter((reply) => !reply.is_ephemeral).length;
    replace(
      list,
      renderMessage(channel, parent, { inThread: true }),
      shown > 0 &&
        h('div', { class: 'reply-count' }, h('span', {}, `${shown} ${shown === 1 ? 'reply' : 'replies'}`)),
      replies.map((reply) => renderMessage(channel, reply, { inThread: true })),
    );
    if (followed) list.scrollTop = list.scrollHeight;
  }

  on('thread', () => {
    render();
    if (!state.thread) return;
    list.scrollTop = list.scrollHeight;
    composer.show();
    composer.focus();
  });
  on('state', render);
  on('message', ({ message }) => {
    if (state.thread && (message.ts === state.thread || message.thread_ts === state.thread)) render();
  });
  on('gone', render);
}
