// Where a person writes: Enter sends, Shift+Enter breaks the line, / and @ offer what can follow.
import { avatar, h, icon, iconButton, replace } from './dom.js';
import { toast } from './popover.js';
import { act, place, state } from './state.js';

const MOST_FILES = 10;
/** What one request to the sandbox can hold. */
const MOST_BYTES = 1_000_000;

/** `onsend`: before what is said arrives. */
export function createComposer({ thread = false, onsend = null } = {}) {
  const offers = h('div', {
    class: 'offers',
    role: 'listbox',
    id: thread ? 'offers-thread' : 'offers',
    hidden: true,
  });
  const field = h('textarea', {
    class: 'composer-field',
    rows: 1,
    'aria-controls': offers.id,
    'aria-autocomplete': 'list',
    oninput: () => refresh(),
    onkeydown: keydown,
    onblur: () => setTimeout(hide, 150),
  });
  const chosen = h('div', { class: 'composer-files', hidden: true });
  const picker = h('input', {
    type: 'file',
    multiple: true,
    hidden: true,
    'aria-label': 'Files to attach',
    onchange: () => {
      attach([...picker.files]);
      picker.value = '';
    },
  });
  const send = iconButton('send', 'Send', () => void submit(), { class: 'send' });
  const element = h(
    'form',
    { class: 'composer', onsubmit: (event) => event.preventDefault() },
    offers,
    field,
    chosen,
    picker,
    h(
      'div',
      { class: 'composer-bar' },
      iconButton('clip', 'Attach a file', () => picker.click()),
      !thread && iconButton('slash', 'Commands', () => insert('/')),
      iconButton('at', 'Mention someone', () => insert('@')),
      h('span', { class: 'composer-hint' }, h('kbd', {}, 'Enter'), ' to send'),
      send,
    ),
  );
  let items = [];
  let at = 0;
  let files = [];

  function attach(added) {
    files = [...files, ...added].slice(0, MOST_FILES);
    if (sizeOf(files) > MOST_BYTES) {
      files = files.filter((file) => !added.includes(file));
      toast('Files for the sandbox may have 1 MB together', 'problem');
    }
    drawFiles();
    field.focus();
  }

  function drawFiles() {
    chosen.hidden = files.length === 0;
    replace(
      chosen,
      files.map((file) =>
        h(
          'span',
          { class: 'file' },
          icon('file', 18),
          h('span', { class: 'file-name' }, file.name),
          iconButton(
            'close',
            `Remove ${file.name}`,
            () => {
              files = files.filter((other) => other !== file);
              drawFiles();
            },
            { size: 14 },
          ),
        ),
      ),
    );
    refresh();
  }

  function show() {
    const channel = place();
    const name = channel?.kind === 'im' ? state.app.name : `#${channel?.name}`;
    const label = thread ? 'Reply' : `Message ${name}`;
    field.placeholder = thread ? 'Reply…' : label;
    field.setAttribute('aria-label', label);
    refresh();
  }

  function insert(text) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    field.focus();
    refresh();
  }

  function refresh() {
    field.style.setProperty('height', 'auto');
    field.style.setProperty('height', `${Math.min(field.scrollHeight, 200)}px`);
    send.disabled = field.value.trim() === '' && files.length === 0;
    items =
      document.activeElement === field ? offersFor(field.value.slice(0, field.selectionStart), thread) : [];
    at = 0;
    draw();
  }

  function draw() {
    offers.hidden = items.length === 0;
    field.setAttribute('aria-expanded', String(items.length > 0));
    replace(
      offers,
      items.map((item, index) =>
        h(
          'div',
          {
            role: 'option',
            id: `${offers.id}-${index}`,
            class: item.text === null ? 'offer offer-hint' : 'offer',
            'aria-selected': String(index === at),
            onmousedown: (event) => {
              event.preventDefault();
              take(item);
            },
          },
          item.icon,
          h('span', { class: 'offer-label' }, item.label),
          h('span', { class: 'offer-hint-text' }, item.hint),
        ),
      ),
    );
    if (items.length > 0) field.setAttribute('aria-activedescendant', `${offers.id}-${at}`);
    else field.removeAttribute('aria-activedescendant');
  }

  function hide() {
    items = [];
    draw();
  }

  function take(item) {
    if (item.text === null) return;
    const end = field.selectionStart;
    field.setRangeText(item.text, end - item.typed.length, end, 'end');
    field.focus();
    refresh();
  }

  function keydown(event) {
    if (event.isComposing) return;
    const offer = items[at];
    if (offer && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      at = (at + (event.key === 'ArrowDown' ? 1 : -1) + items.length) % items.length;
      return draw();
    }
    if (offer && event.key === 'Escape') {
      event.preventDefault();
      return hide();
    }
    const completes = offer && offer.text !== null && offer.text.trim() !== offer.typed.trim();
    // With nothing typed yet, Enter sends what is there; Tab takes the offer.
    if (completes && (event.key === 'Tab' || (event.key === 'Enter' && offer.typed !== ''))) {
      event.preventDefault();
      return take(offer);
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void submit();
    }
  }

  async function submit() {
    const text = field.value;
    const sent = files;
    if (text.trim() === '' && sent.length === 0) return;
    field.value = '';
    files = [];
    hide();
    drawFiles();
    onsend?.();
    const threadTs = thread ? state.thread : null;
    const { channel } = state.place;
    const uploads = await Promise.all(sent.map(upload));
    const result = await act({ do: 'message', channel, text, threadTs, files: uploads });
    if (result.ok) {
      if (result.note) toast(result.note);
      return;
    }
    toast(result.problem, 'problem');
    // What was written is not lost, unless the person has gone on to write something else.
    if (field.value === '') field.value = text;
    if (files.length === 0) files = sent;
    drawFiles();
  }

  return { element, show, focus: () => field.focus() };
}

