// Article text against what people marked, as scrapinghub/article-extraction-benchmark measures it: 4-word
// shingles, precision and recall averaged over pages. Run alone: node bench/reading.ts
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { createDocumentReader } from '../src/reading/document-reader.ts';
import { readPage } from '../src/reading/read-page.ts';
import { createThreadPool, threadsFor } from '../src/threads/thread-pool.ts';
import { holdFigure, watchLoop } from './event-loop.ts';
import { benchReadStep } from './read-step.ts';
import { type Figure, printFigures, quantile } from './report.ts';

const DATA = '../shared/data/article-extraction';
const SHINGLE = 4;

/** Mean precision and recall over pages, their F1, and the time of a page. */
export async function benchReading(): Promise<Figure[]> {
  const name = 'article text, 4-word shingles F1';
  if (!existsSync(`${DATA}/ground-truth.json`)) {
    return [{ name, figure: 'skipped: shared test data is absent', goal: '≥ 0.955', met: null }];
  }
  const truth = JSON.parse(readFileSync(`${DATA}/ground-truth.json`, 'utf8')) as Record<string, Truth>;
  const bodies = Object.keys(truth).map((id) => gunzipSync(readFileSync(`${DATA}/html/${id}.html.gz`)));
  const cpuFrom = process.cpuUsage();
  const pages = Object.entries(truth).map(([id, { articleBody, url }], n) => {
    const html = bodies[n] ?? Buffer.alloc(0);
    const from = performance.now();
    const used = process.threadCpuUsage();
    const read = readPage(html, { url: url ?? 'https://example.org/', contentType: 'text/html' });
    const { user, system } = process.threadCpuUsage(used);
    const times = { ms: (user + system) / 1000, clockMs: performance.now() - from };
    return { ...matchShingles(articleBody, read.kind === 'read' ? read.text : ''), ...times, id, read };
  });
  const cpu = process.cpuUsage(cpuFrom);
  const cpuMs = (cpu.user + cpu.system) / 1000;
  const precision = mean(pages.filter((page) => page.found > 0).map((page) => page.precision));
  const recall = mean(pages.map((page) => page.recall));
  const f1 = (2 * precision * recall) / (precision + recall);
  const times = pages.map((page) => page.ms);
  const clock = pages.map((page) => page.clockMs);
  const unread = pages.filter((page) => page.read.kind === 'unreadable').length;
  return [
    {
      name,
      figure: f1.toFixed(3),
      goal: '≥ 0.955',
      met: f1 >= 0.955,
      detail: `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, ${pages.length} pages, ${unread} unreadable`,
    },
    {
      name: 'reading a page, p50',
      figure: `${quantile(times, 0.5).toFixed(1)} ms`,
      goal: '≤ 25 ms',
      met: quantile(times, 0.5) <= 25,
      detail: `by processor time; p95 ${quantile(times, 0.95).toFixed(1)} ms; by the clock p50 ${quantile(clock, 0.5).toFixed(1)} ms`,
    },
    {
      name: 'pages read, a second and core',
      figure: (times.length / (cpuMs / 1000)).toFixed(0),
      goal: null,
      met: null,
      detail: 'by processor time, so that other work on the machine does not count',
    },
    await benchThreads(bodies),
    await benchReadStep(bodies),
  ];
}

/** How long the event loop of the process is held while threads read every page. */
async function benchThreads(bodies: readonly Buffer[]): Promise<Figure> {
  const pool = createThreadPool({ maxThreads: threadsFor(availableParallelism()) });
  const reader = createDocumentReader(pool);
  const origin = { url: 'https://example.org/', contentType: 'text/html' };
  const hold = await watchLoop(() => Promise.all(bodies.map((body) => reader.readDocument(body, origin))));
  await pool.close();
  const seconds = (hold.tookMs / 1000).toFixed(1);
  return holdFigure('reading in threads', hold, `${bodies.length} pages in ${seconds} s`);
}

interface Truth {
  articleBody: string;
  url?: string;
}

/** Each page counts the same, whatever its length. */
export function matchShingles(
  truth: string,
  read: string,
): { precision: number; recall: number; found: number } {
  const wanted = shinglesOf(truth);
  const found = shinglesOf(read);
  let both = 0;
  for (const [shingle, count] of found) both += Math.min(count, wanted.get(shingle) ?? 0);
  const foundTotal = sum(found.values());
  const wantedTotal = sum(wanted.values());
  return {
    precision: foundTotal > 0 ? both / foundTotal : 0,
    recall: wantedTotal > 0 ? both / wantedTotal : 1,
    found: foundTotal,
  };
}

function shinglesOf(text: string): Map<string, number> {
  // Python's \w: letters, digits, marks that are part of a letter, and the underscore.
  const words = text.match(/[\p{L}\p{N}_]+/gu) ?? [];
  const shingles = new Map<string, number>();
  for (let start = 0; start < Math.max(1, words.length - SHINGLE + 1); start++) {
    const shingle = words.slice(start, start + SHINGLE).join(' ');
    if (shingle) shingles.set(shingle, (shingles.get(shingle) ?? 0) + 1);
  }
  return shingles;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function mean(values: readonly number[]): number {
  return sum(values) / Math.max(1, values.length);
}

if (import.meta.main) printFigures(await benchReading());
