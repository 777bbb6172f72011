import type { FigureImage, FigureSize } from './figure';
import type { PlacedFill, PlacedImage, PlacedLine, PlacedText, Weight } from './figure-drawing';
import { widestPart, wrapped } from './wrapping';

export interface Style {
  readonly size: number;
  readonly weight: Weight;
}

/** Width of a text in points. */
export type WidthOf = (text: string, style: Style) => number;

export const HEADING: Style = Object.freeze({ size: 9, weight: 'bold' });
export const CAPTION: Style = Object.freeze({ size: 7.5, weight: 'bold' });
export const SMALL: Style = Object.freeze({ size: 6.5, weight: 'regular' });
/** Smaller letters cannot be read in print. */
const LEAST = 5;

export const lineOf = ({ size }: Style): number => 1.3 * size;

/** What is written and placed on a page so far, in points from its upper left corner. */
export class FigureSheet<I extends FigureSize = FigureImage> {
  readonly fills: PlacedFill[] = [];
  readonly images: PlacedImage<I>[] = [];
  readonly lines: PlacedLine[] = [];
  readonly texts: PlacedText[] = [];

  constructor(readonly widthOf: WidthOf) {}

  linesOf(text: string, style: Style, room: number): string[] {
    return wrapped(text, room, (part) => this.widthOf(part, style));
  }

  /** The least room in which no word of the texts has to be broken. */
  narrowest(texts: readonly string[], style: Style): number {
    return this.widestPart(texts, { ...style, size: LEAST });
  }

  /** A style in letters so small that no word of the texts has to be broken, as far as letters may be small. */
  fitting(texts: readonly string[], style: Style, room: number): Style {
    const widest = this.widestPart(texts, style);
    const size = widest > room ? Math.max(LEAST, Math.floor((10 * style.size * room) / widest) / 10) : style.size;
    return { ...style, size };
  }

  private widestPart(texts: readonly string[], style: Style): number {
    return Math.max(0, ...texts.map((text) => widestPart(text, (part) => this.widthOf(part, style))));
  }

  /** Writes lines from `top` on; returns where the next one begins. */
  write(lines: readonly string[], style: Style, x: number, top: number): number {
    lines.forEach((text, i) => this.texts.push({ text, x, y: top + i * lineOf(style) + style.size, ...style }));
    return top + lines.length * lineOf(style);
  }

  /** Writes lines in the middle of a width. */
  writeCentred(lines: readonly string[], style: Style, { x, width, top }: Band): number {
    lines.forEach((text, i) =>
      this.write([text], style, x + (width - this.widthOf(text, style)) / 2, top + i * lineOf(style)),
    );
    return top + lines.length * lineOf(style);
  }
}

interface Band {
  readonly x: number;
  readonly width: number;
  readonly top: number;
}
