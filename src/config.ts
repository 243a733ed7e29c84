// The only reader of the environment and of config/: hands out one frozen Config, or says all that is wrong at once.
// Only the roots (main.ts, cli.ts) may import it; everything else is handed what it needs.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import manifest from '../package.json' with { type: 'json' };
import { EnvironmentReader } from './config/environment.ts';
import { type ConfigFiles, readConfigFiles, shownPath } from './config/files.ts';
import { type ModelSettings, modelBudget, modelSettings, readModelFile } from './config/model.ts';
import { unknownName } from './config/yaml.ts';
import type { ModelBudget } from './domain/model-budget.ts';

export const ROLES = ['slack', 'worker', 'web'] as const;
type Role = (typeof ROLES)[number];

type SlackSettings =
  /** No token: the app runs against its own stand-in for Slack, in this process. */
  | { kind: 'sandbox' }
  | { kind: 'socket'; botToken: string; appToken: string; apiUrl: string | null }
  | { kind: 'http'; botToken: string; signingSecret: string; apiUrl: string | null };

export type StoreSettings = { kind: 'pglite'; dataDir: string } | { kind: 'postgres'; url: string };
/** `pglite` and `postgres` share the store's own database. */
type QueueSettings = { kind: 'pglite' } | { kind: 'postgres'; url: string } | { kind: 'redis'; url: string };

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export interface Config extends ConfigFiles {
  version: string;
  rootDir: string;
  dataDir: string;
  promptsDir: string;
  slackManifestPath: string;
  roles: Role[];
  slack: SlackSettings;
  store: StoreSettings;
  queue: QueueSettings;
  /** `null`: no model, every summary is an extract. */
  model: ModelSettings | null;
  modelBudget: ModelBudget;
  /** USD per million tokens of every model that config/model.yaml lists. */
  modelPrices: Record<string, { input: number; output: number }>;
  /** Health, metrics and Slack's HTTP requests. Port 0 takes any free one. */
  web: { host: string; port: number };
  sandbox: { host: string; port: number };
  logLevel: (typeof LOG_LEVELS)[number];
  /** An address or web page for the User-Agent, so that a site can reach whoever runs this. */
  contact: string | null;
  /** Hosts that may be fetched although their addresses are private. */
  allowPrivateHosts: string[];
  /** With it, other programs may push articles; `null`: none may. */
  pushToken: string | null;
  /** What services give to those who have signed up: more requests, or any at all. */
  serviceKeys: { github: string | null; openReview: string | null; semanticScholar: string | null };
  /** Folder of feed files to serve on loopback and subscribe to (`--feeds`). */
  feedsDir: string | null;
}

/** What the command line says over the environment. */
export interface Overrides {
  roles?: string[];
  feeds?: string;
  help?: boolean;
}

export type Environment = Record<string, string | undefined>;

