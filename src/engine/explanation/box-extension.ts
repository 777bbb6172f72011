import type { ValueDifference } from '../../protocol/prediction';
import type { BoxTarget } from '../../protocol/task';
import { BOXES, SCORES, type Detector } from '../task/detection/detector';
import { BOX_SCORES, boxInputs, boxQuestions, withBoxScores, type BoxQuestion } from '../task/target/box-scores';
import { VALUE } from '../task/target/vector-score';
import { floats, type FloatTensor } from '../tensor/tensor';
import type { Extension } from './extended-network';

/** So many boxes of an image share the forward passes of methods that perturb it. */
const TOGETHER = 16;

/** A box as the graph is asked for it. */
export type AskedBox = Pick<BoxTarget, 'index' | 'corners' | 'proposal'>;

/** As many boxes as are asked for at once. */
export const boxesTogether = <T>(boxes: readonly T[]): readonly T[] => boxes.slice(0, TOGETHER);

/** The answers for boxes; the last box stands for those that are missing. */
export function boxExtension(
  detector: Detector,
  question: BoxQuestion,
  boxes: readonly AskedBox[],
  difference?: ValueDifference,
): Extension {
  const all = Array.from({ length: TOGETHER }, (_, k) => boxes[Math.min(k, boxes.length - 1)]);
  const column = (values: readonly number[]): FloatTensor => floats([TOGETHER], values);
  return {
    key: `boxes:${question}:${difference ? (difference.absolute ? 'deviation' : 'difference') : 'value'}`,
    graph: (model) => withBoxScores(model, detector, { question, boxes: TOGETHER, difference }),
    scores: BOX_SCORES,
    count: TOGETHER * boxQuestions[question].quantities.length,
    reads: [BOXES, SCORES, ...(detector.labels ? [detector.labels] : [])],
    values: {
      [boxInputs.corners]: floats([TOGETHER, 4], Float32Array.from(all.flatMap(({ corners }) => [...corners]))),
      [boxInputs.classes]: column(all.map(({ index }) => index)),
      [boxInputs.proposals]: column(all.map(({ proposal }) => proposal ?? 0)),
      ...(difference && { [VALUE]: floats([1, 1], [difference.from]) }),
    },
  };
}
