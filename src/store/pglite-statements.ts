// Runs parameterised statements on PGlite. Its own `query` sends seven messages one by one to ask the same question;
// here a statement is one message, once the types of its parameters are known. Knows no transaction.
import { type PGlite, parse, protocol } from '@electric-sql/pglite';

export interface Statements {
  /** As PGlite's `query`; to be called when nothing else is on the session. */
  run(
    text: string,
    parameters: readonly unknown[],
  ): Promise<{ rows: unknown[]; rowCount?: number; affectedRows?: number }>;
  /** Runs a statement without parameters or rows; answers with the command that Postgres says it has carried out. */
  command(text: string): Promise<string>;
  /** To be called after a change of the schema, which may change the types of parameters. */
  forget(): void;
}

type Message = Awaited<ReturnType<PGlite['execProtocolStream']>>[number];

/** Our own texts are some two hundred; the rest is for whoever builds a text at run time. */
const KEPT = 400;

const { serialize } = protocol;

/** What stands for the length of a null. */
const NULL_SIZE = -1;

/**
 * The statements stay unnamed, so that Postgres plans each run for its values and for the tables' size of now: the plan
 * of a named one may be kept from the time when the tables were empty.
 */
export function createStatements(pglite: PGlite): Statements {
  const parameterTypes = new Map<string, number[]>();

  const send = (...messages: Uint8Array[]): Promise<Message[]> =>
    pglite.execProtocolStream(Buffer.concat([...messages, serialize.sync()]), { syncToFs: false });

  async function typesOf(text: string): Promise<number[]> {
    const known = parameterTypes.get(text);
    if (known) return known;
    const answer = await send(serialize.parse({ text }), serialize.describe({ type: 'S' }));
    const types = parse.parseDescribeStatementResults(answer);
    parameterTypes.set(text, types);
    const [oldest] = parameterTypes.keys();
    if (parameterTypes.size > KEPT && oldest !== undefined) parameterTypes.delete(oldest);
    return types;
  }

  const asText = (value: unknown, type: number | undefined): string | null => {
    if (value === null || value === undefined) return null;
    const serialiser = type === undefined ? undefined : pglite.serializers[type];
    return serialiser ? serialiser(value) : String(value);
  };

  return {
    async run(text, parameters) {
      try {
        const types = await typesOf(text);
        const values = parameters.map((value, index) => asText(value, types[index]));
        const answer = await send(
          serialize.parse({ text, types }),
          bindMessage(values),
          serialize.describe({ type: 'P' }),
          serialize.execute({}),
        );
        const [result] = parse.parseResults(answer, pglite.parsers);
        return result ?? { rows: [] };
      } catch (error) {
        throw error instanceof Error ? Object.assign(error, { query: text }) : error;
      }
    },
    async command(text) {
      const answer = await pglite.execProtocolStream(serialize.query(text), { syncToFs: false });
      const complete = answer.find((message) => message.name === 'commandComplete');
      return complete ? (complete as Message & { text: string }).text : '';
    },
    forget() {
      parameterTypes.clear();
    },
  };
}

/**
 * The message Bind for unnamed statement and portal, values and results as text. PGlite's own counts the bytes of each
 * value twice in JavaScript and copies it three times, a tenth of what a large insert costs.
 * See https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
function bindMessage(values: readonly (string | null)[]): Buffer {
  const sizes = values.map((value) => (value === null ? NULL_SIZE : Buffer.byteLength(value)));
  const length = sizes.reduce((sum, size) => sum + 4 + Math.max(size, 0), 12);
  const message = Buffer.allocUnsafe(length + 1);
  let at = message.write('B', 'latin1');
  at = message.writeInt32BE(length, at);
  // The names, both empty, and no format codes: everything is text.
  at = message.writeInt32BE(0, at);
  at = message.writeUInt16BE(values.length, at);
  for (const [n, value] of values.entries()) {
    at = message.writeInt32BE(sizes[n] ?? NULL_SIZE, at);
    if (value !== null) at += message.write(value, at);
  }
  message.writeInt16BE(0, at);
  return message;
}
