import type { CsvValue } from '../../../protocol/csv';
import type { FinishedEvaluation } from '../finished-evaluation';
import { pairsOf } from '../pairs';
import type { CsvTable } from './table';

/** One row per model, input and method: what a data frame wants. */
export const images: CsvTable = {
  file: 'images.csv',
  header: ({ summary: { columns }, judge, classes: [names] }) => [
    'image',
    'imageHash',
    'model',
    ...judge.columns(names),
    'mask',
    'maskShare',
    'method',
    ...columns.map(({ name }) => name),
  ],
  *rows({ summary, parts, results }) {
    const none = summary.columns.map(() => null);
    const columns = summary.models.map((_, model) =>
      summary.methods.map((_m, method) => parts.map((part) => results.metric({ model, method }, part))),
    );
    for (let n = 0; n < results.count; n++) {
      for (const [m, tally] of results.tallies.entries()) {
        const { state, share } = results.mask(m, n);
        const head = [
          results.names[n],
          results.hashes[n],
          summary.models[m].name,
          ...tally.cells(n, results.names),
          state,
          share,
        ];
        if (summary.methods.length === 0) yield [...head, null, ...none];
        for (const [k, { name }] of summary.methods.entries())
          yield [...head, name, ...columns[m][k].map((values) => values?.[n] ?? null)];
      }
    }
  },
};

/** One row per thing that is found in an input, or missed there. */
export const detections: CsvTable = {
  file: 'detections.csv',
  header: ({ judge: { listing } }) => (listing ? ['image', 'imageHash', 'model', ...listing] : null),
  *rows({ summary, results: { names, hashes, tallies, count } }) {
    for (let n = 0; n < count; n++)
      for (const [m, tally] of tallies.entries())
        for (const row of tally.listing?.(n) ?? []) yield [names[n], hashes[n], summary.models[m].name, ...row];
  },
};

/** Inputs that took no part, or not in everything. */
export const SKIPPED_TABLE = {
  file: 'skipped.csv',
  header: () => ['name', 'reason'],
  *rows({ skipped: all }: Pick<FinishedEvaluation, 'skipped'>): Generator<CsvValue[]> {
    for (const { name, reason } of all) yield [name, reason];
  },
};

/** Correlations and distances per input and pair; only where comparisons were asked for. */
export const PAIRS: CsvTable = {
  file: 'pairs.csv',
  header: ({ summary: { comparisons } }) =>
    comparisons.length > 0
      ? ['image', 'firstModel', 'firstMethod', 'secondModel', 'secondMethod', ...comparisons.map(({ id }) => id)]
      : null,
  *rows({ summary: { models, methods: all, comparisons }, results }) {
    const list = pairsOf(models.length, all.length).map((pair) => ({
      ...pair,
      columns: comparisons.map(({ id }) => results.comparison(pair, id)),
    }));
    for (let n = 0; n < results.count; n++) {
      for (const { first, second, columns } of list) {
        const names = [first, second].flatMap(({ model, method }) => [models[model].name, all[method].name]);
        yield [results.names[n], ...names, ...columns.map((values) => values?.[n] ?? null)];
      }
    }
  },
};
