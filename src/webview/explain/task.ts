import type { TaskId } from '../../protocol/task';
import type { ExplainApp } from './app';

/** What the model's output means, as its answer shows, or, while there is none, as is known of the model. */
export function taskOf({ document: { prediction, task } }: ExplainApp): TaskId | null {
  if (prediction?.boxes) return 'detection';
  if (prediction?.dense) return prediction.dense.estimates ? 'regression' : 'segmentation';
  if (prediction?.link === 'identity') return task?.id === 'embedding' ? 'embedding' : 'regression';
  return task?.id ?? null;
}
