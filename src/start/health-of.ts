// Looks after a process's parts for /healthz and /metrics; a root's part, since it knows them all.

import { LANES } from '../queue/jobs.ts';
import type { Queue } from '../queue/queue.ts';
import { latestCollectionId, reportCollection } from '../store/collections.ts';
import type { Database } from '../store/database.ts';
import type { Check, HealthReport } from '../web/health.ts';

async function check(work: () => Promise<unknown>): Promise<Check> {
  try {
    await work();
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

export async function healthOf(db: Database, queue: Queue, now: Date): Promise<HealthReport> {
  const figures: HealthReport['figures'] = [];
  let lastCollectionAgeSeconds: number | null = null;
  const database = await check(async () => {
    const latest = await latestCollectionId(db);
    const report = latest === null ? null : await reportCollection(db, latest);
    if (report?.finishedAt) {
      lastCollectionAgeSeconds = Math.round((now.getTime() - report.finishedAt.getTime()) / 1000);
    }
  });
  const queueCheck = await check(async () => {
    const counts = await queue.counts();
    for (const lane of LANES) {
      for (const [state, value] of Object.entries(counts[lane])) {
        const help = 'Jobs by lane and state';
        figures.push({ name: 'discuss_ai_jobs', help, value, labels: { lane, state } });
      }
    }
  });
  return { database, queue: queueCheck, lastCollectionAgeSeconds, figures };
}
