// Runs parameterised statements on PGlite. Its own `query` sends seven messages one by one to ask the same question;
// here a statement is one message, once the types of its parameters are known. Knows no transaction.
import { type PGlite, parse, protocol } from '@electric-sql/pglite';

export interface Statements {
  /** As PGlite's `query`; to be called when nothing else is on the session. */
  run(
    text: string,
    parameters: readonly unknown[],
  ): Promise<{ rows: unknown[]; rowCount?: number; affectedRows?: number }>;
  /** To be called after a change of the schema, which may change the types of parameters. */
  forget(): void;
}

type Message = Awaited<ReturnType<PGlite['execProtocolStream']>>[number];

/** Our own texts are some two hundred; the rest is for whoever builds a text at run time. */
const KEPT = 400;

const { serialize } = protocol;

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
          serialize.bind({ values }),
          serialize.describe({ type: 'P' }),
          serialize.execute({}),
        );
        const [result] = parse.parseResults(answer, pglite.parsers);
        return result ?? { rows: [] };
      } catch (error) {
        throw error instanceof Error ? Object.assign(error, { query: text }) : error;
      }
    },
    forget() {
      parameterTypes.clear();
    },
  };
}
