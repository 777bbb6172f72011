import { overlapOf, type Boxes } from './box';

/** What a detector says before anything is left out: a box and a score per class for every proposal. */
export interface Proposals {
  /** [proposals, 4] */
  readonly boxes: Boxes;
  /** [proposals, classes] */
  readonly scores: ArrayLike<number>;
  readonly classes: number;
  /** How many proposals each level of a pyramid has, where that is known. */
  readonly levels?: readonly number[];
}

/** Boxes that are shown: by descending score. */
export interface Detections {
  readonly boxes: Float64Array;
  readonly scores: Float64Array;
  readonly labels: Int32Array;
  /** Row of the proposal each came from. */
  readonly proposals: Int32Array;
}

export interface DetectionOptions {
  /** Scores must be larger. */
  readonly scoreThreshold: number;
  /** A box goes where its overlap with a better one is larger; null keeps all. */
  readonly iouThreshold: number | null;
  /** Whether boxes of other classes suppress a box, too. */
  readonly agnostic?: boolean;
  /** Whether a proposal may stand for several classes, or for its best one only. */
  readonly multiLabel?: boolean;
  readonly maxDetections: number;
  /** Only that many of the best candidates of each level go on. */
  readonly candidatesPerLevel?: number;
}

interface Candidate {
  readonly proposal: number;
  readonly label: number;
  readonly score: number;
}

/** The boxes that remain of a detector's proposals: above the threshold, and without those that a better one covers. */
export function detectionsOf(proposals: Proposals, options: DetectionOptions): Detections {
  const kept: Candidate[] = [];
  for (const candidate of candidatesOf(proposals, options)) {
    if (kept.length >= options.maxDetections) break;
    if (!isSuppressed(candidate, kept, proposals.boxes, options)) kept.push(candidate);
  }
  return {
    boxes: Float64Array.from(
      kept.flatMap(({ proposal }) => [0, 1, 2, 3].map((k) => proposals.boxes[4 * proposal + k])),
    ),
    scores: Float64Array.from(kept, ({ score }) => score),
    labels: Int32Array.from(kept, ({ label }) => label),
    proposals: Int32Array.from(kept, ({ proposal }) => proposal),
  };
}

const byScore = (a: Candidate, b: Candidate): number => b.score - a.score;

/** By descending score. */
function candidatesOf(
  proposals: Proposals,
  { scoreThreshold, multiLabel, candidatesPerLevel }: DetectionOptions,
): Candidate[] {
  const { scores, classes } = proposals;
  const count = scores.length / classes;
  const found: Candidate[] = [];
  for (let proposal = 0; proposal < count; proposal++) {
    const all = Array.from({ length: classes }, (_, label) => ({
      proposal,
      label,
      score: scores[proposal * classes + label],
    }));
    const asked = multiLabel ? all : [all.reduce((best, one) => (one.score > best.score ? one : best))];
    found.push(...asked.filter(({ score }) => score > scoreThreshold));
  }
  const best =
    candidatesPerLevel === undefined ? found : bestOfLevels(found, proposals.levels ?? [count], candidatesPerLevel);
  return best.sort(byScore);
}

function bestOfLevels(candidates: readonly Candidate[], levels: readonly number[], most: number): Candidate[] {
  let start = 0;
  return levels.flatMap((length) => {
    const end = start + length;
    const own = candidates.filter(({ proposal }) => proposal >= start && proposal < end);
    start = end;
    return own.sort(byScore).slice(0, most);
  });
}

function isSuppressed(
  { proposal, label }: Candidate,
  kept: readonly Candidate[],
  boxes: Boxes,
  { iouThreshold, agnostic }: DetectionOptions,
): boolean {
  if (iouThreshold === null) return false;
  return kept.some(
    (better) =>
      (agnostic || better.label === label) && overlapOf(boxes, proposal, boxes, better.proposal) > iouThreshold,
  );
}
