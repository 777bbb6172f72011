import type { PredictResult, ValueDifference } from '../../protocol/prediction';
import type { TargetRequest } from '../../protocol/explain';
import { LensError } from '../../protocol/error';
import { visibleBoxes } from '../../protocol/boxes';
import type { BoxQuantity, BoxTarget, DetectedBox, DetectedBoxes } from '../../protocol/task';
import type { NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import type { JobOptions } from '../session/execution';
import { levelFeatures } from '../graph/level-features';
import { BOXES, SCORES, type Detector } from '../task/detection/detector';
import { boxQuestions, type BoxQuestion } from '../task/target/box-scores';
import { boxesTogether, boxExtension, type AskedBox } from './box-extension';
import type { ExplainedTarget } from './explained-target';
import { extendedNetwork } from './extended-network';

/** The box of a request: the one it names, or the most confident one, of a class where it asks for one. */
export function requestedBox(
  { box }: Pick<TargetRequest, 'box'>,
  { candidates }: DetectedBoxes,
  index: number | undefined,
): BoxTarget {
  const [best] = index === undefined ? candidates : candidates.filter((candidate) => candidate.index === index);
  const found = box ?? (best && { ...best, quantity: 'score' as const });
  if (found) return found;
  throw new LensError({
    code: 'invalid-argument',
    what: `the detector finds ${index === undefined ? 'nothing' : 'no box of this class'} in the image`,
    next: 'Draw a box to ask why nothing is found there',
  });
}

/** The boxes that a person sees first, which share forward passes; the one asked for alone where it is none of them. */
function askedTogether(
  box: BoxTarget,
  { candidates, scoreThreshold, overlapThreshold }: DetectedBoxes,
): { boxes: readonly AskedBox[]; at: number } {
  const seen = boxesTogether(visibleBoxes(candidates, scoreThreshold, overlapThreshold)).map(plain);
  const at = seen.findIndex((one) => isSame(one, box));
  return at < 0 ? { boxes: [plain(box)], at: 0 } : { boxes: seen, at };
}

const plain = ({ index, corners, proposal }: AskedBox | DetectedBox): AskedBox => ({ index, corners, proposal });
const isSame = (a: AskedBox, b: AskedBox): boolean =>
  a.index === b.index && a.proposal === b.proposal && a.corners.join() === b.corners.join();

/** How a quantity is asked for. @throws LensError for a place of a box that nothing proposes */
function questionFor({ quantity, proposal }: BoxTarget, { reading: { layout } }: Detector): BoxQuestion {
  if (quantity === 'overlap') return 'overlap';
  if (proposal === null)
    throw new LensError({
      code: 'invalid-argument',
      what: `a drawn box has no ${quantity} of its own: no anchor or query stands for it`,
      next: 'Ask for the overlap of what is found with it',
    });
  // Rows that are sorted or selected by score belong to another object in another image.
  return quantity === 'score' && layout.ranked ? 'overlap' : 'proposals';
}

const TENSORS = { scores: SCORES, boxes: BOXES };

/** A box as a network with one score for it, so that every method explains it. */
export async function boxTarget(
  model: OpenedModel & { readonly detector: Detector },
  input: NetworkInput,
  { box, difference }: { readonly box: BoxTarget; readonly difference?: ValueDifference },
  predicted: PredictResult,
  options: JobOptions,
): Promise<ExplainedTarget> {
  const { detector, network: base } = model;
  const question = questionFor(box, detector);
  const { boxes, at } = askedTogether(box, predicted.boxes!);
  const network = await extendedNetwork(
    base,
    boxExtension(detector, question, boxes, difference),
    input.tensor,
    options,
  );
  const quantities: readonly string[] = boxQuestions[question].quantities;
  const quantity: BoxQuantity = question === 'overlap' ? 'overlap' : box.quantity;
  const layer = box.proposal === null ? undefined : levelFeatures(base.model, TENSORS, box.proposal);
  return {
    model: { ...model, network },
    ...(layer && { layer }),
    box: { ...box, quantity },
    score: { index: at * quantities.length + quantities.indexOf(quantity), kind: 'logit', link: 'identity' },
  };
}
