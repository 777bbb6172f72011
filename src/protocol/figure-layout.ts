import type { Figure, FigureImage, FigureLegend, FigureSize, FigureTile } from './figure';
import { curveLines } from './figure-curve';
import type { Drawing } from './figure-drawing';
import { CAPTION, FigureSheet, HEADING, lineOf, SMALL, type Style, type WidthOf } from './figure-sheet';
import { placeTable } from './figure-table';

/** The text of a paper on A4 with usual margins: 180 mm. */
const PAGE = 510;
const [GAP, INNER, BAR] = [8, 3, 4];
/** Height of a curve over its width. */
const CURVE = 0.75;
/** A single image is not as wide as the page. */
const MOST_TILE = 160;

/**
 * Images in rows on white, each with its title, its colour bar and a note, and tables below; no text is cut, it goes on
 * below. The one layout of every figure, wherever it is drawn.
 */
export function laidOut<I extends FigureSize = FigureImage>(
  { title, across, tiles, tables = [], notes }: Figure<I>,
  widthOf: WidthOf,
): Drawing<I> {
  const sheet = new FigureSheet<I>(widthOf);
  const width = Math.min(MOST_TILE, (PAGE - GAP) / across - GAP);
  const page = tables.length > 0 ? PAGE : Math.max(across * (width + GAP) + GAP, PAGE / 2);
  const room = page - 2 * GAP;
  const { fills, images, texts, lines } = sheet;
  let y = sheet.write(sheet.linesOf(title, HEADING, room), HEADING, GAP, GAP) + INNER;
  if (tiles.length > 0) y = placeTiles(sheet, { tiles, across, width }, y);
  for (const table of tables) y = placeTable(sheet, table, { x: GAP, top: y, room }) + GAP;
  for (const note of notes) y = sheet.write(sheet.linesOf(note, SMALL, room), SMALL, GAP, y);
  return { width: page, height: y + GAP, fills, images, texts, lines };
}

interface Rows<I extends FigureSize> extends Pick<Figure<I>, 'tiles' | 'across'> {
  /** Of a tile. */
  readonly width: number;
}

/** Returns where what follows begins. */
function placeTiles<I extends FigureSize>(sheet: FigureSheet<I>, rows: Rows<I>, top: number): number {
  const { tiles, across, width } = rows;
  const caption = sheet.fitting(
    tiles.map((tile) => tile.title),
    CAPTION,
    width,
  );
  const small = sheet.fitting(
    tiles.flatMap(({ note, legend }) => [note, legend?.unit ?? '']),
    SMALL,
    width,
  );
  let y = top;
  for (let first = 0; first < tiles.length; first += across) {
    const row = tiles.slice(first, first + across);
    const titles = row.map((tile) => sheet.linesOf(tile.title, caption, width));
    const place = y + Math.max(...titles.map((lines) => lines.length)) * lineOf(caption) + 1;
    const foot = place + Math.max(...row.map((tile) => heightOf(tile, width)));
    titles.forEach((lines, i) => sheet.write(lines, caption, GAP + i * (width + GAP), y));
    const ends = row.map((tile, i) => {
      const x = GAP + i * (width + GAP);
      return placeTile(sheet, tile, { x, top: place, foot, width, small });
    });
    y = Math.max(...ends) + GAP;
  }
  return y;
}

const heightOf = <I extends FigureSize>({ image, curve }: FigureTile<I>, width: number): number =>
  image ? (width * image.height) / image.width : curve ? CURVE * width : 0;

interface TilePlace {
  readonly x: number;
  readonly top: number;
  /** Where the row's highest image ends. */
  readonly foot: number;
  readonly width: number;
  readonly small: Style;
}

function placeTile<I extends FigureSize>(sheet: FigureSheet<I>, tile: FigureTile<I>, place: TilePlace): number {
  const { image, legend, curve, note } = tile;
  const { x, top, foot, width, small } = place;
  const height = heightOf(tile, width);
  if (image) sheet.images.push({ image, x, y: top, width, height, framed: true });
  let y = foot + INNER;
  if (curve) {
    sheet.lines.push(...curveLines(curve, { x, y: top, width, height }));
    const [low, high] = curve.ends;
    y = writeEnds(sheet, { low, high }, place, y);
  }
  if (legend) {
    sheet.images.push({ image: legend.bar, x, y, width, height: BAR, framed: false });
    y = writeEnds(sheet, legend, place, y + BAR + 1);
    y = sheet.write(sheet.linesOf(legend.unit, small, width), small, x, y);
  }
  return sheet.write(sheet.linesOf(note, small, width), small, x, y);
}

/** Values at the ends of a bar, the higher one below the other where they have no room beside it. */
function writeEnds<I extends FigureSize>(
  sheet: FigureSheet<I>,
  { low, high }: Pick<FigureLegend<I>, 'low' | 'high'>,
  { x, width, small }: TilePlace,
  top: number,
): number {
  const [left, right] = [low, high].map((text) => sheet.widthOf(text, small));
  const below = sheet.write([low], small, x, top);
  const fits = left + right + INNER <= width;
  return Math.max(below, sheet.write([high], small, x + Math.max(0, width - right), fits ? top : below));
}
