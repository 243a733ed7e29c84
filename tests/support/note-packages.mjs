// Loaded into a process of the product by `node --import`: writes the names of the packages that it has loaded to the
// file NOTE_PACKAGES whenever it is told to, by SIGUSR2.
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const packages = new Set();
registerHooks({
  load(url, context, next) {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
    if (name) packages.add(name);
    return next(url, context);
  },
});
process.on('SIGUSR2', () => writeFileSync(process.env.NOTE_PACKAGES ?? '', JSON.stringify([...packages])));