/** A file as the page sends it on. */
async function upload(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  // One call with all bytes would be one with too many arguments.
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { name: file.name, base64: btoa(binary) };
}

const sizeOf = (files) => files.reduce((sum, { size }) => sum + size, 0);

/** What can follow the text before the cursor: commands at the beginning, names after an @. */
function offersFor(before, thread) {
  const slash = /^\/(\S*)$/.exec(before);
  if (slash && !thread) {
    const known = [
      ...state.app.commands,
      { command: '/invite', description: `Add @${appHandle()} to this channel`, usage_hint: '' },
    ];
    return known
      .filter(({ command }) => command.startsWith(before))
      .map(({ command, description, usage_hint: hint }) => ({
        label: [command, hint && h('span', { class: 'muted' }, ` ${hint}`)],
        hint: description,
        typed: before,
        text: `${command} `,
      }));
  }
  return thread ? nameOffers(before) : [...argumentOffers(before), ...nameOffers(before)];
}

/** A hint such as `[help | top | add URL]` lists what a command takes. */
function argumentOffers(before) {
  const match = /^(\/\S+) (\S*)$/.exec(before);
  const command = match && state.app.commands.find((known) => known.command === match[1]);
  if (!command?.usage_hint.includes('|')) return [];
  return command.usage_hint
    .replace(/[[\]]/g, '')
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part.startsWith(match[2]))
    .map((part) => {
      const [word, ...rest] = part.split(/\s+/);
      return { label: part, hint: '', typed: match[2], text: rest.length > 0 ? `${word} ` : word };
    });
}

const appHandle = () => [...state.members.values()].find((member) => member.isBot)?.name ?? '';

function nameOffers(before) {
  const match = /(?:^|\s)@([\p{L}\d._-]*)$/u.exec(before);
  if (!match) return [];
  const wanted = match[1].toLowerCase();
  return [...state.members.values()]
    .filter(({ name, realName }) => name.startsWith(wanted) || realName.toLowerCase().startsWith(wanted))
    .map((member) => ({
      icon: avatar(member, 's'),
      label: member.realName,
      hint: `@${member.name}`,
      typed: `@${match[1]}`,
      text: `@${member.name} `,
    }));
}
