// Runs all benches, or those named on the command line (`npm run bench -- store search`), and prints one table.
// A bench that fails is a row of the table; the exit code is always 0, since figures are for reading.
import { cpus, totalmem } from 'node:os';
import { type Figure, printFigures } from './report.ts';

/** In the order of the table; loaded one by one, so that none measures another's memory. */
const BENCHES: Record<string, () => Promise<Figure[]>> = {
  feeds: async () => (await import('./feeds.ts')).benchFeeds(),
  reading: async () => (await import('./reading.ts')).benchReading(),
  grounding: async () => (await import('./grounding.ts')).benchGrounding(),
  bill: async () => (await import('./bill.ts')).benchBill(),
  extract: async () => (await import('./extract.ts')).benchExtract(),
  collect: async () => (await import('./collect.ts')).benchCollect(),
  sources: async () => (await import('./sources.ts')).benchSources(),
  hostile: async () => (await import('./hostile.ts')).benchHostile(),
  queue: async () => (await import('./queue.ts')).benchQueue(),
  acks: async () => (await import('./acks.ts')).benchAcks(),
  reactions: async () => (await import('./reactions.ts')).benchReactions(),
  stories: async () => (await import('./stories.ts')).benchStories(),
  retrieval: async () => (await import('./retrieval.ts')).benchRetrieval(),
  store: async () => (await import('./store.ts')).benchStore(),
  process: async () => (await import('./process.ts')).benchProcess(),
};

/** What people look for, and the bench that has it. */
const ALIASES: Record<string, string> = {
  search: 'store',
  digest: 'store',
  memory: 'process',
  start: 'process',
};

function chosen(names: readonly string[]): string[] {
  const wanted = new Set(names.map((name) => ALIASES[name] ?? name));
  for (const name of wanted) {
    if (BENCHES[name]) continue;
    process.stderr.write(`There is no bench "${name}": there are ${Object.keys(BENCHES).join(', ')}\n`);
  }
  return Object.keys(BENCHES).filter((name) => wanted.size === 0 || wanted.has(name));
}

async function measure(name: string): Promise<Figure[]> {
  const from = performance.now();
  process.stderr.write(`${name} …\n`);
  try {
    return (await BENCHES[name]?.()) ?? [];
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${name} failed: ${reason}\n`);
    return [{ name, figure: 'failed, see above', goal: null, met: null }];
  } finally {
    process.stderr.write(`${name}: ${((performance.now() - from) / 1_000).toFixed(0)} s\n`);
  }
}

function machine(): string {
  const cores = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cores[0]?.model.trim() ?? 'unknown processor'}, ${cores.length} cores, ${gigabytes} GB, Node ${process.versions.node}, ${process.platform} ${process.arch}`;
}

console.log(`${machine()}\n`);
const figures: Figure[] = [];
for (const name of chosen(process.argv.slice(2))) figures.push(...(await measure(name)));
printFigures(figures.map((figure) => ({ ...figure, detail: figure.detail?.split('\n')[0] ?? '' })));
// What a bench left open must not keep the table's reader waiting.
process.exit(0);
