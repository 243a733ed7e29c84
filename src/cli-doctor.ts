// `doctor`: looks at everything the app needs, one finding each, and says what to do. A root's part.
import { readFile } from 'node:fs/promises';
import pino from 'pino';
import { retryPolicy } from '../workers/retry-policy.ts';
import type { Config } from './config.ts';
import { backendOf } from './open-parts.ts';
import { migrateStore, type OpenStore, openStore } from './open-store.ts';
import { LANES } from './queue/jobs.ts';
import { createQueue } from './queue/queue.ts';
import { findChannels } from './slack/find-channels.ts';
import { faultOf } from './slack/slack-fault.ts';
import { createWebClient } from './slack/web-client.ts';
import { listLines } from './store/source-health.ts';
import { listTroubles } from './store/troubles.ts';

export interface Finding {
  what: string;
  /** `note`: worth knowing, and no fault. */
  state: 'ok' | 'note' | 'fail';
  says: string;
}

const SILENT = pino({ level: 'silent' });
const PATIENCE_MS = 10_000;
/** Slack refuses what is signed five minutes off; long before that, dates in the channel are odd. */
const CLOCK_NOTE_MS = 5_000;
const CLOCK_FAIL_MS = 60_000;

const ok = (what: string, says: string): Finding => ({ what, state: 'ok', says });
const note = (what: string, says: string): Finding => ({ what, state: 'note', says });
const fail = (what: string, error: unknown): Finding => ({ what, state: 'fail', says: textOf(error) });
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Looks at one thing after the other; a part that is not well does not keep the others from being looked at. */
export async function examine(config: Config): Promise<Finding[]> {
  return [
    ok('configuration', `${config.sources.length} sources, ${config.channels.length} channels`),
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

async function examineSlack(config: Config): Promise<Finding[]> {
  const { slack } = config;
  if (slack.kind === 'sandbox') return [note('Slack', 'no SLACK_BOT_TOKEN, so the app runs in the sandbox')];
  const address = slack.apiUrl ? { slackApiUrl: slack.apiUrl } : {};
  const client = createWebClient(slack.botToken, { log: SILENT, ...address }, 'doctor');
  const findings: Finding[] = [];
  try {
    const who = await client.auth.test();
    findings.push(ok('token', `good for ${who.user ?? 'the app'} in ${who.team ?? 'the workspace'}`));
  } catch (error) {
    return [fail('token', faultOf(error, 'auth.test', false))];
  }
  findings.push(...(await examineHeaders(config, slack)));
  try {
    const names = config.channels.map((channel) => channel.name);
    const { found, problems } = await findChannels(client, names);
    findings.push(
      ...problems.map((problem) => fail('channels', problem)),
      ...[...found.keys()].map((name) => ok('channels', `the app is in #${name}`)),
    );
  } catch (error) {
    findings.push(fail('channels', error));
  }
  if (slack.kind === 'socket') findings.push(await examineSocket(slack.appToken, address));
  return findings;
}

/** What only an answer's headers tell: the token's scopes, and Slack's clock. */
async function examineHeaders(
  config: Config,
  slack: { botToken: string; apiUrl: string | null },
): Promise<Finding[]> {
  const url = new URL('auth.test', slack.apiUrl ?? 'https://slack.com/api/');
  const sent = Date.now();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}` },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const received = Date.now();
  const findings: Finding[] = [];
  const given = answer.headers.get('x-oauth-scopes');
  const manifest = JSON.parse(await readFile(config.slackManifestPath, 'utf8')) as {
    oauth_config: { scopes: { bot: string[] } };
  };
  const has = new Set((given ?? '').split(',').map((scope) => scope.trim()));
  const lacking = manifest.oauth_config.scopes.bot.filter((scope) => !has.has(scope));
  if (given === null) findings.push(note('scopes', 'Slack did not say which the token has'));
  else if (lacking.length === 0)
    findings.push(ok('scopes', `all ${manifest.oauth_config.scopes.bot.length} of the manifest`));
  else
    findings.push(
      fail(
        'scopes',
        `the token lacks ${lacking.join(', ')}: add them under OAuth & Permissions and reinstall the app`,
      ),
    );

  const theirs = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return [...findings, note('clock', 'Slack did not say what time it is')];
  // Slack's time has whole seconds, and was written somewhere between the two of ours.
  const offMs = theirs > received ? theirs - received : Math.max(0, sent - 1_000 - theirs);
  const off = `${Math.round(offMs / 1000)} s apart from Slack's`;
  if (offMs >= CLOCK_FAIL_MS)
    findings.push(
      fail('clock', `${off}: set this machine's clock by NTP; Slack's requests are refused at five minutes`),
    );
  else
    findings.push(
      offMs >= CLOCK_NOTE_MS ? note('clock', `${off}: switch NTP on`) : ok('clock', "agrees with Slack's"),
    );
  return findings;
}

async function examineSocket(appToken: string, address: { slackApiUrl?: string }): Promise<Finding> {
  try {
    // Gives an address, and opens nothing.
    await createWebClient(appToken, { log: SILENT, ...address }, 'doctor').apps.connections.open();
    return ok('socket', 'Slack opens one for SLACK_APP_TOKEN');
  } catch (error) {
    const says = textOf(faultOf(error, 'apps.connections.open', false));
    return fail(
      'socket',
      `${says}; SLACK_APP_TOKEN needs connections:write, and Socket Mode must be switched on`,
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
