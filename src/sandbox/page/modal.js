// The modal that the app has open for this person. What was filled in stays while the app changes the view.
import { avatar, h, iconButton, replace } from './dom.js';
import { formContext } from './elements.js';
import { plainText } from './mrkdwn.js';
import { toast } from './popover.js';
import { renderBlocks } from './render-blocks.js';
import { act, on, state } from './state.js';

export function createModal(dialog) {
  let shownId = null;
  let form = null;
  let errors = {};
  let sending = false;

  async function pressed(blockId, element, action) {
    const view = state.modal?.id;
    const result = await act({
      do: 'view-action',
      view,
      blockId,
      actionId: element.action_id,
      action,
      filled: form.values,
    });
    if (result.problem) toast(result.problem, 'problem');
  }

  async function submit(event) {
    event.preventDefault();
    if (sending) return;
    sending = true;
    dialog.setAttribute('aria-busy', 'true');
    const view = state.modal.id;
    const result = await act({ do: 'submit', view, filled: form.values });
    sending = false;
    dialog.removeAttribute('aria-busy');
    errors = result.errors ?? {};
    if (result.problem) toast(result.problem, 'problem');
    if (state.modal?.id === view && !result.ok) {
      draw();
      dialog.querySelector('.has-error input, .has-error textarea, .has-error select')?.focus();
    }
  }

  function close() {
    void act({ do: 'close', filled: form?.values ?? {} });
  }

  function draw() {
    const view = state.modal;
    const { scrollTop = 0 } = dialog.querySelector('.modal-body') ?? {};
    const focused =
      dialog.contains(document.activeElement) && document.activeElement.closest('[data-block-id]');
    const title = h('h2', {}, plainText(view.title));
    dialog.setAttribute('aria-label', title.textContent);
    replace(
      dialog,
      h(
        'form',
        { novalidate: true, onsubmit: (event) => void submit(event) },
        h(
          'header',
          { class: 'modal-head' },
          state.depth > 1 ? iconButton('back', 'Back', close) : avatar(null),
          title,
          iconButton('close', 'Close', close),
        ),
        h('div', { class: 'modal-body blocks' }, renderBlocks(view.blocks, form, errors)),
        h(
          'footer',
          { class: 'modal-foot' },
          h(
            'button',
            { type: 'button', class: 'button', onclick: close },
            view.close ? plainText(view.close) : 'Close',
          ),
          view.submit &&
            h('button', { type: 'submit', class: 'button button-primary' }, plainText(view.submit)),
        ),
      ),
    );
    dialog.querySelector('.modal-body').scrollTop = scrollTop;
    if (focused) focusBlock(focused.dataset.blockId);
  }

  function focusBlock(blockId) {
    const block = dialog.querySelector(`[data-block-id="${CSS.escape(blockId)}"]`);
    block?.querySelector('input, textarea, select, button')?.focus();
  }

  function render() {
    if (!state.modal) {
      shownId = null;
      if (dialog.open) dialog.close();
      return;
    }
    const isNew = state.modal.id !== shownId;
    if (isNew) {
      form = formContext(pressed);
      errors = {};
      shownId = state.modal.id;
    }
    draw();
    if (!dialog.open) dialog.showModal();
    if (isNew) dialog.querySelector('.modal-body').querySelector('input, textarea, select')?.focus();
  }

  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    close();
  });
  on('modal', render);
  on('state', render);
}
