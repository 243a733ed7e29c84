// The job table's other half: each job's step. Nothing else happens here.

import { catchUpLinks } from '../src/pipeline/catch-up-links.ts';
import { chooseCards } from '../src/pipeline/choose-cards.ts';
import { createCollectSource, startCollection } from '../src/pipeline/collect-source.ts';
import { embedArticles } from '../src/pipeline/embed-articles.ts';
import { indexArticles } from '../src/pipeline/index-articles.ts';
import { markShare } from '../src/pipeline/mark-share.ts';
import type { Deps } from '../src/pipeline/ports.ts';
import { postMessage } from '../src/pipeline/post-message.ts';
import { promptPoc } from '../src/pipeline/prompt-poc.ts';
import { readArticles } from '../src/pipeline/read-articles.ts';
import { reconcileVotes } from '../src/pipeline/reconcile-votes.ts';
import { refreshCard } from '../src/pipeline/refresh-card.ts';
import { resummariseArticle } from '../src/pipeline/resummarise-article.ts';
import { sendDigest } from '../src/pipeline/send-digest.ts';
import { sendPersonalDigest } from '../src/pipeline/send-personal-digest.ts';
import { summariseArticle } from '../src/pipeline/summarise-article.ts';
import { sweepStore } from '../src/pipeline/sweep-store.ts';
import { withdrawMessage } from '../src/pipeline/withdraw-message.ts';
import type { Handlers } from '../src/queue/jobs.ts';

/** A job without a handler does not compile. */
export function createHandlers(deps: Deps): Handlers {
  const collectSource = createCollectSource(deps);
  return {
    'start-collection': async () => {
      await startCollection(deps);
    },
    'collect-source': (payload, { signal }) => collectSource(payload, signal),
    'read-articles': (payload, { signal }) => readArticles(deps, payload, signal),
    'resummarise-article': (payload, { signal }) => resummariseArticle(deps, payload, signal),
    'choose-cards': async (payload) => {
      await chooseCards(deps, payload);
    },
    'summarise-article': (payload, { signal }) => summariseArticle(deps, payload, signal),
    'embed-articles': (_payload, { signal }) => embedArticles(deps, signal),
    'index-articles': (_payload, { signal }) => indexArticles(deps, signal),
    'post-message': (payload) => postMessage(deps, payload),
    'refresh-card': (payload) => refreshCard(deps, payload),
    'withdraw-message': (payload) => withdrawMessage(deps, payload),
    'mark-share': (payload) => markShare(deps, payload),
    'send-digest': (payload) => sendDigest(deps, payload),
    'send-personal-digest': () => sendPersonalDigest(deps),
    'prompt-poc': (payload, { signal }) => promptPoc(deps, payload, signal),
    'catch-up-links': (payload) => catchUpLinks(deps, payload),
    'reconcile-votes': (payload) => reconcileVotes(deps, payload),
    'sweep-store': () => sweepStore(deps),
  };
}
