/** A detector's proposals: `[proposals, 5 + classes]`, each x0, y0, x1, y1, objectness, class probabilities. */
export interface Proposals {
  readonly data: ArrayLike<number>;
  readonly count: number;
  readonly length: number;
}

/** Class probabilities start here. */
const CLASSES = 5;

/**
 * How well a detector still finds the target: the largest over proposals of IoU · cosine(class probabilities) ·
 * objectness. The target's own objectness is not used.
 * @see Petsiuk et al. 2021, Black-box explanation of object detectors via saliency maps (D-RISE)
 */
export function detectionSimilarity(target: ArrayLike<number>, { data, count, length }: Proposals): number {
  let best = 0;
  for (let p = 0; p < count; p++) {
    const at = p * length;
    best = Math.max(best, overlap(target, data, at) * cosine(target, data, at, length) * data[at + 4]);
  }
  return best;
}

/** Intersection over union of the boxes. */
function overlap(target: ArrayLike<number>, data: ArrayLike<number>, at: number): number {
  const width = Math.max(0, Math.min(target[2], data[at + 2]) - Math.max(target[0], data[at]));
  const height = Math.max(0, Math.min(target[3], data[at + 3]) - Math.max(target[1], data[at + 1]));
  const shared = width * height;
  const area =
    (target[2] - target[0]) * (target[3] - target[1]) + (data[at + 2] - data[at]) * (data[at + 3] - data[at + 1]);
  return shared > 0 ? shared / (area - shared) : 0;
}

function cosine(target: ArrayLike<number>, data: ArrayLike<number>, at: number, length: number): number {
  let dot = 0;
  let ofTarget = 0;
  let ofProposal = 0;
  for (let c = CLASSES; c < length; c++) {
    dot += target[c] * data[at + c];
    ofTarget += target[c] * target[c];
    ofProposal += data[at + c] * data[at + c];
  }
  return dot > 0 ? dot / Math.sqrt(ofTarget * ofProposal) : 0;
}
