import type { CsvValue } from '../../protocol/csv';
import type { Judgement } from '../../protocol/judgement';
import type { FinishedEvaluation } from './finished-evaluation';
import { pairsOf } from './pairs';

/** A CSV file of an evaluation. */
interface CsvTable {
  readonly file: string;
  /** Null where there is nothing to list. */
  header(evaluated: FinishedEvaluation): readonly string[] | null;
  rows(evaluated: FinishedEvaluation): Iterable<readonly CsvValue[]>;
}

const json = (value: unknown): string => JSON.stringify(value);

const methods: CsvTable = {
  file: 'methods.csv',
  header: () => [
    'model',
    'modelHash',
    'method',
    'methodParams',
    'seed',
    'metric',
    'metricParams',
    'part',
    'mean',
    'low',
    'high',
    'images',
    'better',
    'best',
    'forwardPasses',
    'backwardPasses',
    'leastPasses',
    'formula',
  ],
  *rows({ summary: { cells, models, methods: all, columns, costs } }) {
    for (const { model, method, column, mean, low, high, images, best } of cells) {
      const { name, params, seed } = all[method];
      const metric = columns[column];
      const cost = costs.find((c) => c.model === model && c.method === method);
      const spent = [cost?.forwardPasses ?? null, cost?.backwardPasses ?? null, cost?.leastPasses ?? null];
      const numbers = [mean, low, high, images, metric.better, best];
      yield [
        models[model].name,
        models[model].hash,
        name,
        json(params),
        seed,
        metric.metric,
        json(metric.params),
        metric.part,
        ...numbers,
        ...spent,
        metric.formula,
      ];
    }
  },
};

const classes: CsvTable = {
  file: 'classes.csv',
  header: ({ summary: { models } }) =>
    models[0].judgement
      ? [
          'model',
          models[0].judgement.parts.heading.toLowerCase(),
          'index',
          ...models[0].judgement.parts.columns.map(({ id }) => id),
        ]
      : ['model', 'class', 'index', 'support', 'precision', 'recall', 'f1', 'rocAuc'],
  *rows({ summary: { models } }) {
    for (const { name: model, classification, judgement } of models) {
      for (const [index, { name, values }] of (judgement?.parts.rows ?? []).entries())
        yield [model, name, index, ...values];
      if (judgement) continue;
      for (const [index, { name, support, precision, recall, f1, rocAuc }] of (classification?.classes ?? []).entries())
        yield [model, name, index, support, precision, recall, f1, rocAuc];
    }
  },
};

const confusion: CsvTable = {
  file: 'confusion.csv',
  header({ summary: { models } }) {
    const [{ judgement }] = models;
    if (judgement && !judgement.confusion) return null;
    return ['model', 'label', 'predicted', judgement?.confusion?.unit ?? 'images'];
  },
  *rows({ summary: { models } }) {
    for (const { name, classification, judgement } of models) {
      if (judgement?.confusion) yield* pairsIn(name, judgement.confusion);
      if (judgement || !classification) continue;
      for (const [t, counts] of classification.confusion.entries()) {
        for (const [p, images] of counts.entries())
          yield [name, classification.classes[t].name, classification.classes[p].name, images];
      }
    }
  },
};

function* pairsIn(model: string, { names, counts }: NonNullable<Judgement['confusion']>): Generator<CsvValue[]> {
  for (const [t, row] of counts.entries())
    for (const [p, count] of row.entries()) yield [model, names[t], names[p], count];
}

/** What a model is judged by as a whole, where that is no class of whole inputs. */
const measures: CsvTable = {
  file: 'measures.csv',
  header: ({ summary: { models } }) =>
    models.some(({ judgement }) => judgement) ? ['model', 'measure', 'value', 'better', 'formula'] : null,
  *rows({ summary: { models } }) {
    for (const { name, judgement } of models)
      for (const { id, value, better, formula } of judgement?.measures ?? []) yield [name, id, value, better, formula];
  },
};

/** What is wrong, by its kind. */
const errors: CsvTable = {
  file: 'errors.csv',
  header: ({ summary: { models } }) =>
    models.some(({ judgement }) => judgement?.errors.length) ? ['model', 'error', 'count', 'meaning'] : null,
  *rows({ summary: { models } }) {
    for (const { name, judgement } of models)
      for (const { id, count, meaning } of judgement?.errors ?? []) yield [name, id, count, meaning];
  },
};

/** One row per model, input and method: what a data frame wants. */
const images: CsvTable = {
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
const detections: CsvTable = {
  file: 'detections.csv',
  header: ({ judge: { listing } }) => (listing ? ['image', 'imageHash', 'model', ...listing] : null),
  *rows({ summary, results: { names, hashes, tallies, count } }) {
    for (let n = 0; n < count; n++)
      for (const [m, tally] of tallies.entries())
        for (const row of tally.listing?.(n) ?? []) yield [names[n], hashes[n], summary.models[m].name, ...row];
  },
};

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

export const TABLES: readonly CsvTable[] = Object.freeze([
  methods,
  measures,
  classes,
  confusion,
  errors,
  images,
  detections,
  SKIPPED_TABLE,
  PAIRS,
]);
