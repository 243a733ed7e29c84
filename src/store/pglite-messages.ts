// What the process and the database's thread say to each other. Errors lose their class and fields on such a way, so
// they are taken apart before it and put together after.

declare global {
  /** Node has it, and its types leave it to those of browsers. */
  namespace WebAssembly {
    interface Module {
      readonly [Symbol.toStringTag]: string;
    }
    function compile(bytes: Uint8Array): Promise<Module>;
  }
}

export interface StatementResult {
  rows: unknown[];
  /** Rows returned or changed by the last statement. */
  rowCount: number;
}

/** What the thread is started with. */
export interface Opening {
  /** Of the database; `null` for one in memory. */
  folder: string | null;
  /** A new database starts as a copy of this. */
  template: Blob | null;
  /** PGlite, compiled. */
  wasm: WebAssembly.Module;
}

export type Request = { id: number } & (
  | { do: 'run'; text: string; parameters: readonly unknown[]; transaction: number | null }
  // Everything else waits until this transaction has ended.
  | { do: 'begin'; transaction: number }
  | { do: 'end'; transaction: number; commit: boolean }
  | { do: 'close' }
);

export type Reply =
  | { kind: 'open' }
  | { kind: 'result'; id: number; result: StatementResult }
  // Without an id: the database could not be opened.
  | { kind: 'fault'; id: number | null; fault: Fault }
  | { kind: 'notification'; channel: string; payload: string };

export interface Fault {
  name: string;
  message: string;
  stack: string | undefined;
  /** Postgres' code, detail, constraint and the like. */
  fields: Record<string, unknown>;
}

export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error))
    return { name: 'Error', message: String(error), stack: undefined, fields: {} };
  const { name, message, stack } = error;
  // Plain values alone can be sent.
  const fields = Object.fromEntries(
    Object.entries(error).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)),
  );
  return { name, message, stack, fields };
}

/** The error as it is known here: with its name, its fields and, as its cause, where in the thread it was thrown. */
export function errorOf({ name, message, stack, fields }: Fault): Error {
  const error = name === 'TypeError' ? new TypeError(message) : new Error(message);
  return Object.assign(error, fields, { name, cause: stack });
}
