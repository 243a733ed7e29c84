// Menus, pickers and short notes that lie above the page.
import { h, replace } from './dom.js';
import { emojiCharacter, findEmoji } from './emoji.js';

let open = null;

/** Shows `content` beside `anchor`; a click elsewhere or Esc closes it, and focus goes back to the anchor. */
export function popover(anchor, content, { align = 'start', label = '' } = {}) {
  closePopover();
  const box = h('div', { class: 'popover', popover: 'auto', 'aria-label': label || null }, content);
  // In a dialog it must be within it: all else is inert while the dialog is open.
  (anchor.closest('dialog') ?? document.body).append(box);
  box.addEventListener('toggle', (event) => {
    if (event.newState !== 'closed') return;
    anchor.removeAttribute('aria-expanded');
    box.remove();
    if (open === box) open = null;
  });
  box.showPopover();
  anchor.setAttribute('aria-expanded', 'true');
  place(box, anchor, align);
  open = box;
  return box;
}

function closePopover() {
  if (open?.isConnected) open.hidePopover();
  open = null;
}

function place(box, anchor, align) {
  const at = anchor.getBoundingClientRect();
  const size = box.getBoundingClientRect();
  const wanted = align === 'end' ? at.right - size.width : at.left;
  const left = Math.max(8, Math.min(wanted, innerWidth - size.width - 8));
  const below = at.bottom + 4 + size.height <= innerHeight - 8;
  const top = below ? at.bottom + 4 : Math.max(8, at.top - size.height - 4);
  box.style.setProperty('left', `${left}px`);
  box.style.setProperty('top', `${top}px`);
}

/** `items`: `{ label, hint, onpick, danger }`, label a string or nodes. Arrow keys move between them. */
export function menu(anchor, items, options = {}) {
  const buttons = items.map(({ label, hint, onpick, danger }) =>
    h(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        class: danger ? 'menu-item danger' : 'menu-item',
        onclick: () => {
          closePopover();
          onpick();
        },
      },
      h('span', {}, label),
      hint && h('span', { class: 'menu-hint' }, hint),
    ),
  );
  const list = h('div', { class: 'menu', role: 'menu' }, options.heading, buttons);
  list.addEventListener('keydown', (event) => moveFocus(event, buttons));
  const box = popover(anchor, list, options);
  buttons[0]?.focus();
  return box;
}

function moveFocus(event, buttons) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = buttons.indexOf(document.activeElement);
  buttons[(at + step + buttons.length) % buttons.length].focus();
}

export function pickEmoji(anchor, onpick) {
  const grid = h('div', { class: 'emoji-grid' });
  const show = (words) => {
    const names = findEmoji(words);
    const buttons = names.map((name) =>
      h(
        'button',
        {
          type: 'button',
          class: 'emoji-choice',
          'aria-label': name,
          title: `:${name}:`,
          onclick: () => {
            closePopover();
            onpick(name);
          },
        },
        emojiCharacter(name),
      ),
    );
    replace(grid, buttons.length > 0 ? buttons : h('p', { class: 'muted' }, 'No emoji of that name'));
  };
  const search = h('input', {
    type: 'search',
    class: 'field',
    placeholder: 'Search emoji',
    'aria-label': 'Search emoji',
    oninput: (event) => show(event.target.value),
    onkeydown: (event) => {
      if (event.key === 'Enter') grid.querySelector('button')?.click();
    },
  });
  show('');
  popover(anchor, h('div', { class: 'emoji-picker' }, search, grid), {
    align: 'end',
    label: 'Add a reaction',
  });
  search.focus();
}

/** A line at the bottom of the page for a few seconds; problems stay longer and are announced at once. */
export function toast(text, kind = 'note') {
  const region = document.getElementById(kind === 'problem' ? 'problems' : 'notes');
  const line = h('div', { class: `toast toast-${kind}` }, text);
  // Shown anew each time, so that it lies above a modal that was opened in between.
  if (region.matches(':popover-open')) region.hidePopover();
  region.showPopover();
  region.append(line);
  const remove = () => {
    line.remove();
    if (region.childElementCount === 0 && region.matches(':popover-open')) region.hidePopover();
  };
  setTimeout(remove, kind === 'problem' ? 8000 : 4500);
}

/** Slack's confirmation dialog; resolves to whether the person went on. */
export function confirmDialog({ title, text, confirm, deny, danger = false }) {
  return new Promise((resolve) => {
    const dialog = h('dialog', { class: 'dialog dialog-small', 'aria-label': title.textContent ?? title });
    const finish = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    replace(
      dialog,
      h('h2', {}, title),
      h('p', {}, text),
      h(
        'footer',
        {},
        h('button', { type: 'button', class: 'button', onclick: () => finish(false) }, deny),
        h(
          'button',
          {
            type: 'button',
            class: `button ${danger ? 'button-danger' : 'button-primary'}`,
            onclick: () => finish(true),
          },
          confirm,
        ),
      ),
    );
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      finish(false);
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector('footer button:last-child').focus();
  });
}
