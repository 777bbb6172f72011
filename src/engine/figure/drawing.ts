import type { Figure, FigureImage, FigureTile } from '../../protocol/figure';
import { wrapped } from '../../protocol/wrapping';
import type { Lettering, Weight } from './font';
import { curveLines, type PlacedLine } from './line';

/** What is drawn, in points from the upper left corner. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly images: readonly PlacedImage[];
  readonly texts: readonly PlacedText[];
  readonly lines: readonly PlacedLine[];
}

export interface PlacedImage {
  readonly image: FigureImage;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Pixels stay squares, and a hairline shows where the image ends. */
  readonly framed: boolean;
}

export interface PlacedText {
  readonly text: string;
  readonly x: number;
  /** Of the line on which it stands. */
  readonly y: number;
  readonly size: number;
  readonly weight: Weight;
}

/** The text of a paper on A4 with usual margins: 180 mm. */
const PAGE = 510;
const [GAP, INNER, BAR] = [8, 3, 4];
/** Height of a curve over its width. */
const CURVE = 0.75;
/** A single image is not as wide as the page. */
const MOST_TILE = 160;

interface Style {
  readonly size: number;
  readonly weight: Weight;
}

const HEADING: Style = { size: 9, weight: 'bold' };
const CAPTION: Style = { size: 7.5, weight: 'bold' };
const SMALL: Style = { size: 6.5, weight: 'regular' };
const lineOf = ({ size }: Style): number => 1.3 * size;

/** Images in rows on white, each with its title, its colour bar and a note; no text is cut, it goes on below. */
export function laidOut({ title, across, tiles, notes }: Figure, { widthOf }: Lettering): Drawing {
  const width = Math.min(MOST_TILE, (PAGE - GAP) / across - GAP);
  const page = Math.max(across * (width + GAP) + GAP, PAGE / 2);
  const images: PlacedImage[] = [];
  const texts: PlacedText[] = [];
  const lines: PlacedLine[] = [];
  const linesOf = (text: string, { size, weight }: Style, room: number): string[] =>
    wrapped(text, room, (part) => widthOf(part, size, weight));
  /** Writes lines from `top` on; returns where the next one begins. */
  const write = (lines: readonly string[], style: Style, x: number, top: number): number => {
    lines.forEach((text, i) => texts.push({ text, x, y: top + i * lineOf(style) + style.size, ...style }));
    return top + lines.length * lineOf(style);
  };
  const writeEnds = ({ low, high }: { low: string; high: string }, x: number, top: number): number => {
    write([high], SMALL, x + width - widthOf(high, SMALL.size, SMALL.weight), top);
    return write([low], SMALL, x, top);
  };
  const heightOf = ({ image, curve }: FigureTile): number =>
    image ? (width * image.height) / image.width : curve ? CURVE * width : 0;
  const place = (tile: FigureTile, x: number, top: number, foot: number): number => {
    const { image, legend, curve, note } = tile;
    const height = heightOf(tile);
    if (image) images.push({ image, x, y: top, width, height, framed: true });
    let y = foot + INNER;
    if (curve) {
      lines.push(...curveLines(curve, { x, y: top, width, height }));
      const [low, high] = curve.ends;
      y = writeEnds({ low, high }, x, y);
    }
    if (legend) {
      images.push({ image: legend.bar, x, y, width, height: BAR, framed: false });
      y = writeEnds(legend, x, y + BAR + 1);
      y = write(linesOf(legend.unit, SMALL, width), SMALL, x, y);
    }
    return write(linesOf(note, SMALL, width), SMALL, x, y);
  };
  let y = write(linesOf(title, HEADING, page - 2 * GAP), HEADING, GAP, GAP) + INNER;
  for (let first = 0; first < tiles.length; first += across) {
    const row = tiles.slice(first, first + across);
    const titles = row.map((tile) => linesOf(tile.title, CAPTION, width));
    const top = y + Math.max(...titles.map((lines) => lines.length)) * lineOf(CAPTION) + 1;
    const foot = top + Math.max(...row.map(heightOf));
    titles.forEach((lines, i) => write(lines, CAPTION, GAP + i * (width + GAP), y));
    y = Math.max(...row.map((tile, i) => place(tile, GAP + i * (width + GAP), top, foot))) + GAP;
  }
  for (const note of notes) y = write(linesOf(note, SMALL, page - 2 * GAP), SMALL, GAP, y);
  return { width: page, height: y + GAP, images, texts, lines };
}
