// From the pieces of text that a PDF page places anywhere to lines in reading order: columns one after the other,
// whatever the order in which the file draws them. Pure.

/** A run of text as pdf.js gives it: `transform` places its baseline, in points from the lower left corner. */
export interface PdfPiece {
  str: string;
  width: number;
  transform: readonly number[];
}

export interface PdfLine {
  text: string;
  /** Left and right end, and the baseline's distance from the page's lower edge, in points. */
  left: number;
  right: number;
  y: number;
  /** Size of the font that most of the line is set in, in points. */
  size: number;
  /** Left and right end of the column that the line stands in. */
  columnLeft: number;
  columnRight: number;
}

interface Placed {
  text: string;
  left: number;
  right: number;
  y: number;
  size: number;
}

/** Gaps wider than this many ems lie between columns or cells; spaces of justified text stay under it. */
const WIDE_GAP_EM = 1.1;
/** Gaps wider than this are spaces that were not written. */
const SPACE_EM = 0.16;
/** The least width of the gutter between columns, in points. */
const LEAST_GUTTER = 8;
/** The share of text that may cross a gutter: titles, abstracts and wide figures do. */
const MOST_CROSSING = 0.4;
/** The share of text that each side of a gutter has at least. */
const LEAST_SIDE = 0.15;
const FEWEST_LINES = 8;

export function linesOfPage(pieces: readonly PdfPiece[]): PdfLine[] {
  const placed = pieces.flatMap(place);
  return inReadingOrder(joinPieces(placed), 0);
}

/** Upright text alone: what is turned is a stamp in the margin or the axis of a figure. */
function place({ str, width, transform }: PdfPiece): Placed[] {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = transform;
  const size = Math.hypot(c, d);
  const upright = a > 0 && d > 0 && Math.abs(b) < 0.1 * a;
  return str.trim() === '' || !upright || size === 0
    ? []
    : [{ text: str, left: x, right: x + width, y, size }];
}

/** Joins pieces that stand on one baseline and close together; what is far apart stays apart. */
function joinPieces(placed: readonly Placed[]): Placed[] {
  const rows = rowsOf(placed);
  return rows.flatMap((row) => {
    const joined: Placed[] = [];
    for (const piece of row.sort((one, other) => one.left - other.left)) {
      const open = joined.at(-1);
      const em = Math.max(piece.size, open?.size ?? 0);
      if (!open || piece.left - open.right > WIDE_GAP_EM * em) joined.push({ ...piece });
      else append(open, piece, em);
    }
    return joined;
  });
}

function append(line: Placed, piece: Placed, em: number): void {
  const apart = piece.left - line.right > SPACE_EM * em;
  const spaced = /\s$/.test(line.text) || /^\s/.test(piece.text);
  line.text += (apart && !spaced ? ' ' : '') + piece.text;
  line.right = Math.max(line.right, piece.right);
  // A raised number or a small capital does not set the line's place and size.
  if (piece.size > line.size) {
    line.size = piece.size;
    line.y = piece.y;
  }
}

/** Pieces by baseline, from the top; raised and lowered ones belong to the line that they overlap. */
function rowsOf(placed: readonly Placed[]): Placed[][] {
  const rows: { y: number; size: number; pieces: Placed[] }[] = [];
  for (const piece of [...placed].sort((one, other) => other.y - one.y)) {
    const row = rows.at(-1);
    const near = row && row.y - piece.y < 0.45 * Math.max(row.size, piece.size);
    if (!near) rows.push({ y: piece.y, size: piece.size, pieces: [piece] });
    else {
      row.pieces.push(piece);
      if (piece.size > row.size) Object.assign(row, { y: piece.y, size: piece.size });
    }
  }
  return rows.map((row) => row.pieces);
}

/** Columns within columns are not looked for further down than this: three columns are found in two steps. */
const DEEPEST = 2;

