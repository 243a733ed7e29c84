// Loaded before anything else (`node --import`): what is compiled once, and stripped of its types, is kept for the next
// start. That start is quicker, and spares the memory of the stripper, which would stay.
// Plain JavaScript, since it must not need the stripper itself.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';

// Collects garbage earlier, at some cost of speed: worth it where a process mostly waits, not where it runs the jobs.
// Set here, since V8 refuses what it compiled under other flags: Node names the folder by the flags of this moment, so
// that each kind of process has one of its own.
if (onlyWaits(process.argv.slice(2))) setFlagsFromString('--optimize-for-size');

// Not the system's folder for temporary files, Node's default: whoever can write there could hand us code. Where this
// one cannot be written (an image), what is there is read all the same. NODE_COMPILE_CACHE comes first.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled'));

/** What is wrong with the arguments, config.ts says. */
function onlyWaits(args) {
  const { values } = parseArgs({
    args,
    options: { role: { type: 'string', multiple: true } },
    strict: false,
  });
  const roles = (values.role ?? []).flatMap((role) => String(role).split(','));
  return roles.length > 0 && !roles.includes('worker');
}
