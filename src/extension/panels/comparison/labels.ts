import type { PredictResult } from '../../../protocol/explain';

/** The labels of all classes, by index. */
export function labelsOf({ predictions }: PredictResult): string[] {
  return [...predictions].sort((a, b) => a.index - b.index).map(({ label }) => label);
}
