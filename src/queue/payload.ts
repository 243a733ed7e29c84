// Owns the check of a job's payload, the same on both sides of the queue.
import { JOBS, type JobName, type JobPayload } from './jobs.ts';

/** A payload that does not fit its job; names the key. */
export class InvalidPayload extends Error {
  constructor(name: JobName, problems: string[]) {
    super(`Payload of ${name} does not fit: ${problems.join('; ')}`);
    this.name = 'InvalidPayload';
  }
}

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}

/** Throws `InvalidPayload` naming every key that does not fit. */
export function parsePayload<Name extends JobName>(name: Name, payload: unknown): JobPayload<Name> {
  const parsed = JOBS[name].payload.safeParse(payload);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'the payload'}: ${issue.message}`,
    );
    throw new InvalidPayload(name, problems);
  }
  return parsed.data as JobPayload<Name>;
}
