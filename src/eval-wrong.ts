// Summaries that people marked as wrong, as articles to evaluate on: what went wrong once is asked for again.
import { createHash } from 'node:crypto';
import type { Config } from './config.ts';
import type { ArticleSet } from './evaluation/article-set.ts';
import { detectLanguage } from './reading/language.ts';
import { migrateStore, openStore } from './start/open-store.ts';
import { listWrongSummaries } from './store/summaries.ts';

const MOST = 200;

export async function withWrongSummaries(config: Config, set: ArticleSet): Promise<ArticleSet> {
  const { db } = await openStore(config.store);
  try {
    await migrateStore(db);
    const wrong = await listWrongSummaries(db, MOST);
    const articles = wrong
      .filter(({ text }) => text !== '')
      .map(({ articleId, title, text, language: into, reason }) => ({
        id: `wrong-${articleId}-${into}`,
        title,
        text,
        language: detectLanguage(text),
        into,
        kind: [],
        traits: ['marked wrong', reason],
        references: [],
        facts: [],
        attack: [],
        hash: createHash('sha256').update(`${into}\n${title}\n${text}`).digest('hex').slice(0, 16),
      }));
    return { ...set, articles: [...set.articles, ...articles] };
  } finally {
    await db.close();
  }
}
