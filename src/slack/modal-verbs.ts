// The verbs that are answered with a modal.

import type { Command } from './command-words.ts';
import type { OpenModal } from './loading-view.ts';
import { openAddSource } from './manage-source.ts';
import { openProfile } from './profile.ts';
import { openProposePoc } from './propose-poc.ts';

/** `null` for a verb that is answered with a message. */
export function modalOf(command: Command): OpenModal | null {
  switch (command.verb) {
    case 'profile':
      return openProfile;
    case 'propose-poc':
      return openProposePoc;
    case 'add-source':
      return command.url === null ? openAddSource : null;
    default:
      return null;
  }
}
