// Gives posted articles the vectors by which questions find them, where the endpoint has embeddings and there is money.
import { createHash } from 'node:crypto';
import type { EmbeddingClient } from '../llm/embedding-client.ts';
import * as embeddings from '../store/embeddings.ts';
import type { Deps } from './ports.ts';
import { spendOnModel } from './spend.ts';

const BATCH = 32;
/** In one run: the next one goes on. */
const MOST_BATCHES = 20;

/** The latest first; what has the same words as another article costs nothing. */
export async function embedArticles(deps: Deps, signal?: AbortSignal): Promise<void> {
  const { embedder } = deps;
  if (!embedder) return;
  for (let batch = 0; batch < MOST_BATCHES && !embedder.isOff; batch += 1) {
    signal?.throwIfAborted();
    const articles = await embeddings.listUnembedded(deps.db, embedder.name, BATCH);
    if (articles.length === 0) return;
    const made = await embed(deps, embedder, articles, signal);
    if (!made) return;
    const { dropped } = await embeddings.saveEmbeddings(deps.db, embedder.name, made, deps.now());
    if (dropped > 0)
      deps.log.info({ dropped }, `Vectors of another model are dropped: ${embedder.name} embeds again`);
    await prepareSearch(deps, embedder, made[0]?.vector.length ?? 0);
  }
}

async function embed(
  deps: Deps,
  embedder: EmbeddingClient,
  articles: readonly embeddings.Unembedded[],
  signal: AbortSignal | undefined,
): Promise<embeddings.Embedding[] | null> {
  const wanted = articles.map((article) => {
    const words = wordsOf(article);
    return { articleId: article.articleId, words, contentHash: hashOf(words) };
  });
  const hashes = wanted.map(({ contentHash }) => contentHash);
  const known: Map<string, readonly number[]> = await embeddings.embeddingsOf(deps.db, embedder.name, hashes);
  const unknown = [...new Map(wanted.map((one) => [one.contentHash, one.words]))].filter(
    ([hash]) => !known.has(hash),
  );
  if (unknown.length > 0) {
    const texts = unknown.map(([, words]) => words);
    const call = { task: 'embed-articles', articleId: null, promptVersion: null };
    const answer = await spendOnModel(deps, call, (allow) => embedder.embed(texts, signal, allow));
    signal?.throwIfAborted();
    if (answer.kind === 'failed') {
      deps.log.warn(
        `Articles are found by their words alone, since they were not embedded: ${answer.reason}`,
      );
      return null;
    }
    for (const [n, [hash]] of unknown.entries()) known.set(hash, answer.value[n] ?? []);
  }
  return wanted.flatMap(({ articleId, contentHash }) => {
    const vector = known.get(contentHash);
    return vector ? [{ articleId, contentHash, vector }] : [];
  });
}

/** What an article is about stands in its title and at its top. */
function wordsOf({ title, opening }: embeddings.Unembedded): string {
  return `${title}\n\n${opening}`;
}

function hashOf(words: string): string {
  return createHash('sha256').update(words).digest('hex');
}

const WHY_SCANNED = {
  'no-pgvector': 'the database has no pgvector. Install it when answers become slow',
  'old-pgvector': 'its pgvector is older than 0.8. Update it when answers become slow',
  'may-not-install':
    'the app may not install pgvector. Run `create extension vector` as an administrator when answers become slow',
} as const;

/** Told once by each process. */
const told = new WeakSet<EmbeddingClient>();

async function prepareSearch(deps: Deps, embedder: EmbeddingClient, dimensions: number): Promise<void> {
  const search = await embeddings.prepareVectorSearch(deps.db, dimensions);
  if (search.kind === 'indexed' || told.has(embedder)) return;
  told.add(embedder);
  deps.log.info(`Vectors are compared one by one, since ${WHY_SCANNED[search.why]}`);
}
