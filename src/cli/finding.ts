// One finding of `doctor`, and how it is made.
import pino from 'pino';

export interface Finding {
  what: string;
  /** `note`: worth knowing, and no fault. */
  state: 'ok' | 'note' | 'fail';
  says: string;
}

export const SILENT = pino({ level: 'silent' });
export const PATIENCE_MS = 10_000;

export const ok = (what: string, says: string): Finding => ({ what, state: 'ok', says });
export const note = (what: string, says: string): Finding => ({ what, state: 'note', says });
export const fail = (what: string, error: unknown): Finding => ({ what, state: 'fail', says: textOf(error) });

/** With what lies under it, where a library says no more than that it failed. */
export function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  const under = cause instanceof Error && cause.message !== '' ? textOf(cause) : null;
  return message === 'fetch failed' && under ? under : message;
}
