// A channel's profile, edited in Slack: opened from a command or a button, checked, saved, and told.

import { choiceOf } from '../domain/source-packs.ts';
import { changeProfile, type ProfileOutcome, resetProfile } from '../pipeline/change-profile.ts';
import { channelOf } from '../pipeline/channel-of.ts';
import { mayManage } from '../pipeline/may-manage.ts';
import type { Deps } from '../pipeline/ports.ts';
import { listOffered } from '../pipeline/report-status.ts';
import { refusedMessage } from './blocks/change-log.ts';
import { type Message, sentence } from './blocks/message.ts';
import { noticeModal } from './blocks/modals.ts';
import { type ProfileForm, profileModal, readProfileModal } from './blocks/profile-modal.ts';
import type { SlackContext } from './context.ts';
import { type OpenModal, onSubmit, type ViewListener } from './loading-view.ts';
import type { Words } from './words/words.ts';

/** The form offers as many as it can hold, and says how many there are. */
const MOST_SOURCES = 2_000;

/** What the modal shows; who may not change the profile is told who may. */
export const openProfile: OpenModal = {
  what: 'edit-profile',
  title: (words) => words.profile.title,
  async fill({ deps }, { channelId, personId }, words) {
    const permission = await mayManage(deps, { channelId, personId });
    if (permission.kind === 'refused') return noticeModal(refusedMessage(permission.managers, words), words);
    const offered = await listOffered(deps, MOST_SOURCES);
    return profileModal(channelOf(deps, channelId), offered, words);
  },
};

export function onProfileSubmitted(context: SlackContext): ViewListener {
  const { deps } = context;
  return onSubmit(context, {
    what: 'edit-profile',
    title: (words) => words.profile.title,
    read: (view, words) => readProfileModal(view, (channelId) => channelOf(deps, channelId), words),
    async work(form, personId, words) {
      const asked = { channelId: form.channelId, personId };
      const outcome =
        form.kind === 'reset' ? await resetProfile(deps, asked) : await change(deps, asked, form);
      return noticeModal(told(outcome, form.kind === 'reset', words), words);
    },
  });
}

async function change(
  deps: Deps,
  asked: { channelId: string; personId: string },
  { changes, sources }: Extract<ProfileForm, { kind: 'changes' }>,
): Promise<ProfileOutcome> {
  const known = await listOffered(deps, MOST_SOURCES);
  const offered = known.filter(({ id }) => sources.offered.includes(id));
  const wanted = choiceOf(channelOf(deps, asked.channelId), offered, new Set(sources.chosen));
  return await changeProfile(deps, asked, { ...changes, sources: wanted });
}

function told(outcome: ProfileOutcome, reset: boolean, words: Words): Message {
  if (outcome.kind === 'refused') return refusedMessage(outcome.managers, words);
  if (outcome.kind === 'same') return sentence(words.profile.same);
  const names: Record<string, string> = words.profile.fields;
  const fields = outcome.fields.map((field) => names[field] ?? field);
  return sentence(reset ? words.profile.taken(fields) : words.profile.saved(fields));
}
