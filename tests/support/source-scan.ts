// Reads TypeScript sources as text, so that tests can check what they import and call. Knows no rule itself.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';

export interface ScannedSource {
  /** From the project's root, with `/`. */
  path: string;
  /** The source with the insides of comments, strings and regular expressions blanked; offsets are kept. */
  code: string;
  /** String and template literals with their offset; a template's `${…}` parts are blanked. */
  strings: { at: number; text: string }[];
}

/** Every `.ts` and `.mjs` file under `folder`. */
export function scanFolder(rootDir: string, folder: string): ScannedSource[] {
  const entries = readdirSync(join(rootDir, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => scanSource(relative(rootDir, path).split(sep).join('/'), readFileSync(path, 'utf8')));
}

export interface Import {
  /** `file`: named by `new URL(…, import.meta.url)`, so that a worker thread or a page is not missed. */
  kind: 'import' | 'file';
  /** As written: `../store/votes.ts`, `node:fs`, `@slack/bolt`. */
  specifier: string;
  /** For a relative specifier the path from the project's root, else `null`. */
  target: string | null;
  line: number;
}

/** Static, type, dynamic and side-effect imports, re-exports, and files named by `new URL(…, import.meta.url)`. */
export function importsOf(source: ScannedSource): Import[] {
  return source.strings.flatMap(({ at, text }) => {
    const before = source.code.slice(0, at);
    const after = source.code.slice(at + text.length + 2, at + text.length + 60);
    const isImport = /\b(?:import|from|import\s*\()\s*$/.test(before);
    const isFile = /\bnew\s+URL\(\s*$/.test(before) && /^\s*,\s*import\.meta\.url/.test(after);
    if (!isImport && !isFile) return [];
    const target = text.startsWith('.') ? posix.join(posix.dirname(source.path), text) : null;
    return [{ kind: isImport ? 'import' : 'file', specifier: text, target, line: lineAt(source, at) }];
  });
}

export function lineAt(source: ScannedSource, offset: number): number {
  return source.code.slice(0, offset).split('\n').length;
}

/** `@slack/types/dist/x.js` → `@slack/types`. */
export function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*|[\w$]+|\s+|[\s\S]/y;
const TEMPLATE_PART = /((?:\\[\s\S]|\$(?!\{)|[^\\`$])*)(\$\{|`|$)/y;
/** After these a slash begins a regular expression; after other words and closing brackets it divides. */
const BEFORE_REGEX = /^(?:[^\w$)\]]|return|typeof|case|in|of|do|else|void|delete|await|yield)$/;

/** Splits a source into code and strings. Throws on what it cannot read, rather than miss something. */
export function scanSource(path: string, source: string): ScannedSource {
  const strings: ScannedSource['strings'] = [];
  const openBraces: ('block' | 'template')[] = [];
  let code = '';
  let before = ';';
  const take = (pattern: RegExp): RegExpExecArray => {
    pattern.lastIndex = code.length;
    const match = pattern.exec(source);
    if (!match) throw new Error(`${path}: cannot be read from offset ${code.length} on`);
    return match;
  };
  const takeTemplate = () => {
    const [, text = '', end = ''] = take(TEMPLATE_PART);
    strings.push({ at: code.length - 1, text });
    code += blank(text) + end;
    if (end === '${') openBraces.push('template');
    before = end === '${' ? '{' : ')';
  };
  while (code.length < source.length) {
    let [token] = take(TOKEN);
    if (/^\/[^/*]/.test(token) && !BEFORE_REGEX.test(before)) token = '/';
    if (/^['"]./.test(token)) {
      strings.push({ at: code.length, text: token.slice(1, -1) });
      code += token[0] + blank(token.slice(1, -1)) + token[0];
      before = ')';
    } else if (/^\/./.test(token)) {
      code += blank(token);
      if (!/^\/[/*]/.test(token)) before = ')';
    } else {
      code += token;
      if (token === '`') takeTemplate();
      else if (token === '{') openBraces.push('block');
      else if (token === '}' && openBraces.pop() === 'template') takeTemplate();
      else if (token.trim()) before = token;
    }
  }
  return { path, code, strings };
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
