// `source add URL` and `source drop NAME`: what is read, changed by those who may.
import { addSource, dropSource, findSource } from '../pipeline/add-source.ts';
import { mayManage } from '../pipeline/may-manage.ts';
import { refusedMessage } from './blocks/change-log.ts';
import { type Message, sentence } from './blocks/message.ts';
import { foundSourceMessage } from './blocks/sources.ts';
import type { SlackContext } from './context.ts';
import type { Words } from './words/words.ts';

interface By {
  channelId: string;
  personId: string;
}

/** Takes as long as the site does. */
export async function answerAddSource(
  { deps, command }: SlackContext,
  address: string,
  by: By,
  words: Words,
): Promise<Message> {
  const permission = await mayManage(deps, by);
  if (permission.kind === 'refused') return refusedMessage(permission.managers, words);
  const found = await findSource(deps, address);
  if (found.kind === 'not-found') return sentence(words.sources.notFound(found.reason));
  const outcome = await addSource(deps, { source: found.source, by });
  return foundSourceMessage(found, { ...outcome, command }, words);
}

export async function answerDropSource(
  { deps }: SlackContext,
  sourceId: string,
  by: By,
  words: Words,
): Promise<Message> {
  const permission = await mayManage(deps, by);
  if (permission.kind === 'refused') return refusedMessage(permission.managers, words);
  const outcome = await dropSource(deps, { sourceId, by });
  return sentence(outcome === 'dropped' ? words.sources.dropped(sourceId) : words.sources.unknown(sourceId));
}
