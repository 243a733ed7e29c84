// Runs compile-ahead.ts as a start of that kind would run: the same cache, under the same flags.
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';

/**
 * `roleArguments` as main.ts takes them; `env` is this process's own where not given. What the process writes on its
 * error output is passed on. Throws where it fails.
 */
export function runCompileAhead(roleArguments: readonly string[], env?: NodeJS.ProcessEnv): void {
  const args = ['--import', './src/compile-cache.mjs', 'src/compile-ahead.ts', ...roleArguments];
  execFileSync(process.execPath, args, {
    cwd: dirname(import.meta.dirname),
    ...(env ? { env } : {}),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