/** Whole lines divide the page; between them the left column comes before the right one. */
function inReadingOrder(lines: readonly Placed[], depth: number): PdfLine[] {
  const gutter = depth > DEEPEST ? null : findGutter(lines);
  if (gutter === null) return withColumn(joinRows(lines));
  const ordered: PdfLine[] = [];
  let band: Placed[] = [];
  const closeBand = (): void => {
    const left = band.filter((line) => line.right <= gutter);
    const right = band.filter((line) => line.left >= gutter);
    ordered.push(...inReadingOrder(left, depth + 1), ...inReadingOrder(right, depth + 1));
    band = [];
  };
  for (const line of lines) {
    if (line.left < gutter && line.right > gutter) {
      closeBand();
      ordered.push(...withColumn([line]));
    } else band.push(line);
  }
  closeBand();
  return ordered;
}

/** Where no columns are, cells of one row are one line. */
function joinRows(lines: readonly Placed[]): Placed[] {
  return rowsOf(lines).map((row) => {
    const [first, ...rest] = row.sort((one, other) => one.left - other.left);
    const line = { ...(first as Placed) };
    for (const cell of rest) append(line, cell, 0);
    return line;
  });
}

function withColumn(lines: readonly Placed[]): PdfLine[] {
  const columnLeft = Math.min(...lines.map((line) => line.left));
  const columnRight = Math.max(...lines.map((line) => line.right));
  return lines.map((line) => ({ ...line, text: tidy(line.text), columnLeft, columnRight }));
}

const LIGATURES: Record<string, string> = { ﬀ: 'ff', ﬁ: 'fi', ﬂ: 'fl', ﬃ: 'ffi', ﬄ: 'ffl', ﬅ: 'st', ﬆ: 'st' };

function tidy(text: string): string {
  return text
    .replace(/[ﬀ-ﬆ]/g, (ligature) => LIGATURES[ligature] ?? ligature)
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * The middle of the widest vertical strip, in the middle of the text, that few lines cross and that has lines of a
 * column's width on both sides; `null` for a page of one column, or of tables.
 */
function findGutter(lines: readonly Placed[]): number | null {
  if (lines.length < FEWEST_LINES) return null;
  const left = Math.min(...lines.map((line) => line.left));
  const right = Math.max(...lines.map((line) => line.right));
  const width = right - left;
  const all = sumOf(lines);
  let best: { at: number; width: number } | null = null;
  // Candidates begin where a line ends.
  for (const from of new Set(lines.map((line) => Math.ceil(line.right)))) {
    if (from < left + 0.25 * width || from > left + 0.75 * width) continue;
    const next = Math.min(...lines.filter((line) => line.left >= from).map((line) => line.left));
    const gutter = { at: (from + next) / 2, width: next - from };
    if (gutter.width < LEAST_GUTTER || gutter.width > 0.3 * width) continue;
    if (best && best.width >= gutter.width) continue;
    const before = lines.filter((line) => line.right <= gutter.at);
    const after = lines.filter((line) => line.left >= gutter.at);
    const crossing = all - sumOf(before) - sumOf(after);
    const divides =
      crossing <= MOST_CROSSING * all &&
      sumOf(before) >= LEAST_SIDE * all &&
      sumOf(after) >= LEAST_SIDE * all &&
      areColumns(before) &&
      areColumns(after);
    if (divides) best = gutter;
  }
  return best?.at ?? null;
}

/** Most of a column's text stands in lines that fill it; cells of a table are short. */
function areColumns(lines: readonly Placed[]): boolean {
  const width = Math.max(...lines.map((line) => line.right)) - Math.min(...lines.map((line) => line.left));
  const full = lines.filter((line) => line.right - line.left > 0.7 * width);
  return lines.length >= FEWEST_LINES / 2 && sumOf(full) >= 0.5 * sumOf(lines);
}

/** How much text lines hold, by their width. */
function sumOf(lines: readonly Placed[]): number {
  return lines.reduce((sum, line) => sum + line.right - line.left, 0);
}
