// A person deleted the message that shared a link: who shared it is forgotten, the article stays.
import { forgetShare } from '../store/articles.ts';
import type { Deps } from './ports.ts';

export async function forgetMessage(
  deps: Deps,
  { channelId, messageTs }: { channelId: string; messageTs: string },
): Promise<void> {
  await forgetShare(deps.db, channelId, messageTs);
}
