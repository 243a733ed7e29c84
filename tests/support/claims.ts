// Claims a message without ordering its post, as the pipeline leaves it when the process is killed in between.
import { randomUUID } from 'node:crypto';
import type { Deps } from '../../src/pipeline/ports.ts';
import { claimMessage } from '../../src/store/messages.ts';

export async function claimDigestForTest(deps: Deps, channelId: string): Promise<string> {
  const id = randomUUID();
  const claim = { id, channelId, purpose: 'digest' as const, key: `digest:${channelId}:${id}` };
  await claimMessage(deps.db, claim, deps.now());
  return id;
}
