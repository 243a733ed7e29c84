// A proof of concept: its brief, who is in, what was shown. Pure.

/** "Fire, ready, aim": try a prompt first, measure on a small set, and only then build. */
export interface Brief {
  method: 'model' | 'template';
  title: string;
  hypothesis: string;
  forWhom: string;
  timeBoxHours: number;
  /** Steps in order; the first is the prompt or call to try. */
  steps: string[];
  metric: string;
  dataAndLicence: string;
  cost: string;
  done: string;
}

export const POC_STATUSES = ['open', 'claimed', 'shown'] as const;
export type PocStatus = (typeof POC_STATUSES)[number];

export interface Demo {
  personId: string;
  url: string;
  note: string | null;
}

/** Everything a PoC prompt shows. */
export interface Poc {
  pocId: number;
  articleId: number;
  articleTitle: string;
  articleUrl: string;
  votes: number;
  brief: Brief;
  status: PocStatus;
  /** Slack user ids, in order of signing up. */
  members: string[];
  demos: Demo[];
}
