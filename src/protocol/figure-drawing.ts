import type { FigureImage, FigureSize } from './figure';

/** The two weights of the letters of a figure. */
export type Weight = 'regular' | 'bold';

/** What is drawn, in points from the upper left corner: fills first, then images, lines and texts. */
export interface Drawing<I extends FigureSize = FigureImage> {
  readonly width: number;
  readonly height: number;
  readonly fills: readonly PlacedFill[];
  readonly images: readonly PlacedImage<I>[];
  readonly texts: readonly PlacedText[];
  readonly lines: readonly PlacedLine[];
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle of one colour. */
export interface PlacedFill extends Place {
  /** `#rrggbb`. */
  readonly color: string;
}

export interface PlacedImage<I extends FigureSize = FigureImage> extends Place {
  readonly image: I;
  /** Pixels stay squares, and a hairline shows where the image ends. */
  readonly framed: boolean;
}

/** A line through points, in black. */
export interface PlacedLine {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly width: number;
}

export interface PlacedText {
  readonly text: string;
  readonly x: number;
  /** Of the line on which it stands. */
  readonly y: number;
  readonly size: number;
  readonly weight: Weight;
}

/** Of a frame, in points. */
export const HAIRLINE = 0.25;
