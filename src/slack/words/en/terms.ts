// Terms that several features share.
import type { ArticleKind } from '../../../domain/article.ts';
import type { PocStatus } from '../../../domain/poc.ts';
import { number } from './grammar.ts';

export const termWords = {
  /** As a card's mark. */
  kinds: {
    paper: 'paper',
    model: 'model',
    tool: 'tool',
    news: 'news',
    funding: 'funding',
    event: 'event',
    lesson: 'lesson',
    demo: 'demo',
  } satisfies Record<ArticleKind, string>,
  /** As a heading. */
  kindTitles: {
    paper: 'Papers',
    model: 'Models',
    tool: 'Tools',
    news: 'News',
    funding: 'Funding',
    event: 'Events',
    lesson: 'To learn from',
    demo: 'Demos',
  } satisfies Record<ArticleKind, string>,
  /** Several of them, as part of a sentence. */
  kindsInSentence: {
    paper: 'papers',
    model: 'models',
    tool: 'tools',
    news: 'news',
    funding: 'funding',
    event: 'events',
    lesson: 'lessons',
    demo: 'demos',
  } satisfies Record<ArticleKind, string>,
  pocStatus: { open: 'open', claimed: 'taken', shown: 'shown' } satisfies Record<PocStatus, string>,
  votes: (votes: number) => `👍 ${number(votes)}`,
};
