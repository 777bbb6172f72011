/** An image of a figure. */
export interface FigureImage {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The colours of a map, with the values at their ends. */
export interface FigureLegend {
  /** The colours from left to right. */
  readonly bar: FigureImage;
  readonly low: string;
  readonly high: string;
  /** What the values are. */
  readonly unit: string;
}

/** Values over equal steps, drawn as a line in place of an image. */
export interface FigureCurve {
  readonly values: ArrayLike<number>;
  /** What stands at both ends of the steps. */
  readonly ends: readonly [first: string, last: string];
}

/** One image of a figure, with what stands above and below it. */
export interface FigureTile {
  readonly title: string;
  /** Null where there is none: its place stays empty. */
  readonly image: FigureImage | null;
  readonly legend: FigureLegend | null;
  readonly curve?: FigureCurve;
  readonly note: string;
}

/** Images in rows, as a paper shows them. */
export interface Figure {
  readonly title: string;
  /** Tiles in a row. */
  readonly across: number;
  readonly tiles: readonly FigureTile[];
  /** What made it, in sentences below. */
  readonly notes: readonly string[];
}

export const figureForms = Object.freeze(['pdf', 'svg', 'png'] as const);
export type FigureForm = (typeof figureForms)[number];

/** The call that draws a figure: name → arguments, answer, and events on the way. */
export interface FigureCalls {
  'figure.draw': {
    arguments: { readonly figure: Figure; readonly form: FigureForm };
    answer: { readonly bytes: Uint8Array };
    event: never;
  };
}
