// A process of its own that holds a data folder until it is killed, or its parent is gone; started with `fork`.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { claimDataFolder } from '../../src/store/data-folder.ts';

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('Give the folder to hold');
claimDataFolder(folder);
// Nothing here refers to the claim any more: it must not be collected with the garbage.
setFlagsFromString('--expose-gc');
runInNewContext('gc')();
process.once('disconnect', () => process.exit());
process.send?.('held');
