// `doctor`: looks at everything the app needs, one finding each, and says what to do. A root's part.
import { retryPolicy } from '../../workers/retry-policy.ts';
import type { Config } from '../config.ts';
import { LANES } from '../queue/jobs.ts';
import { createQueue } from '../queue/queue.ts';
import { grammarOf } from '../slack/words/grammar.ts';
import { backendOf } from '../start/open-parts.ts';
import { migrateStore, type OpenStore, openStore } from '../start/open-store.ts';
import { listLines } from '../store/source-health.ts';
import { listTroubles } from '../store/troubles.ts';
import { examineSlack } from './doctor-slack.ts';
import { type Finding, fail, note, ok, PATIENCE_MS, SILENT, textOf } from './finding.ts';

/** Operators are spoken to in English. */
const { count } = grammarOf('en');

/** Looks at one thing after the other; a part that is not well does not keep the others from being looked at. */
export async function examine(config: Config): Promise<Finding[]> {
  return [
    ok(
      'configuration',
      `${count(config.sources.length, { one: 'source', other: 'sources' })}, ${count(config.channels.length, { one: 'channel', other: 'channels' })}`,
    ),
    ...(await examineStore(config)),
    ...(await examineSlack(config)),
    await examineModel(config),
  ];
}

async function examineStore(config: Config): Promise<Finding[]> {
  let store: OpenStore;
  try {
    store = await openStore(config.store);
  } catch (error) {
    // The app is running on the embedded database, and knows how its own parts are.
    if (config.store.kind === 'pglite' && /in use by process/.test(textOf(error)))
      return [await askRunning(config)];
    return [fail('database', error)];
  }
  const { db, embedded } = store;
  const findings: Finding[] = [];
  try {
    await migrateStore(db);
    findings.push(ok('database', `${config.store.kind} answers, and its tables are up to date`));
    const queue = await createQueue(backendOf(config, embedded), { attempts: retryPolicy, log: SILENT });
    const counts = await queue.counts();
    await queue.close();
    const failed = LANES.reduce((sum, lane) => sum + counts[lane].failed, 0);
    const waiting = LANES.reduce((sum, lane) => sum + counts[lane].waiting + counts[lane].delayed, 0);
    findings.push(
      failed > 0
        ? note('queue', `${config.queue.kind} answers; ${failed} jobs were given up: the log says why`)
        : ok('queue', `${config.queue.kind} answers, ${waiting} jobs wait`),
    );
    const lines = (await listLines(db)).filter((line) => line.enabled);
    const failing = lines.filter((line) => line.lastError !== null);
    const first = failing[0];
    findings.push(
      first
        ? note(
            'sources',
            `${failing.length} of ${lines.length} fail, such as ${first.sourceId}: ${first.lastError}; see: status`,
          )
        : ok(
            'sources',
            lines.length > 0
              ? `${lines.length}, none failing`
              : 'none asked yet: they are at the first start',
          ),
    );
    for (const { trouble, says, since } of await listTroubles(db)) {
      findings.push({ what: trouble.kind, state: 'fail', says: `${says} (since ${since.toISOString()})` });
    }
  } catch (error) {
    findings.push(fail(findings.length === 0 ? 'database' : 'queue', error));
  } finally {
    await db.close();
  }
  return findings;
}

async function askRunning({ web }: Config): Promise<Finding> {
  const what = 'database and queue';
  try {
    const answer = await fetch(`http://${web.host}:${web.port}/healthz`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const health = (await answer.json()) as { status?: string; database?: string; queue?: string };
    const says = `the running app says: database ${health.database}, queue ${health.queue}`;
    return answer.ok ? ok(what, says) : fail(what, says);
  } catch (error) {
    return fail(
      what,
      `in use by the running app, which does not answer at port ${web.port}: ${textOf(error)}`,
    );
  }
}

/** Asks for the list of models, which costs nothing. */
async function examineModel({ model }: Config): Promise<Finding> {
  if (!model)
    return note(
      'model',
      'none, so summaries are extracts: set OPENAI_API_KEY or OPENAI_BASE_URL for a model',
    );
  const url = `${(model.baseUrl ?? 'https://api.openai.com/v1').replace(/\/+$/, '')}/models`;
  try {
    const headers = model.apiKey ? { authorization: `Bearer ${model.apiKey}` } : {};
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status === 401 || answer.status === 403) {
      return fail(
        'model',
        `${new URL(url).host} refuses the key (HTTP ${answer.status}): check OPENAI_API_KEY`,
      );
    }
    if (!answer.ok)
      return note(
        'model',
        `${model.cheap.name}: ${new URL(url).host} lists no models (HTTP ${answer.status})`,
      );
    const { data = [] } = (await answer.json()) as { data?: { id?: string }[] };
    return data.length === 0 || data.some(({ id }) => id === model.cheap.name)
      ? ok('model', `${model.cheap.name} at ${new URL(url).host}`)
      : note('model', `${new URL(url).host} does not list ${model.cheap.name}: check OPENAI_MODEL`);
  } catch (error) {
    return fail('model', `${new URL(url).host} does not answer (${textOf(error)}): check OPENAI_BASE_URL`);
  }
}

/** A line each, in columns; or JSON for scripts. */
export function renderFindings(findings: readonly Finding[], asJson: boolean): string {
  if (asJson) return JSON.stringify({ well: isWell(findings), findings }, null, 2);
  const width = Math.max(...findings.map(({ what }) => what.length));
  const label = { ok: 'ok  ', note: 'note', fail: 'FAIL' };
  return findings
    .map(({ what, state, says }) => `${label[state]}  ${what.padEnd(width)}  ${says}`)
    .join('\n');
}

export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'fail');
}
