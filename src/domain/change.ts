// What people change in Slack, as the log tells it. Pure.

/** Each action with what its line needs. */
export interface ChangeDetails {
  'source-added': { title: string; url: string };
  'source-removed': { title: string; url: string };
  'profile-changed': { fields: string[] };
  'profile-reset': { fields: string[] };
  'poc-proposed': { title: string };
  'story-split': { title: string; url: string };
}
export type ChangeAction = keyof ChangeDetails;

export type Change = {
  [Action in ChangeAction]: { action: Action; detail: ChangeDetails[Action] };
}[ChangeAction];

/** `channelId` null: it concerns the whole workspace. `personId` null: that person asked to be forgotten. */
export type LoggedChange = Change & { channelId: string | null; personId: string | null; changedAt: Date };
