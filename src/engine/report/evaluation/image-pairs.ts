import { pairColumns, type PairTable } from '../../../protocol/pair-table';
import type { Section, Table } from '../table';

/** Images that a report lists; all are in `correlations.csv`. */
const MOST_IMAGES = 100;

/** How alike every two methods are on each image, models side by side. */
export function imagePairSection(tables: readonly PairTable[]): Section | null {
  if (tables.length === 0) return null;
  return {
    title: 'How alike are the explanations of each image?',
    paragraphs: [
      `Every two methods under each model${tables[0].rows.length > MOST_IMAGES ? `; the first ${MOST_IMAGES} of ${tables[0].rows.length} images, all are in correlations.csv` : ''}.`,
    ],
    tables: tables.map(tableOf),
  };
}

const tableOf = (table: PairTable): Table => ({
  caption: `${table.measure.label} of every two methods, image by image`,
  columns: [
    { label: 'Image', text: true },
    ...pairColumns(table).map(({ pair, model }) => ({ label: `${pair} · ${model}`, hint: table.measure.formula })),
  ],
  rows: [
    ...table.rows.slice(0, MOST_IMAGES).map(({ image, values }) => [image, ...values.flat()]),
    ['All images', ...table.means.flat()],
  ],
});
