import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { EvaluationRequest } from '../../../src/protocol/evaluation';
import type { EvaluationSummary } from '../../../src/protocol/evaluation-summary';

/** A request to judge what a model says of the folder `name` below `top`; its results go beside it. */
export const judging = (
  top: string,
  model: string,
  name: string,
  more: Partial<EvaluationRequest> = {},
): EvaluationRequest => ({
  folder: join(top, name),
  models: [model],
  out: join(top, 'out', name),
  methods: [],
  metrics: [],
  ...more,
});

/** A measure of the first model. */
export const measure = ({ models }: EvaluationSummary, id: string): number | null =>
  models[0].judgement!.measures.find((one) => one.id === id)!.value;

/** A number of one part that the first model is judged by. */
export const part = ({ models }: EvaluationSummary, name: string, id: string): number | null => {
  const { columns, rows } = models[0].judgement!.parts;
  return rows.find((row) => row.name === name)!.values[columns.findIndex((column) => column.id === id)];
};

export const near = (got: number | null | undefined, expected: number, within = 1e-9): void =>
  assert.ok(Math.abs((got ?? NaN) - expected) < within, `${got}, not ${expected}`);
