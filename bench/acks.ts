// How soon Slack gets its acknowledgement while models take a minute each: signed commands and events over HTTP.
import { loadPrompts } from '../src/llm/prompts.ts';
import type { Deps } from '../src/pipeline/ports.ts';
import { writeSummary } from '../src/pipeline/summarise-article.ts';
import { getArticle } from '../src/store/articles.ts';
import { messageIn } from '../tests/slack/support/events.ts';
import { Product, SECRET } from '../tests/slack/support/product.ts';
import { commandRequest, eventRequest } from '../tests/support/slack-requests.ts';
import { type Figure, quantile, runAlone } from './report.ts';

const REQUESTS = 600;
const AT_ONCE = 6;
const MODEL_CALLS = 4;
const MODEL_MS = 60_000;
const GOAL_MS = 500;

export async function benchAcks(): Promise<Figure[]> {
  const product = await Product.start();
  const stop = new AbortController();
  try {
    let calls = 0;
    const model: Deps['model'] = {
      name: 'slow',
      nameFor: () => 'slow',
      answer: () => {
        calls += 1;
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, MODEL_MS);
        stop.signal.addEventListener('abort', () => resolve());
        return promise.then(() => {
          clearTimeout(timer);
          return { kind: 'failed' as const, reason: 'too slow', usage: null };
        });
      },
    };
    const deps = { ...product.deps, model, prompts: loadPrompts('config/prompts') };
    const running = [];
    for (let n = 0; n < MODEL_CALLS; n += 1) {
      const { articleId } = await product.postCard();
      await product.db.query('delete from summary where article_id = $1', [articleId]);
      const { channelId } = product.workspace;
      const article = await getArticle(deps.db, articleId, channelId);
      if (!article) throw new Error('The article is not in the store');
      running.push(Promise.allSettled([writeSummary(deps, article, channelId, stop.signal)]));
    }
    while (calls < MODEL_CALLS) await new Promise(setImmediate);
    const times = await acknowledge(product);
    stop.abort();
    await Promise.allSettled(running);
    await product.settled();
    const p99 = quantile(times, 0.99);
    return [
      {
        name: `acknowledgement at p99 while ${MODEL_CALLS} model calls take ${MODEL_MS / 1_000} s`,
        figure: `${p99.toFixed(1)} ms`,
        goal: `< ${GOAL_MS} ms`,
        met: p99 < GOAL_MS,
        detail: `${REQUESTS} commands and shared links, ${AT_ONCE} at a time; median ${quantile(times, 0.5).toFixed(1)} ms`,
      },
    ];
  } finally {
    await product.stop();
  }
}

async function acknowledge(product: Product): Promise<number[]> {
  const { personId: userId, channelId, responseUrl } = product.workspace;
  const times: number[] = [];
  const rest = Array.from({ length: REQUESTS }, (_, n) => n).values();
  const lane = async (): Promise<void> => {
    for (const n of rest) {
      const request =
        n % 2 === 0
          ? commandRequest(SECRET, {
              command: '/discuss-ai',
              text: `search word${n}`,
              userId,
              channelId,
              responseUrl,
            })
          : eventRequest(SECRET, messageIn(product, { text: `<https://example.org/bench/${n}>` }));
      const began = performance.now();
      const response = await product.send(request);
      times.push(performance.now() - began);
      if (response.status !== 200) throw new Error(`A request was answered with ${response.status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return times;
}

await runAlone(import.meta, benchAcks);
