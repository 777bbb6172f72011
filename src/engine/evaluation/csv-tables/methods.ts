import type { CsvTable } from './table';

const json = (value: unknown): string => JSON.stringify(value);

/** One row per model, method and metric: the mean with its interval, and what the maps cost. */
export const methods: CsvTable = {
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
