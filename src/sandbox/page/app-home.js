// The app's Home tab, as the app has published it for this person.
import { h, replace } from './dom.js';
import { formContext } from './elements.js';
import { toast } from './popover.js';
import { renderBlocks } from './render-blocks.js';
import { act, state } from './state.js';

export function renderHome(element) {
  const { home, app } = state;
  if (!home) {
    const line = app.hasHome ? `${app.name} has nothing on this tab yet.` : `${app.name} has no Home tab.`;
    replace(element, h('div', { class: 'home-empty' }, h('p', { class: 'muted' }, line)));
    return;
  }
  const form = formContext(async (blockId, pressed, action) => {
    const result = await act({
      do: 'view-action',
      view: home.id,
      blockId,
      actionId: pressed.action_id,
      action,
      filled: form.values,
    });
    if (result.problem) toast(result.problem, 'problem');
  });
  const { scrollTop } = element;
  replace(element, h('div', { class: 'home-blocks blocks' }, renderBlocks(home.blocks, form)));
  element.scrollTop = scrollTop;
}
