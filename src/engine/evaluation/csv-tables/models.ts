import type { CsvValue } from '../../../protocol/csv';
import type { Judgement } from '../../../protocol/judgement';
import type { CsvTable } from './table';

/** One row per model and class, or whatever its task judges apart. */
export const classes: CsvTable = {
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

/** What was taken for what, one row per pair. */
export const confusion: CsvTable = {
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
export const measures: CsvTable = {
  file: 'measures.csv',
  header: ({ summary: { models } }) =>
    models.some(({ judgement }) => judgement) ? ['model', 'measure', 'value', 'better', 'formula'] : null,
  *rows({ summary: { models } }) {
    for (const { name, judgement } of models)
      for (const { id, value, better, formula } of judgement?.measures ?? []) yield [name, id, value, better, formula];
  },
};

/** What is wrong, by its kind. */
export const errors: CsvTable = {
  file: 'errors.csv',
  header: ({ summary: { models } }) =>
    models.some(({ judgement }) => judgement?.errors.length) ? ['model', 'error', 'count', 'meaning'] : null,
  *rows({ summary: { models } }) {
    for (const { name, judgement } of models)
      for (const { id, count, meaning } of judgement?.errors ?? []) yield [name, id, count, meaning];
  },
};
