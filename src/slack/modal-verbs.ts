// The verbs that are answered with a modal.
import type { Command, ModalVerb } from './command-words.ts';
import type { OpenModal } from './loading-view.ts';
import { openProfile } from './profile.ts';
import { openProposePoc } from './propose-poc.ts';

const MODALS: Record<ModalVerb, OpenModal> = {
  profile: openProfile,
  'propose-poc': openProposePoc,
};

export function modalOf({ verb }: Command): OpenModal | null {
  return Object.hasOwn(MODALS, verb) ? MODALS[verb as ModalVerb] : null;
}
