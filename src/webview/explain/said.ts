import type { Prediction } from '../../protocol/explain';
import { figure, percent } from '../ui/format';
import type { ExplainApp } from './app';
import { taskOf } from './task';

/** The number of a prediction as its task understands it: a probability, a share, a detector's score, an estimate. */
export function said(app: ExplainApp, { probability }: Prediction): string {
  const task = taskOf(app);
  if (task === 'regression') return figure(probability);
  return task === 'detection' ? probability.toFixed(2) : percent(probability);
}
