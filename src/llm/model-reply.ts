// From a model's raw reply to a checked value, and from a schema to what endpoints accept. Pure.
import { type ZodType, z } from 'zod';

/** Parsed and checked, or what is wrong with it in words that the model itself can be told. */
export function checkReply<Value>(
  content: string,
  schema: ZodType<Value>,
): { value: Value } | { fault: string } {
  const parsed = parseJson(content);
  if (!parsed) return { fault: 'it is not JSON' };
  const checked = schema.safeParse(parsed.json);
  if (checked.success) return { value: checked.data };
  const faults = checked.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  return { fault: faults.join('; ').slice(0, 500) };
}

function parseJson(content: string): { json: unknown } | null {
  const bare = withoutWrapping(content);
  const outermost = bare.slice(bare.indexOf('{'), bare.lastIndexOf('}') + 1);
  // Grammars of llama-cpp-python let line breaks stand in a string; outside of strings they mean nothing.
  for (const text of [bare, outermost, outermost.replace(/\p{Cc}+/gu, ' ')]) {
    try {
      return { json: JSON.parse(text) };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return null;
}

/** Takes off what reasoning models and chat habits put around the JSON. */
function withoutWrapping(content: string): string {
  const thought = content.lastIndexOf('</think>');
  const said = thought < 0 ? content : content.slice(thought + '</think>'.length);
  return said.trim();
}

/** Keywords that strict structured output refuses on some endpoints; zod checks them in the reply anyway. */
const NOT_SENT = new Set([
  '$schema',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minItems',
  'maxItems',
  'default',
]);

/** The schema as JSON Schema that strict structured output accepts. */
export function sendableSchema(schema: ZodType): Record<string, unknown> {
  return withoutUnsent(z.toJSONSchema(schema)) as Record<string, unknown>;
}

/** With every bound: where a grammar holds the answer to it, a small model that runs on is stopped by these alone. */
export function boundedSchema(schema: ZodType): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(schema);
  return rest;
}

function withoutUnsent(node: unknown, names = false): unknown {
  if (Array.isArray(node)) return node.map((item) => withoutUnsent(item));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      // Under `properties` the keys are names of fields, not keywords.
      .filter(([key]) => names || !NOT_SENT.has(key))
      .map(([key, value]) => [key, withoutUnsent(value, key === 'properties' && !names)]),
  );
}
