// Prompts are files: config/prompts/NAME.md. Loads and checks them at start, fills in their placeholders.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

/** Every prompt with the placeholders that its task fills in; a file must use each of them. */
const PLACEHOLDERS = {
  'summarise-article': ['audience', 'language', 'kinds', 'topics', 'extent', 'delimiter', 'title', 'text'],
  'brief-poc': ['language', 'kind', 'extent', 'delimiter', 'title', 'summary', 'text'],
  'answer-question': ['language', 'delimiter', 'question', 'earlier', 'passages'],
} as const;

export type PromptName = keyof typeof PLACEHOLDERS;
export type PromptValues<Name extends PromptName> = Record<(typeof PLACEHOLDERS)[Name][number], string>;

export interface Prompt {
  /** Raised by hand when the wording changes: summaries made with another version can be told apart. */
  version: number;
  system: string;
  user: string;
}

export type Prompts = Record<PromptName, Prompt>;

/** A prompt's file is not as it has to be; says which, and what was expected. */
class UnusablePrompt extends Error {
  /** Told in its one sentence, without a stack. */
  readonly forOperator = true;
}

/** Loads every prompt from a folder. Throws with the file's name and what was expected of it. */
export function loadPrompts(dir: string): Prompts {
  const load = (name: PromptName): Prompt => {
    const path = join(dir, `${name}.md`);
    return parsePrompt(readPrompt(path), path, PLACEHOLDERS[name]);
  };
  return {
    'summarise-article': load('summarise-article'),
    'brief-poc': load('brief-poc'),
    'answer-question': load('answer-question'),
  };
}

/** The prompt of a summary from a file of any name, to be compared with the one in use. */
export function readSummaryPrompt(path: string): Prompt {
  return parsePrompt(readPrompt(path), path, PLACEHOLDERS['summarise-article']);
}

function readPrompt(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r\n?/g, '\n');
  } catch (cause) {
    throw new UnusablePrompt(`${path}: the prompt cannot be read; restore it from the repository`, { cause });
  }
}

const FRONT_MATTER = /^---\n([\s\S]*?)\n---\n/;
const versionSchema = z.object({ version: z.int().positive() });

function parsePrompt(source: string, path: string, placeholders: readonly string[]): Prompt {
  const front = FRONT_MATTER.exec(source);
  if (!front)
    throw new UnusablePrompt(`${path}: expected front matter between two lines of ---, with version: N`);
  const { version } = parseFront(front[1] ?? '', path);
  const [before, system, user, ...more] = source.slice(front[0].length).split(/^# (?:System|User)[^\S\n]*$/m);
  const titles = source.match(/^# (?:System|User)[^\S\n]*$/gm)?.map((title) => title.slice(2).trim());
  if (
    titles?.join() !== 'System,User' ||
    before?.trim() ||
    more.length > 0 ||
    !system?.trim() ||
    !user?.trim()
  ) {
    throw new UnusablePrompt(
      `${path}: expected two sections that are not empty, "# System" and then "# User"`,
    );
  }
  checkPlaceholders(system + user, path, placeholders);
  return { version, system: system.trim(), user: user.trim() };
}

function parseFront(yaml: string, path: string): { version: number } {
  const expected = `${path}: expected "version: N" in the front matter, N a whole number from 1`;
  let front: unknown;
  try {
    front = parseYaml(yaml);
  } catch (cause) {
    throw new UnusablePrompt(expected, { cause });
  }
  const checked = versionSchema.safeParse(front);
  if (!checked.success) throw new UnusablePrompt(expected, { cause: checked.error });
  return checked.data;
}

function checkPlaceholders(text: string, path: string, expected: readonly string[]): void {
  const used = new Set([...text.matchAll(/\{\{(.*?)\}\}/g)].map((match) => match[1] ?? ''));
  const list = expected.map((name) => `{{${name}}}`).join(', ');
  for (const name of used) {
    if (!expected.includes(name))
      throw new UnusablePrompt(`${path}: unknown placeholder {{${name}}}; there are ${list}`);
  }
  for (const name of expected) {
    if (!used.has(name)) throw new UnusablePrompt(`${path}: {{${name}}} is missing; expected are ${list}`);
  }
}

/** Fills in the placeholders in one pass: what is filled in is not looked at again. */
export function fillPrompt<Name extends PromptName>(
  prompts: Prompts,
  name: Name,
  values: PromptValues<Name>,
): { system: string; user: string } {
  const byName = values as Record<string, string>;
  const fill = (text: string): string =>
    text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => byName[key] ?? '');
  return { system: fill(prompts[name].system), user: fill(prompts[name].user) };
}
