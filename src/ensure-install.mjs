// Runs before `npm start` and `npm test`, on whatever Node is there: installs what the lockfile asks for
// when that is newer than what is installed, checks that the Node now on the path is new enough, and prepares once what
// every first start would otherwise do.
// Plain JavaScript without dependencies, since nothing is installed yet and old Nodes do not read TypeScript.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockfile = join(root, 'package-lock.json');
// npm writes this copy of the lockfile last, so it is missing or old after an install that was cut off.
const installed = join(root, 'node_modules', '.package-lock.json');
// Goes with what is installed, so that a new installation is prepared again.
const prepared = join(root, 'node_modules', '.cache', 'discuss-ai', 'prepared');
const OLDEST_NODE = [22, 19];

if (!existsSync(installed) || statSync(lockfile).mtimeMs > statSync(installed).mtimeMs) {
  console.error('Installing dependencies (once; about a minute) …');
  // npm passes its own path; a Windows shell is needed for npm.cmd otherwise.
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []];
  const result = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.status !== 0) {
    console.error('The installation failed. Its output is above; `npm ci` repeats it.');
    process.exit(1);
  }
}

const version = execFileSync('node', ['--version'], { cwd: root }).toString().trim().slice(1);
const [major = 0, minor = 0] = version.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  console.error(
    `discuss-ai needs Node ${OLDEST_NODE.join('.')} or newer, and this is ${version}. ` +
      'Install a current Node, or run `npm ci` without --omit=dev, which brings one along.',
  );
  process.exit(1);
}

// A migration that came later makes the prepared database one for other migrations.
const migrations = join(root, 'src', 'store', 'migrations');
if (!existsSync(prepared) || statSync(migrations).mtimeMs > statSync(prepared).mtimeMs) {
  const args = ['--import', './src/compile-cache.mjs', 'src/prepare-install.ts'];
  const { status } = spawnSync('node', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0)
    console.error('The database could not be prepared (above); the first start does it instead.');
  // Also when it failed: what cannot be done is not tried at every start.
  mkdirSync(dirname(prepared), { recursive: true });
  writeFileSync(prepared, `${new Date().toISOString()}\n`);
}
