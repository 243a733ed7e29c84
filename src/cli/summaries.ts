// Operator commands on summaries: new ones after the prompt has changed, and those that people marked as wrong.
import pino from 'pino';
import { retryPolicy } from '../../workers/retry-policy.ts';
import type { Config } from '../config.ts';
import { loadPrompts } from '../llm/prompts.ts';
import { requestResummaries } from '../pipeline/resummarise-article.ts';
import { createQueue } from '../queue/queue.ts';
import { grammarOf } from '../slack/words/grammar.ts';
import { backendOf } from '../start/open-parts.ts';
import type { OpenStore } from '../start/open-store.ts';
import type { Database } from '../store/database.ts';
import { listWrongSummaries } from '../store/summaries.ts';

/** Operators are spoken to in English. */
const { count } = grammarOf('en');

type Print = (line: string) => void;

/** Orders the jobs; the app does them, within its budget, once it runs. */
export async function resummarise(
  config: Config,
  store: OpenStore,
  since: Date,
  print: Print,
): Promise<boolean> {
  const queue = await createQueue(backendOf(config, store.embedded), {
    attempts: retryPolicy,
    log: pino({ level: 'silent' }),
  });
  try {
    const prompts = loadPrompts(config.promptsDir);
    const ordered = await requestResummaries({ db: store.db, queue, prompts }, since);
    const { version } = prompts['summarise-article'];
    print(
      ordered.length === 0
        ? `Every summary posted since ${since.toISOString()} is of prompt version ${version} already`
        : `${count(ordered.length, { one: 'summary', other: 'summaries' })} ordered by prompt version ${version}: made within the budget while the app runs`,
    );
    return true;
  } finally {
    await queue.close();
  }
}

const MOST_EXAMPLES = 1_000;

/** One JSON object a line. */
export async function printWrongSummaries(db: Database, print: Print): Promise<boolean> {
  for (const example of await listWrongSummaries(db, MOST_EXAMPLES)) print(JSON.stringify(example));
  return true;
}
