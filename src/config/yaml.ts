// Reads a YAML file against a schema, and says what is wrong with it in words that lead to the line and the fix.
// Knows nothing of what the files are for.
import { readFileSync } from 'node:fs';
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { z } from 'zod';

export type Path = readonly (string | number)[];

export interface CheckedFile<Value> {
  value: Value;
  /** Adds a problem at the place in the file that `path` leads to. */
  report: (path: Path, problem: string) => void;
  /** Reports entries of the list at `path` whose `key` was there before. */
  unique: (path: Path, key: string) => void;
}

/**
 * Reads one YAML file and checks it against `schema`. `null` when it cannot be used; what is wrong is added to
 * `problems`, each with file, line and column, what was found, what was expected, and the fix.
 */
export function readYaml<Value>(
  path: string,
  shownPath: string,
  schema: z.ZodType<Value>,
  problems: string[],
): CheckedFile<Value> | null {
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch (error) {
    const found =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(error);
    problems.push(`${shownPath}: ${found}. Put it back, or point CONFIG_DIR to the folder that has it`);
    return null;
  }
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${shownPath}:${line}:${col}`;
  };
  const unusable = [
    ...document.errors.map((error) => `${place(error.pos[0])}: not valid YAML: ${error.message}`),
    ...aliases(document).map((at) => `${place(at)}: found an alias (*): write the value out instead`),
  ];
  if (unusable.length > 0) {
    problems.push(...unusable);
    return null;
  }
  keepListsAsWritten(document);
  const report = (at: Path, problem: string) =>
    problems.push(`${place(offsetOf(document, at))}: ${at.length > 0 ? `${at.join('.')}: ` : ''}${problem}`);
  const checked = schema.safeParse(document.toJS());
  if (!checked.success) {
    for (const issue of checked.error.issues) reportIssue(issue, schema, document, report);
    return null;
  }
  return {
    value: checked.data,
    report,
    unique: (list, key) => reportRepeats(document, list, key, report),
  };
}

/** Aliases can be unresolved, circular or explosive, and these files need none. */
function aliases(document: Document): number[] {
  const found: number[] = [];
  visit(document, { Alias: (_, alias) => void found.push(alias.range?.[0] ?? 0) });
  return found;
}

/** All lists of scalars in these files are lists of words: `[+1]` is an emoji, not the number 1. */
function keepListsAsWritten(document: Document): void {
  visit(document, {
    Seq: (_, list) => {
      for (const item of list.items) {
        if (isScalar(item) && typeof item.value !== 'string' && item.source) item.value = item.source;
      }
    },
  });
}

function reportRepeats(
  document: Document,
  list: Path,
  key: string,
  report: CheckedFile<unknown>['report'],
): void {
  const firstAt = new Map<unknown, number>();
  const items = document.getIn(list, true);
  if (!isSeq(items)) return;
  for (const index of items.items.keys()) {
    const value = document.getIn([...list, index, key]);
    if (value === undefined) continue;
    const first = firstAt.get(value);
    if (first === undefined) firstAt.set(value, index);
    else
      report(
        [...list, index, key],
        `found ${shown(value)}, which entry ${first + 1} has already: give each its own`,
      );
  }
}

/** Where `path` stands in the file; where it is missing, its nearest parent. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = document.getIn(path.slice(0, length - 1), true) ?? document.contents;
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (isScalar(pair?.key) && pair.key.range) return pair.key.range[0];
    } else if (isSeq(parent)) {
      const item = parent.items[Number(key)];
      const range = (item as { range?: [number, number, number] } | undefined)?.range;
      if (range) return range[0];
    }
  }
  return document.contents?.range?.[0] ?? 0;
}

function reportIssue(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  document: Document,
  report: CheckedFile<unknown>['report'],
): void {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path);
    for (const key of issue.keys) report([...path, key], `found an unknown key: ${unknownName(key, known)}`);
    return;
  }
  const found = path.length > 0 ? document.getIn(path) : document.toJS();
  const key = path.at(-1);
  const fix = typeof key === 'string' ? `: add \`${key}:\` here` : '';
  if (found === undefined) report(path, `found nothing, expected ${expectation(issue, found)}${fix}`);
  else report(path, `found ${shown(found)}, expected ${expectation(issue, found)}`);
}

function expectation(issue: z.core.$ZodIssue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_value':
      return `one of ${issue.values.join(', ')}${didYouMean(found, issue.values.map(String))}`;
    case 'invalid_type':
      return TYPE_NAMES[issue.expected] ?? issue.expected;
    case 'too_small':
      if (issue.origin === 'array') return `a list with at least ${issue.minimum} entry`;
      return issue.origin === 'string' ? issue.message : `a number of at least ${issue.minimum}`;
    case 'too_big':
      return `a number of at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

const TYPE_NAMES: Record<string, string> = {
  array: 'a list',
  object: 'keys and values',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
};

/** The keys that are allowed at `path`, read from the schema itself. */
function knownKeys(schema: z.ZodType, path: Path): string[] {
  let at: unknown = schema;
  for (const key of ['', ...path]) {
    if (key !== '')
      at = typeof key === 'number' ? (at as z.ZodArray).element : (at as z.ZodObject).shape[key];
    while (at instanceof z.ZodDefault || at instanceof z.ZodExactOptional) at = at.unwrap();
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function didYouMean(found: unknown, known: readonly string[]): string {
  const near = typeof found === 'string' ? nearestName(found, known) : null;
  return near ? `: did you mean \`${near}\`?` : '';
}

/** "did you mean …" where a known name is near, else all known names. */
export function unknownName(name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  return near ? `did you mean \`${near}\`?` : `expected one of ${known.join(', ')}`;
}

/** The nearest known name by Levenshtein distance, at most `limit` edits away (a third of its letters by default). */
export function nearestName(name: string, known: readonly string[], limit?: number): string | null {
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least && distance <= (limit ?? Math.max(1, candidate.length / 3))) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 59)}…` : json;
}
