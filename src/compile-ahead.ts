// Loads what a start loads and runs none of it, so that compile-cache.mjs has it for the first start too: a single
// module that is missing there brings the stripper of types, which stays. Takes `--role`, as main.ts does. A root.
await Promise.all([
  import('./main.ts'),
  import('./start.ts'),
  import('./store/postgres.ts'),
  import('./queue/closable-redis.ts'),
  import('./llm/model-client.ts'),
  import('./llm/model-by-task.ts'),
  import('./llm/embedding-client.ts'),
  import('./start/start-sandbox.ts'),
  import('./store/pglite.ts'),
  import('./store/database-template.ts'),
  import('./sources/http-client.ts'),
  import('./sources/collector.ts'),
  import('./pipeline/host-ledger.ts'),
  import('./pipeline/fetch-page.ts'),
  import('./pipeline/read-articles.ts'),
  import('./pipeline/summarise-article.ts'),
  import('./pipeline/answer-question.ts'),
  import('../workers/start-workers.ts'),
  import('log-update'),
  import('pino-pretty'),
]);
