// Writes numbers in Prometheus's text format, version 0.0.4. Knows nothing of where they come from.
import type { Figure, HealthReport } from './health.ts';

/** The report's figures, and what the process itself uses. */
export function renderMetrics(report: HealthReport): string {
  const memory = process.memoryUsage();
  const cpu = process.cpuUsage();
  const figures: Figure[] = [
    check('database', report.database.ok),
    check('queue', report.queue.ok),
    ...report.figures,
    {
      name: 'process_resident_memory_bytes',
      help: 'Memory that the process holds.',
      value: memory.rss,
    },
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time used, user and system.',
      value: (cpu.user + cpu.system) / 1e6,
    },
    {
      name: 'process_uptime_seconds',
      help: 'Time since the process started.',
      value: process.uptime(),
    },
  ];
  if (report.lastCollectionAgeSeconds !== null) {
    figures.push({
      name: 'discuss_ai_last_collection_age_seconds',
      help: 'Time since the last collection ended.',
      value: report.lastCollectionAgeSeconds,
    });
  }
  return exposition(figures);
}

function check(part: string, ok: boolean): Figure {
  return { name: 'discuss_ai_up', help: 'Whether a part works.', value: ok ? 1 : 0, labels: { part } };
}

/** All lines of one name must stand together, under one HELP and one TYPE. */
function exposition(figures: readonly Figure[]): string {
  const lines: string[] = [];
  for (const [name, group] of Map.groupBy(figures, (figure) => figure.name)) {
    lines.push(`# HELP ${name} ${escapeText(group[0]?.help ?? '')}`);
    lines.push(`# TYPE ${name} ${name.endsWith('_total') ? 'counter' : 'gauge'}`);
    for (const { labels, value } of group) lines.push(`${name}${labelText(labels ?? {})} ${value}`);
  }
  return `${lines.join('\n')}\n`;
}

function labelText(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(
    ([key, value]) => `${key}="${escapeText(value).replaceAll('"', '\\"')}"`,
  );
  return pairs.length > 0 ? `{${pairs.join(',')}}` : '';
}

function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
