// Reads a model's reply while it is still being written: which entries of a list are whole already. Pure.

/**
 * The whole objects in the list under `key`, in order, of a reply that may end anywhere. Thoughts before the answer are
 * left out. Nothing is checked but that each is JSON.
 */
export function wholeEntries(soFar: string, key: string): unknown[] {
  const said = withoutThoughts(soFar);
  const list = new RegExp(`"${key}"\\s*:\\s*\\[`).exec(said);
  if (!list) return [];
  const entries: unknown[] = [];
  let at = list.index + list[0].length;
  for (;;) {
    const from = said.slice(at).search(/[^\s,]/);
    if (from < 0 || said[at + from] !== '{') return entries;
    const end = endOfObject(said, at + from);
    if (end < 0) return entries;
    try {
      entries.push(JSON.parse(said.slice(at + from, end)));
    } catch (error) {
      if (error instanceof SyntaxError) return entries;
      throw error;
    }
    at = end;
  }
}

function withoutThoughts(soFar: string): string {
  const thought = soFar.lastIndexOf('</think>');
  if (thought >= 0) return soFar.slice(thought + '</think>'.length);
  return soFar.includes('<think>') ? '' : soFar;
}

/** Right after its closing brace; -1 where it is still open. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}
