import type { Prediction } from '../../protocol/prediction';
import type { TaskId } from '../../protocol/task';
import { figure, percent } from '../ui/format';
import type { ExplainApp } from './app';
import { taskOf } from './task';

/** Whether numbers stand for themselves, not for how sure the model is. */
export const isEstimate = (task: TaskId | null): boolean => task === 'regression' || task === 'embedding';

/** The number of a prediction as its task understands it: a probability, a share, a detector's score, an estimate. */
export function said(app: ExplainApp, { probability, unit }: Prediction): string {
  const task = taskOf(app);
  if (isEstimate(task)) return unit ? `${figure(probability)}\u00a0${unit}` : figure(probability);
  return task === 'detection' ? probability.toFixed(2) : percent(probability);
}
