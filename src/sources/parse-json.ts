// JSON that anyone may have written. `JSON.parse` cannot be ended from outside, and some megabytes of `{}` become
// hundreds: what would be too much is told before it is parsed. Pure.

/** A value is 30 bytes or so of a text as people and APIs write it, which makes 300,000 of 10 MB. */
const MOST_VALUES = 400_000;

/** A `SyntaxError`, so that whoever expects broken JSON is prepared for it. */
export class TooManyValues extends SyntaxError {
  constructor() {
    super(`The answer holds more than ${MOST_VALUES.toLocaleString('en')} values`);
    this.name = 'TooManyValues';
  }
}

/** As `JSON.parse`; throws `SyntaxError` alone. */
export function parseJson(text: string): unknown {
  if (hasMoreValues(text, MOST_VALUES)) throw new TooManyValues();
  return JSON.parse(text);
}

/** Every value but the first stands behind one of these, outside strings. */
const MARKS = new Set([',', ':', '[', '{'].map((mark) => mark.charCodeAt(0)));
const QUOTE = '"'.charCodeAt(0);
const ESCAPE = '\\'.charCodeAt(0);

function hasMoreValues(text: string, most: number): boolean {
  // As short as values can be, each takes two characters.
  if (text.length < most * 2) return false;
  let values = 1;
  let isString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isString && code === ESCAPE) at += 1;
    else if (code === QUOTE) isString = !isString;
    else if (!isString && MARKS.has(code)) {
      values += 1;
      if (values > most) return true;
    }
  }
  return false;
}