/** Everything that is wrong with the configuration, a line each. */
export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
    super(`${count} in the configuration:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

export const USAGE = `Usage: npm start -- [options]
  --role ROLE    run only this role (${ROLES.join(', ')}); may be given more than once; default: all
  --feeds DIR    serve the feed files of DIR on loopback and subscribe to each
  --help         show this`;

/** Reads `--role`, `--feeds` and `--help`. Throws `ConfigError` on anything else. */
export function parseStartArguments(args: readonly string[]): Overrides {
  const options = {
    role: { type: 'string', multiple: true },
    feeds: { type: 'string' },
    help: { type: 'boolean' },
  } as const;
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') problems.push(`${token.value}: not an option. See --help`);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name as keyof typeof options] : null;
    if (!option) {
      const known = Object.keys(options).map((name) => `--${name}`);
      problems.push(`${token.rawName}: an unknown option: ${unknownName(token.rawName, known)}`);
    } else if (option.type === 'string' && !token.value) {
      problems.push(`${token.rawName}: found nothing after it, expected a value`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  const { values } = parseArgs({ args: [...args], options });
  const overrides: Overrides = {};
  if (values.role) overrides.roles = values.role.flatMap((role) => role.split(','));
  if (values.feeds) overrides.feeds = values.feeds;
  if (values.help) overrides.help = true;
  return overrides;
}

/** The process's environment, over what a file `.env` in `rootDir` says. */
export function readEnvironment(rootDir: string): Environment {
  const path = join(rootDir, '.env');
  const file = existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
  return { ...file, ...process.env };
}

/**
 * Checks the environment, the command line's overrides and the files of config/ together.
 * Relative folders start at `rootDir`, except `--feeds`, which starts where the command was given.
 * Throws one `ConfigError` with everything that is wrong.
 */
export function loadConfig(environment: Environment, overrides: Overrides, rootDir: string): Config {
  const problems: string[] = [];
  const env = new EnvironmentReader(environment, problems);
  env.reportMisspelt();
  const dataDir = resolve(rootDir, env.text('DATA_DIR') ?? 'data');
  const configDir = resolve(rootDir, env.text('CONFIG_DIR') ?? 'config');
  const host = env.text('HOST') ?? '127.0.0.1';
  const databaseUrl = env.address('DATABASE_URL', ['postgres', 'postgresql']);
  const redisUrl = env.address('REDIS_URL', ['redis', 'rediss']);
  const slack = slackSettings(env);
  const modelFile = readModelFile(configDir, shownPath(join(configDir, 'model.yaml'), rootDir), problems);
  const config: Config = {
    version: manifest.version,
    rootDir,
    dataDir,
    promptsDir: join(configDir, 'prompts'),
    slackManifestPath: join(configDir, 'slack-manifest.json'),
    roles: roles(overrides.roles ?? [], env, problems),
    slack,
    store: databaseUrl ? { kind: 'postgres', url: databaseUrl } : { kind: 'pglite', dataDir },
    queue: queueSettings(redisUrl, databaseUrl),
    model: modelSettings(modelFile, env),
    modelBudget: modelBudget(modelFile, env),
    modelPrices: modelFile.prices,
    web: { host, port: env.port('PORT', 3000) },
    sandbox: { host, port: env.port('SANDBOX_PORT', 3001) },
    logLevel: env.choice('LOG_LEVEL', LOG_LEVELS) ?? 'info',
    contact: env.text('CONTACT'),
    allowPrivateHosts: env.list('ALLOW_PRIVATE_HOSTS'),
    pushToken: pushToken(env),
    serviceKeys: {
      github: env.text('GITHUB_TOKEN'),
      openReview: env.text('OPENREVIEW_TOKEN'),
      semanticScholar: env.text('SEMANTIC_SCHOLAR_KEY'),
    },
    feedsDir: feedsDir(overrides.feeds, environment, problems),
    ...readConfigFiles(configDir, rootDir, problems),
  };
  if (config.web.port !== 0 && config.web.port === config.sandbox.port) {
    problems.push(`SANDBOX_PORT: found ${config.web.port}, which PORT has already: choose another`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return deepFreeze(config);
}

function slackSettings(env: EnvironmentReader): SlackSettings {
  const botToken = env.token('SLACK_BOT_TOKEN', 'xoxb-', 'OAuth & Permissions');
  const appToken = env.token('SLACK_APP_TOKEN', 'xapp-', 'Basic Information, App-Level Tokens');
  const signingSecret = env.text('SLACK_SIGNING_SECRET');
  // Method names are put behind it, so that it ends in one slash.
  const apiUrl = env.address('SLACK_API_URL', ['http', 'https'])?.replace(/\/*$/, '/') ?? null;
  if (!botToken) {
    for (const name of ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_API_URL'] as const) {
      if (!env.text(name) || env.text('SLACK_BOT_TOKEN')) continue;
      env.problem(
        name,
        'it is set, but SLACK_BOT_TOKEN is not. Set that too (api.slack.com/apps, OAuth & Permissions), ' +
          'or unset this one to run in the sandbox',
      );
    }
    return { kind: 'sandbox' };
  }
  if (appToken) return { kind: 'socket', botToken, appToken, apiUrl };
  if (signingSecret) return { kind: 'http', botToken, signingSecret, apiUrl };
  if (!env.text('SLACK_APP_TOKEN')) {
    env.problem(
      'SLACK_BOT_TOKEN',
      'it is set, but neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is. Set SLACK_APP_TOKEN for Socket Mode, ' +
        'or SLACK_SIGNING_SECRET to receive events over HTTP (both at api.slack.com/apps, Basic Information)',
    );
  }
  return { kind: 'sandbox' };
}

/** A short one could be guessed. */
function pushToken(env: EnvironmentReader): string | null {
  const token = env.text('PUSH_TOKEN');
  if (token !== null && (token.length < 20 || /\s/.test(token))) {
    env.problem(
      'PUSH_TOKEN',
      'expected at least 20 characters without spaces. Make one: openssl rand -hex 20',
    );
  }
  return token;
}

function queueSettings(redisUrl: string | null, databaseUrl: string | null): QueueSettings {
  if (redisUrl) return { kind: 'redis', url: redisUrl };
  return databaseUrl ? { kind: 'postgres', url: databaseUrl } : { kind: 'pglite' };
}

function roles(asked: readonly string[], env: EnvironmentReader, problems: string[]): Role[] {
  for (const role of asked) {
    if (!ROLES.some((known) => known === role)) {
      problems.push(`--role: found "${role}": ${unknownName(role, ROLES)}`);
    }
  }
  const chosen = ROLES.filter((role) => asked.length === 0 || asked.includes(role));
  if (chosen.length === 0 || chosen.length === ROLES.length) return chosen;
  const shown = `--role ${chosen.join(',')}`;
  if (!env.text('DATABASE_URL')) {
    problems.push(
      `${shown}: the other roles run in other processes, and the embedded database can be opened by one alone. ` +
        'Set DATABASE_URL to a Postgres that all of them reach, or leave --role out',
    );
  }
  if (!env.text('SLACK_BOT_TOKEN') && chosen.some((role) => role !== 'web')) {
    problems.push(
      `${shown}: without SLACK_BOT_TOKEN this is the sandbox, which is one process. ` +
        'Set the Slack tokens, or leave --role out',
    );
  }
  return chosen;
}

function feedsDir(asked: string | undefined, environment: Environment, problems: string[]): string | null {
  if (asked === undefined) return null;
  // npm moves to the project's folder, and says in INIT_CWD where the command was given.
  const from = environment.npm_lifecycle_event === 'start' ? environment.INIT_CWD : undefined;
  const path = resolve(from ?? process.cwd(), asked);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  problems.push(`--feeds: found ${asked}, expected a folder of feed files; there is none at ${path}`);
  return null;
}

function deepFreeze<Value extends object>(value: Value): Value {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFreeze(part);
  return Object.freeze(value);
}
