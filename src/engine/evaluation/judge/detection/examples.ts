import type { BoxExample } from '../../../../protocol/judgement';
import type { DetectionError } from '../../../metric/detection/errors';
import { areaOf } from '../../../../protocol/boxes';
import type { InputCounts } from './judged-boxes';

/** Of each kind; all are in `detections.csv`. */
const MOST_EXAMPLES = 50;

/** The boxes of a kind of error of which the detector was surest; of objects that are missed, the largest. */
export function examplesOf(
  kind: DetectionError,
  inputs: readonly InputCounts[],
  names: readonly string[],
  labels: readonly string[],
): BoxExample[] {
  const all = inputs.flatMap(({ judged }, n) =>
    judged
      .filter((one) => one.kind === kind)
      .flatMap(({ index, box, object }): BoxExample[] => {
        const corners = (box ?? object)?.corners;
        return corners ? [{ name: names[n], index, label: labels[index], score: box?.score ?? null, corners }] : [];
      }),
  );
  const weight = ({ score, corners }: BoxExample): number => score ?? areaOf(corners);
  return all.sort((a, b) => weight(b) - weight(a)).slice(0, MOST_EXAMPLES);
}
