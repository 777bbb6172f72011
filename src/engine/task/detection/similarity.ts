import { overlapOf } from './box';

/** A detector's proposals, as one row each: `[proposals, 5 + classes]`, each x0, y0, x1, y1, objectness, class probabilities. */
export interface ProposalRows {
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
export function detectionSimilarity(target: ArrayLike<number>, { data, count, length }: ProposalRows): number {
  let best = 0;
  for (let p = 0; p < count; p++) {
    const at = p * length;
    const box = [0, 1, 2, 3].map((k) => data[at + k]);
    best = Math.max(best, overlapOf(target, 0, box, 0) * cosine(target, data, at, length) * data[at + 4]);
  }
  return best;
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
