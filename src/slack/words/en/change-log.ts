// The log of changes, and the refusal of who may not make them.
import type { Pieces } from '../grammar.ts';
import { list } from './grammar.ts';

export const changeLogWords = {
  none: 'Nothing was changed in Slack yet. What config/ says counts.',
  title: 'Last changes',
  forgottenPerson: 'someone who asked to be forgotten',
  sourceAdded: <Part>(source: Part): Pieces<Part> => ['added the source ', source],
  sourceRemoved: <Part>(source: Part): Pieces<Part> => ['took out the source ', source],
  profileChanged: (fields: readonly string[]) => `changed the channel's profile: ${list(fields)}`,
  profileReset: (fields: readonly string[]) => `took back changes of the profile: ${list(fields)}`,
  pocProposed: <Part>(title: Part): Pieces<Part> => ['proposed the PoC ', title],
  storySplit: <Part>(title: Part): Pieces<Part> => ['made a story of its own of ', title],
  managersOnly: "Only the channel's managers may change this.",
  /** Their names follow, then `askOne`. */
  managersAre: "Only the channel's managers may change this: ",
  askOne: '. Ask one of them.',
};
