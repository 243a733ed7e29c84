// How often each job is tried, and how long it waits in between; only workers know of retries.
import type { JobName } from '../src/queue/jobs.ts';
import type { RetryRule } from '../src/queue/queue.ts';

const SECOND_MS = 1_000;

/** Asks again by its schedule anyway. */
const SCHEDULED: RetryRule = { attempts: 2, backoffMs: 5 * SECOND_MS };
/** Faults of a source or page are outcomes, so that a throw here is the database's or the queue's. */
const OWN_FAULT: RetryRule = { attempts: 4, backoffMs: 2 * SECOND_MS };
/** Slack's outages last minutes: eight tries reach about eight minutes; the sweep goes on after that. */
const SLACK: RetryRule = { attempts: 8, backoffMs: 4 * SECOND_MS };

export const retryPolicy: Record<JobName, RetryRule> = {
  'start-collection': SCHEDULED,
  'collect-source': OWN_FAULT,
  'read-articles': OWN_FAULT,
  'summarise-article': OWN_FAULT,
  'resummarise-article': OWN_FAULT,
  'embed-articles': SCHEDULED,
  'index-articles': SCHEDULED,
  'choose-cards': SCHEDULED,
  'post-message': SLACK,
  'refresh-card': SLACK,
  'withdraw-message': SLACK,
  'mark-share': SLACK,
  'send-digest': OWN_FAULT,
  'send-personal-digest': SCHEDULED,
  'prompt-poc': OWN_FAULT,
  'catch-up-links': SLACK,
  'reconcile-votes': SCHEDULED,
  'sweep-store': SCHEDULED,
};
