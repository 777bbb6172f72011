import type { Mean } from './evaluation-summary';

/** What says how alike two maps are. */
export interface PairMeasure {
  readonly id: string;
  readonly label: string;
  readonly formula: string;
  readonly alike: 'higher' | 'lower';
}

/** How alike every two methods' maps of an image are, image by image, models side by side. */
export interface PairTable {
  readonly measure: PairMeasure;
  readonly models: readonly string[];
  /** Every two methods. */
  readonly pairs: readonly string[];
  /** Of every image the values by pair, then by model; null where there is none. */
  readonly rows: readonly { readonly image: string; readonly values: readonly (readonly (number | null)[])[] }[];
  /** Over the images, by pair, then by model. */
  readonly means: readonly (readonly (Mean | null)[])[];
}

/** The columns of such a table, one after the other: of every pair each model. */
export const pairColumns = ({ pairs, models }: PairTable): { readonly pair: string; readonly model: string }[] =>
  pairs.flatMap((pair) => models.map((model) => ({ pair, model })));

export const nameOfPair = (first: string, second: string): string => `${first} × ${second}`;

/** A number and its row's last, as CSV wants them: every image, then the means with their intervals. */
export function pairLines(table: PairTable): (string | number | null)[][] {
  const of = (end: (mean: Mean) => number | null) => table.means.flat().map((mean) => mean && end(mean));
  return [
    ['image', ...pairColumns(table).map(({ pair, model }) => [pair, model].filter(Boolean).join(' · '))],
    ...table.rows.map(({ image, values }) => [image, ...values.flat()]),
    ['mean', ...of(({ mean }) => mean)],
    ['95 % interval from', ...of(({ low }) => low)],
    ['95 % interval to', ...of(({ high }) => high)],
  ];
}
