// One hostile input read by the product's own client, threads and parsers in a process of its own, as the process is
// started; sends what it cost to the bench that forked it. Arguments: what to read it as, and its address.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { threadsFor } from '../src/threads/thread-pool.ts';
import type { HostileInput } from '../tests/support/hostile-inputs.ts';
import { openHostileReaders } from '../tests/support/hostile-readers.ts';
import { type Hold, watchLoop } from './event-loop.ts';

export interface Cost extends Hold {
  tookMs: number;
  /** The most memory that the process held, over what it held before, in MB of 10^6 bytes. */
  grewMb: number;
  /** What people are told. */
  told: string;
}

/** Peak and present resident memory, in MB, as the kernel counts them. */
function memory(): { peakMb: number; nowMb: number } {
  const status = readFileSync('/proc/self/status', 'utf8');
  const of = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1_000_000;
  return { peakMb: of('VmHWM'), nowMb: of('VmRSS') };
}

/** What starting took at its peak is not the input's. */
const forgetPeak = (): void => writeFileSync('/proc/self/clear_refs', '5');

async function measure(as: HostileInput['as'], url: string): Promise<Cost> {
  const readers = openHostileReaders(new URL(url).host, threadsFor(availableParallelism()));
  let told = '';
  let idleMb = 0;
  const hold = await watchLoop(async () => {
    forgetPeak();
    idleMb = memory().nowMb;
    told = await readers.read(as, url);
  });
  return { ...hold, grewMb: memory().peakMb - idleMb, told };
}

const [as, url = ''] = process.argv.slice(2);
process.send?.(await measure(as as HostileInput['as'], url), () => process.exit(0));
