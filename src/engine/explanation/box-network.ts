import type { BoxTarget } from '../../protocol/task';
import { withInputs, withOutputs } from '../graph/rewriting';
import { Execution, type JobOptions } from '../session/execution';
import type { Network } from '../session/network';
import { ParametricNetwork } from '../session/parametric-network';
import { BOXES, SCORES, type Detector } from '../task/detection/detector';
import { BOX_SCORES, boxInputs, boxQuestions, withBoxScores, type BoxQuestion } from '../task/target/box-scores';
import { floats, type FloatTensor, type Tensor } from '../tensor/tensor';

/** So many boxes of an image share the forward passes of methods that perturb it. */
const TOGETHER = 16;
/** Networks of other boxes that are kept for an image. */
const MOST_KEPT = 4;

/** A box as the graph is asked for it. */
export type AskedBox = Pick<BoxTarget, 'index' | 'corners' | 'proposal'>;

/** What is asked of which boxes. */
interface Asked {
  readonly detector: Detector;
  readonly question: BoxQuestion;
  readonly boxes: readonly AskedBox[];
}

/** As many boxes as are asked for at once. */
export const boxesTogether = <T>(boxes: readonly T[]): readonly T[] => boxes.slice(0, TOGETHER);

/** By network and image. */
const kept = new WeakMap<Network, WeakMap<Float32Array, Map<string, Promise<Network>>>>();

/**
 * The network whose scores are the answers for boxes of one image. The graph is compiled once for all boxes of all
 * images: which boxes it is asked for are values of its inputs.
 */
export function boxNetwork(base: Network, asked: Asked, image: FloatTensor, options: JobOptions): Promise<Network> {
  const networks = networksOf(base, image);
  const key = JSON.stringify([asked.question, asked.boxes]);
  const network = networks.get(key) ?? made(base, asked, image, options);
  networks.delete(key);
  networks.set(key, network);
  network.catch(() => networks.delete(key));
  for (const oldest of [...networks.keys()].slice(0, -MOST_KEPT)) networks.delete(oldest);
  return network;
}

function networksOf(base: Network, { data }: FloatTensor): Map<string, Promise<Network>> {
  const images = kept.get(base) ?? new WeakMap<Float32Array, Map<string, Promise<Network>>>();
  kept.set(base, images);
  const networks = images.get(data) ?? new Map<string, Promise<Network>>();
  images.set(data, networks);
  return networks;
}

async function made(
  base: Network,
  { detector, question, boxes }: Asked,
  image: FloatTensor,
  { signal, lane }: JobOptions,
): Promise<Network> {
  const { quantities } = boxQuestions[question];
  const family = base.extension(`boxes:${question}`, () => ({
    ...base.graph,
    model: withBoxScores(base.model, detector, question, TOGETHER),
    logits: BOX_SCORES,
    probabilities: BOX_SCORES,
    logitsDims: [TOGETHER * quantities.length],
    link: 'identity',
  }));
  const network = new ParametricNetwork(family, valuesOf(boxes));
  // What the prediction has left of the image answers for the image itself.
  const tensors = [BOXES, SCORES, ...(detector.labels ? [detector.labels] : [])];
  const execution = new Execution(signal, lane);
  const values = await base.remembered(image, tensors, execution);
  const program = await network.program('answers', () => withInputs(withOutputs(network.model, [BOX_SCORES]), tensors));
  const answers = await execution.run(program, Object.fromEntries(tensors.map((name, k) => [name, values[k]])));
  network.inherit(base, image, { [BOX_SCORES]: answers[BOX_SCORES] as FloatTensor });
  return network;
}

/** The values of the inputs; the last box stands for those that are missing. */
function valuesOf(boxes: readonly AskedBox[]): Record<string, Tensor> {
  const all = Array.from({ length: TOGETHER }, (_, k) => boxes[Math.min(k, boxes.length - 1)]);
  const column = (values: readonly number[]): FloatTensor => floats([TOGETHER], values);
  return {
    [boxInputs.corners]: floats([TOGETHER, 4], Float32Array.from(all.flatMap(({ corners }) => [...corners]))),
    [boxInputs.classes]: column(all.map(({ index }) => index)),
    [boxInputs.proposals]: column(all.map(({ proposal }) => proposal ?? 0)),
  };
}
