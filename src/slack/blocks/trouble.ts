// A trouble as it is told to a manager, in one sentence that says what to do.
import type { Trouble } from '../../domain/trouble.ts';
import type { Words } from '../words/words.ts';
import { type Message, sentence } from './message.ts';

export function troubleMessage(trouble: Trouble, words: Words): Message {
  return sentence(troubleSentence(trouble, words));
}

/** What is wrong, and what to do. */
export function troubleSentence(trouble: Trouble, { troubles }: Words): string {
  switch (trouble.kind) {
    case 'token':
      return troubles.token;
    case 'socket':
      return troubles.socket;
    case 'scope':
      return troubles.scope(trouble.scope);
    case 'model-budget':
      return troubles.modelBudget(trouble);
    case 'channel-archived':
      return troubles.archived(trouble.channelName);
    case 'channel-left':
      return troubles.left(trouble.channelName);
    case 'posting-refused':
      return troubles.postingRefused(trouble.channelName);
    case 'channel-missing':
      return troubles.missing(trouble.channelName);
    case 'channel-renamed':
      return troubles.renamed(trouble.channelName, trouble.newName);
  }
}
