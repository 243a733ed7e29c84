// A trouble that only a person can end is told once: in the log, and to those who look after the channels.
import { type ChannelProfile, CREATOR } from '../domain/channel.ts';
import type { Trouble } from '../domain/trouble.ts';
import { endEarlierTrouble, endTrouble, openTrouble } from '../store/troubles.ts';
import type { Deps } from './ports.ts';

export interface Reported {
  trouble: Trouble;
  /** For the log: what is wrong, and what to do. */
  says: string;
  /** Whose managers are told; default: all channels'. */
  channels?: readonly Pick<ChannelProfile, 'id' | 'managers' | 'language' | 'timeZone'>[];
}

/** Does nothing while the trouble stands already. Never throws: it is called where something went wrong before. */
export async function reportTrouble(deps: Deps, { trouble, says, channels }: Reported): Promise<void> {
  try {
    if (!(await openTrouble(deps.db, trouble, says, deps.now()))) return;
    deps.log.error({ trouble }, says);
    // Without a token nobody can be told in Slack.
    if (trouble.kind === 'token') return;
    const told = new Set<string>();
    for (const channel of channels ?? deps.channels) {
      for (const personId of await managersOf(deps, channel)) {
        if (told.has(personId)) continue;
        told.add(personId);
        await deps.publisher.tellTrouble(personId, trouble, channel);
      }
    }
  } catch (err) {
    deps.log.warn({ err, trouble }, 'A trouble could not be told to a manager in Slack');
  }
}

/** The trouble is over, if it stood; with `earlier`, only one of an earlier day or month, or of another limit. */
export async function clearTrouble(
  deps: Deps,
  trouble: Trouble,
  { earlier = false }: { earlier?: boolean } = {},
): Promise<void> {
  try {
    const end = earlier ? endEarlierTrouble : endTrouble;
    if (await end(deps.db, trouble, deps.now())) deps.log.info({ trouble }, 'This trouble is over');
  } catch (err) {
    deps.log.warn({ err, trouble }, 'The end of a trouble could not be written down');
  }
}

async function managersOf(
  { publisher }: Deps,
  { id, managers }: Pick<ChannelProfile, 'id' | 'managers'>,
): Promise<string[]> {
  const named = managers.filter((manager) => manager !== CREATOR);
  if (named.length > 0 && !managers.includes(CREATOR)) return named;
  const creator = id === '' ? null : await publisher.creatorOf(id);
  return creator ? [creator, ...named] : named;
}
