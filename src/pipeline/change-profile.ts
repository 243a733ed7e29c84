// What people change of a channel's profile in Slack counts over its file, at once, and everyone can see who did it.
import { type ChannelProfile, changedFields, type ProfileChanges, withChanges } from '../domain/channel.ts';
import { logChange } from '../store/change-log.ts';
import { listMoves } from '../store/channel-moves.ts';
import { dropProfileChanges, listProfileChanges, saveProfileChanges } from '../store/channel-profiles.ts';
import { channelOf } from './channel-of.ts';
import { mayManage, type Permission } from './may-manage.ts';
import type { Deps } from './ports.ts';

export type ProfileOutcome =
  | { kind: 'changed'; fields: string[] }
  /** Everything was as it is already. */
  | { kind: 'same' }
  | Extract<Permission, { kind: 'refused' }>;

interface Asked {
  channelId: string;
  personId: string;
}

export async function changeProfile(
  deps: Deps,
  { channelId, personId }: Asked,
  wanted: ProfileChanges,
): Promise<ProfileOutcome> {
  const permission = await mayManage(deps, { channelId, personId });
  if (permission.kind === 'refused') return permission;
  const fields = changedFields(channelOf(deps, channelId), wanted);
  if (fields.length === 0) return { kind: 'same' };
  const changes = Object.fromEntries(fields.map((field) => [field, wanted[field]])) as ProfileChanges;
  const now = deps.now();
  await deps.db.transaction(async (tx) => {
    await saveProfileChanges(tx, { channelId, changes, personId, changedAt: now });
    await logChange(tx, { channelId, personId, action: 'profile-changed', detail: { fields } }, now);
  });
  await applyProfiles(deps);
  return { kind: 'changed', fields };
}

/** Takes back everything that was changed in Slack: the file counts again. */
export async function resetProfile(deps: Deps, { channelId, personId }: Asked): Promise<ProfileOutcome> {
  const permission = await mayManage(deps, { channelId, personId });
  if (permission.kind === 'refused') return permission;
  const fields = channelOf(deps, channelId).changed?.fields ?? [];
  if (fields.length === 0) return { kind: 'same' };
  await deps.db.transaction(async (tx) => {
    await dropProfileChanges(tx, channelId);
    await logChange(tx, { channelId, personId, action: 'profile-reset', detail: { fields } }, deps.now());
  });
  await applyProfiles(deps);
  return { kind: 'changed', fields };
}

/**
 * Brings `deps.channels` up to date with the store, where another process may have changed something. True when a
 * profile is another one now.
 */
export async function applyProfiles(deps: Pick<Deps, 'db' | 'channels'>): Promise<boolean> {
  let anyChanged = await followMoves(deps);
  const stored = new Map((await listProfileChanges(deps.db)).map((row) => [row.channelId, row]));
  for (const [index, profile] of deps.channels.entries()) {
    const row = stored.get(profile.id);
    const sameTime = profile.changed?.at.getTime() === row?.changedAt.getTime();
    if (sameTime && changedFields(profile, row?.changes ?? {}).length === 0) continue;
    deps.channels[index] = applied(profile, row);
    anyChanged = true;
  }
  return anyChanged;
}

/** Slack gave some of the channels other ids, and one process was told. */
async function followMoves({ db, channels }: Pick<Deps, 'db' | 'channels'>): Promise<boolean> {
  const moves = await listMoves(db);
  let anyMoved = false;
  for (const [index, profile] of channels.entries()) {
    let id = profile.id;
    const been = new Set<string>();
    for (let next = moves.get(id); next && !been.has(next); next = moves.get(id)) {
      been.add(id);
      id = next;
    }
    if (id === profile.id) continue;
    channels[index] = { ...profile, id };
    anyMoved = true;
  }
  return anyMoved;
}

function applied(
  profile: ChannelProfile,
  row: { changes: ProfileChanges; personId: string | null; changedAt: Date } | undefined,
): ChannelProfile {
  const file = { ...(profile.changed?.file ?? profile), id: profile.id };
  return row ? withChanges(file, row.changes, { at: row.changedAt, by: row.personId }) : file;
}
