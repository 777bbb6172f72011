/** An image of a figure. */
export interface FigureImage {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Whatever is drawn as an image: a file, or a canvas. */
export type FigureSize = Pick<FigureImage, 'width' | 'height'>;

/** The colours of a map, with the values at their ends. */
export interface FigureLegend<I extends FigureSize = FigureImage> {
  /** The colours from left to right. */
  readonly bar: I;
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
export interface FigureTile<I extends FigureSize = FigureImage> {
  readonly title: string;
  /** Null where there is none: its place stays empty. */
  readonly image: I | null;
  readonly legend: FigureLegend<I> | null;
  readonly curve?: FigureCurve;
  readonly note: string;
}

/** A number of a table, on the colour that says the same. */
export interface FigureCell {
  readonly text: string;
  /** `#rrggbb`, light enough for black letters; null for paper. */
  readonly fill: string | null;
}

/** Numbers of named rows; columns that belong together stand under one heading. */
export interface FigureTable {
  readonly caption: string;
  /** What the rows are. */
  readonly corner: string;
  readonly groups: readonly { readonly name: string; readonly columns: readonly string[] }[];
  readonly rows: readonly {
    readonly name: string;
    /** In the order of the columns. */
    readonly cells: readonly FigureCell[];
    /** Sums up the rows before it. */
    readonly sum?: boolean;
  }[];
}

/** Images in rows and tables below them, as a paper shows them. */
export interface Figure<I extends FigureSize = FigureImage> {
  readonly title: string;
  /** Tiles in a row. */
  readonly across: number;
  readonly tiles: readonly FigureTile<I>[];
  readonly tables?: readonly FigureTable[];
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
