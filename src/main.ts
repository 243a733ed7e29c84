// The process: reads the configuration, joins the parts, starts the roles asked for, drains when told to end.
import { flushCompileCache } from 'node:module';
import { dirname } from 'node:path';
import { ConfigError, loadConfig, parseStartArguments, readEnvironment, USAGE } from './config.ts';
import { openStore } from './start/open-store.ts';
import { openTerminal } from './start/terminal.ts';

/** Supervisors kill after ten seconds. */
const LONGEST_STOP_MS = 9_500;

async function run(args: readonly string[]): Promise<void> {
  const overrides = parseStartArguments(args);
  if (overrides.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const rootDir = dirname(import.meta.dirname);
  const environment = readEnvironment(rootDir);
  const config = loadConfig(environment, overrides, rootDir);
  const terminal = await openTerminal({
    level: config.logLevel,
    readable: config.slack.kind === 'sandbox' || process.stdout.isTTY,
    output: process.stdout,
  });
  const { log } = terminal;
  // A library that rejects where nobody listens (Socket Mode does while it reconnects) must not end the process.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'A rejection that nobody handled'));

  log.info('Starting …');
  // The database takes seconds when it is new, and everything else a second to load. Opening it claims the data folder,
  // so that nothing else of a second process has begun when it is refused.
  const [store, { start }] = await Promise.all([openStore(config.store), import('./start.ts')]);
  const running = await start(config, store, terminal);
  // Now, since a process may be ended in a way that leaves no time for it.
  flushCompileCache();
  let ending = false;
  const end = async (signal: string): Promise<void> => {
    if (ending) return;
    ending = true;
    log.info(`${signal}: finishing what is running …`);
    // Whatever hangs while closing: the store takes an end at any moment.
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    try {
      await running.stop();
      log.info('Stopped.');
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'Not everything could be closed');
      process.exit(1);
    }
  };
  // Not `once`: npm passes Ctrl-C on to a process that has had it from the terminal, and the second would end it.
  process.on('SIGTERM', () => void end('SIGTERM'));
  process.on('SIGINT', () => void end('SIGINT'));
  if (environment.npm_lifecycle_event) whenParentEnds(() => void end('npm ended'));
}

const LOOK_EVERY_MS = 500;

/** npm hands SIGTERM to the shell that it started this process in, and that ends without a word to it. */
function whenParentEnds(act: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, LOOK_EVERY_MS).unref();
}

// Not where compile-ahead.ts loads it.
if (import.meta.main) await main();

async function main(): Promise<void> {
  try {
    await run(process.argv.slice(2));
  } catch (error) {
    // A fault of the set-up is told in a sentence; anything else is ours, with its stack.
    const known = error instanceof ConfigError || (error instanceof Error && 'forOperator' in error);
    process.stderr.write(`${known || !(error instanceof Error) ? errorText(error) : error.stack}\n`);
    process.exitCode = 1;
    // What was opened before the fault must not keep the process alive.
    process.exit();
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
