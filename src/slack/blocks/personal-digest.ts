// A person's own digest, as a direct message. A quiet week is one line.
import type { PersonalDigest } from '../../domain/personal.ts';
import type { Words } from '../words/words.ts';
import { entryElements } from './digest.ts';
import { CUTS } from './limits.ts';
import {
  bullets,
  fallback,
  fitEntries,
  footnote,
  heading,
  type Message,
  paragraph,
  rich,
} from './message.ts';
import { mrkdwnText, richText } from './text.ts';

export function personalDigestMessage(digest: PersonalDigest, words: Words): Message {
  const { entries } = digest;
  const { personalDigest } = words;
  if (entries.length === 0) {
    return {
      text: fallback(personalDigest.quiet),
      blocks: [paragraph([richText(personalDigest.quiet)]), why(digest, words)],
    };
  }
  const title = personalDigest.title(entries.length);
  const blocks = fitEntries(entries.length, (shown) => [
    heading(title),
    ...(shown > 0
      ? [
          rich([
            bullets(
              entries.slice(0, shown).map((entry) => entryElements(entry, words)),
              'ordered',
            ),
          ]),
        ]
      : []),
    why(digest, words),
  ]);
  return { text: fallback(`${title}: ${entries.map((entry) => entry.title).join('; ')}`), blocks };
}

/** By what it was chosen, and where to change that. */
function why({ topics }: PersonalDigest, { personalDigest }: Words) {
  return footnote(
    personalDigest.why(topics.map((topic) => mrkdwnText(topic, CUTS.name)).slice(0, CUTS.people)),
  );
}
