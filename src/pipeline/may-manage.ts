// Who may change a channel's sources, profile and schedule, and what was changed.
import type { LoggedChange } from '../domain/change.ts';
import { CREATOR } from '../domain/channel.ts';
import { listChanges } from '../store/change-log.ts';
import { channelOf } from './channel-of.ts';
import type { Deps } from './ports.ts';

/** `managers`: who may, for the refusal's sentence; never empty. */
export type Permission = { kind: 'allowed' } | { kind: 'refused'; managers: string[] };

/** Any member where the channel names no managers; each change is logged in either case. */
export async function mayManage(
  deps: Deps,
  { channelId, personId }: { channelId: string; personId: string },
): Promise<Permission> {
  const { managers } = channelOf(deps, channelId);
  if (managers.length === 0 || managers.includes(personId)) return { kind: 'allowed' };
  const named = managers.filter((manager) => manager !== CREATOR);
  const creator = managers.includes(CREATOR) ? await deps.publisher.creatorOf(channelId) : null;
  if (creator === personId) return { kind: 'allowed' };
  return { kind: 'refused', managers: creator ? [creator, ...named] : named };
}

export async function listLog(deps: Deps, channelId: string, limit: number): Promise<LoggedChange[]> {
  return await listChanges(deps.db, channelId, limit);
}
