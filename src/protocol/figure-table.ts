import type { FigureSize, FigureTable } from './figure';
import { HAIRLINE } from './figure-drawing';
import { CAPTION, type FigureSheet, lineOf, SMALL, type Style } from './figure-sheet';

/** Inside of cells, beside and above their texts. */
const [SIDE, ABOVE] = [2, 1.5];
/** Of rules above and below a table. */
const RULE = 0.75;
/** A column is at least so wide; the names of the rows take at most so much of the page. */
const [LEAST_COLUMN, MOST_NAMES] = [30, 0.35];
const HEAD: Style = Object.freeze({ ...SMALL, weight: 'bold' });

interface TablePlace {
  readonly x: number;
  readonly top: number;
  readonly room: number;
}

/** A table; one that is wider than the page goes on below, with the names of its rows again. @returns where it ends */
export function placeTable<I extends FigureSize>(
  sheet: FigureSheet<I>,
  table: FigureTable,
  { x, top, room }: TablePlace,
): number {
  let y = sheet.write(sheet.linesOf(table.caption, CAPTION, room), CAPTION, x, top) + SIDE;
  const names = Math.min(MOST_NAMES * room, widestOf(sheet, [table.corner, ...table.rows.map(({ name }) => name)]));
  const values = table.rows.flatMap(({ cells }) => cells.map(({ text }) => text));
  const heads = table.groups.flatMap(({ columns }) => columns);
  const least = Math.max(LEAST_COLUMN, widestOf(sheet, values), 2 * SIDE + sheet.narrowest(heads, HEAD));
  for (const part of partsOf(table, Math.max(1, Math.floor((room - names) / least)))) {
    const count = part.groups.reduce((sum, { columns }) => sum + columns.length, 0);
    y = placePart(sheet, part, { x, y, names, width: Math.min(2 * least, (room - names) / count) }) + 2 * SIDE;
  }
  return y;
}

const widestOf = <I extends FigureSize>({ widthOf }: FigureSheet<I>, texts: readonly string[]): number =>
  2 * SIDE + Math.max(0, ...texts.map((text) => widthOf(text, HEAD)));

/** Parts of at most so many columns; a group stays whole where it can. */
function partsOf(table: FigureTable, most: number): FigureTable[] {
  const pieces = table.groups.flatMap(({ name, columns }) =>
    Array.from({ length: Math.ceil(columns.length / most) }, (_, i) => ({
      name,
      columns: columns.slice(i * most, (i + 1) * most),
    })),
  );
  const parts: (typeof pieces)[] = [];
  let used = most;
  for (const piece of pieces) {
    if (used + piece.columns.length > most) {
      parts.push([]);
      used = 0;
    }
    parts[parts.length - 1].push(piece);
    used += piece.columns.length;
  }
  let first = 0;
  return parts.map((groups) => {
    const end = first + groups.reduce((sum, { columns }) => sum + columns.length, 0);
    const rows = table.rows.map((row) => ({ ...row, cells: row.cells.slice(first, end) }));
    first = end;
    return { ...table, groups, rows };
  });
}

interface PartPlace {
  readonly x: number;
  readonly y: number;
  /** Width of the names of the rows. */
  readonly names: number;
  /** Of a column. */
  readonly width: number;
}

function placePart<I extends FigureSize>(
  sheet: FigureSheet<I>,
  { corner, groups, rows }: FigureTable,
  { x, y: top, names, width }: PartPlace,
): number {
  const columns = groups.flatMap((group) => group.columns);
  const right = x + names + columns.length * width;
  const rule = (y: number, stroke: number, from = x, to = right): void => {
    sheet.lines.push({ points: [[from, y] as const, [to, y] as const], width: stroke });
  };
  rule(top, RULE);
  let y = top + ABOVE;
  let left = x + names;
  const ends = groups.map((group) => {
    const place = { x: left, width: group.columns.length * width, top: y };
    left += place.width;
    const head = sheet.fitting([group.name], HEAD, place.width - 2 * SIDE);
    return { place, end: sheet.writeCentred(sheet.linesOf(group.name, head, place.width - 2 * SIDE), head, place) };
  });
  y = Math.max(y, ...ends.map(({ end }) => end)) + ABOVE;
  for (const { place } of ends) rule(y, HAIRLINE, place.x + SIDE, place.x + place.width - SIDE);
  y += ABOVE;
  const head = sheet.fitting(columns, HEAD, width - 2 * SIDE);
  const foot = Math.max(
    sheet.write(sheet.linesOf(corner, HEAD, names - SIDE), HEAD, x, y),
    ...columns.map((name, i) =>
      sheet.writeCentred(sheet.linesOf(name, head, width - 2 * SIDE), head, {
        x: x + names + i * width,
        width,
        top: y,
      }),
    ),
  );
  y = foot + ABOVE;
  rule(y, HAIRLINE);
  for (const [n, { name, cells, sum = false }] of rows.entries()) {
    if (sum && rows[n - 1]?.sum !== true) rule(y, HAIRLINE);
    const style = sum ? HEAD : SMALL;
    const lines = sheet.linesOf(name, style, names - SIDE);
    const height = Math.max(1, lines.length) * lineOf(style) + ABOVE;
    sheet.write(lines, style, x, y + ABOVE / 2);
    for (const [i, { text, fill }] of cells.entries()) {
      const place = { x: x + names + i * width, y, width, height };
      if (fill) sheet.fills.push({ ...place, color: fill });
      sheet.writeCentred([text], style, { ...place, top: y + ABOVE / 2 });
    }
    y += height;
  }
  rule(y, RULE);
  return y;
}
