import type { DetectedBox, DetectedBoxes } from '../../protocol/task';
import { BOXES, type Detector } from '../task/detection/detector';
import { detectionsOf } from '../task/detection/suppression';
import type { FloatTensor } from '../tensor/tensor';

/** Less confident boxes are no candidates. */
const LEAST_SCORE = 0.05;
/** Candidates of one class overlap at most so much. */
const MOST_OVERLAP = 0.9;
const MOST_CANDIDATES = 300;

/** The tensors from which boxes are read. */
export const boxTensors = ({ shown, labels }: Detector): string[] => [BOXES, shown, ...(labels ? [labels] : [])];

/** The boxes that tensors of one image tell of. */
export function detectedBoxes(
  [boxes, scores, labels]: readonly FloatTensor[],
  labelOf: (index: number) => string,
  thresholds: Detector['thresholds'],
): DetectedBoxes {
  const found = detectionsOf(
    { boxes: boxes.data, scores: scores.data, classes: scores.dims[2] },
    {
      scoreThreshold: Math.min(LEAST_SCORE, thresholds.score),
      iouThreshold: Math.max(MOST_OVERLAP, thresholds.overlap),
      multiLabel: true,
      maxDetections: MOST_CANDIDATES,
    },
  );
  const candidates = Array.from(found.proposals, (proposal, k): DetectedBox => {
    const index = labels ? Math.round(labels.data[proposal]) : found.labels[k];
    const [left, top, right, bottom] = found.boxes.subarray(4 * k, 4 * k + 4);
    return { proposal, index, label: labelOf(index), score: found.scores[k], corners: [left, top, right, bottom] };
  });
  return { candidates, scoreThreshold: thresholds.score, overlapThreshold: thresholds.overlap };
}
