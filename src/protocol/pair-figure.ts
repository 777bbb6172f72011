import type { Mean } from './evaluation-summary';
import type { Figure, FigureCell, FigureTable } from './figure';
import type { PairTable } from './pair-table';

/** The colours at the ends, and how much of them stands below a number, so that black letters stay readable. */
const ENDS = Object.freeze({ positive: [200, 68, 64], negative: [47, 121, 181], distance: [110, 110, 110] } as const);
const STRENGTH = 0.6;

/** Tables of how alike maps are as a figure, every number on a colour that says the same. */
export function pairFigure(tables: readonly PairTable[], title: string, notes: readonly string[]): Figure {
  return {
    title,
    across: 1,
    tiles: [],
    tables: tables.map(tableOf),
    notes: [
      ...tables.map(({ measure }) => `${measure.label}: ${measure.formula}; ${measure.alike} is more alike.`),
      ...notes,
    ],
  };
}

function tableOf({ measure, models, pairs, rows, means }: PairTable): FigureTable {
  const all = rows.flatMap(({ values }) => values.flat()).filter((value) => value !== null);
  const largest = all.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const digits = largest <= 1 ? 3 : largest < 100 ? 2 : 1;
  const cell = (value: number | null): FigureCell => ({
    text: value === null ? '–' : signed(value.toFixed(digits)),
    fill: value === null ? null : colorOf(value, measure.alike, largest),
  });
  const sum = (name: string, end: (mean: Mean) => number | null) => ({
    name,
    sum: true,
    cells: means.flat().map((mean) => cell(mean && end(mean))),
  });
  const single = models.length < 2;
  return {
    caption: measure.label,
    corner: 'Image',
    groups: single ? [{ name: models[0] ?? '', columns: pairs }] : pairs.map((name) => ({ name, columns: models })),
    rows: [
      ...rows.map(({ image, values }) => ({ name: image, cells: values.flat().map(cell) })),
      ...(rows.length > 1
        ? [
            sum(`Mean of ${rows.length}`, ({ mean }) => mean),
            sum('95 % interval from', ({ low }) => low),
            sum('to', ({ high }) => high),
          ]
        : []),
    ],
  };
}

/** With a true minus, and none before what is rounded to zero. */
const signed = (digits: string): string => (Number(digits) === 0 ? digits.replace('-', '') : digits.replace('-', '−'));

/** A correlation is blue or red around zero; a distance the darker the larger it is. */
function colorOf(value: number, alike: 'higher' | 'lower', largest: number): string {
  const share = STRENGTH * Math.min(1, Math.abs(value) / (alike === 'higher' ? 1 : largest || 1));
  const end = alike === 'lower' ? ENDS.distance : value < 0 ? ENDS.negative : ENDS.positive;
  const parts = end.map((level) => Math.round(255 + share * (level - 255)));
  return `#${parts.map((level) => level.toString(16).padStart(2, '0')).join('')}`;
}
