// What people change of a profile in Slack reaches the schedules, and the other processes, within seconds; a root.
import { applyProfiles } from '../pipeline/change-profile.ts';
import type { Deps } from '../pipeline/ports.ts';

const LOOK_MS = 5_000;

/** Calls `onChanged` after each change that counts by then. Returns how to stop looking. */
export function watchProfiles(deps: Deps, onChanged: () => Promise<void>, everyMs = LOOK_MS): () => void {
  let known = versionOf(deps);
  let stopped = false;
  const look = async (): Promise<void> => {
    try {
      await applyProfiles(deps);
      const version = versionOf(deps);
      // The listener that changed it has applied it already, in this process.
      if (version !== known) await onChanged();
      known = version;
    } catch (err) {
      deps.log.warn({ err }, 'The changes of profiles could not be looked up; trying again in some seconds');
    }
    if (!stopped) timer = setTimeout(() => void look(), everyMs).unref();
  };
  let timer = setTimeout(() => void look(), everyMs).unref();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

function versionOf({ channels }: Deps): string {
  return channels.map(({ id, changed }) => `${id}:${changed?.at.getTime() ?? 0}`).join();
}
