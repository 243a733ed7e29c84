// What a look at the process's health brings.

export type Check = { ok: true } | { ok: false; reason: string };

/** One number for /metrics, by Prometheus's naming: `discuss_ai_jobs_waiting`, labels `{ lane: 'read' }`. */
export interface Figure {
  name: string;
  help: string;
  value: number;
  labels?: Record<string, string>;
}

export interface HealthReport {
  database: Check;
  queue: Check;
  /** Since the last collection that ended; `null` before the first. Told, but no reason to restart a process. */
  lastCollectionAgeSeconds: number | null;
  /** Further numbers for /metrics. */
  figures: Figure[];
}
