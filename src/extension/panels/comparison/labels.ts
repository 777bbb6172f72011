import type { ComparedModel, ModelLabels } from '../../../protocol/comparison-panel';
import type { PredictResult } from '../../../protocol/prediction';

/** The labels of all classes, by index. */
export function labelsOf({ predictions }: PredictResult): string[] {
  return [...predictions].sort((a, b) => a.index - b.index).map(({ label }) => label);
}

/** What segmenters say of every position of an image. @param predictions in the order of the models */
export const labelMapsOf = (predictions: readonly PredictResult[], models: readonly ComparedModel[]): ModelLabels[] =>
  predictions.flatMap((prediction, k) => {
    const { dense } = prediction;
    if (!dense || dense.depth !== undefined) return [];
    return [{ model: models[k]?.name ?? '', map: dense, labels: labelsOf(prediction) }];
  });
