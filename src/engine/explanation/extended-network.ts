import { fingerprint } from '../attribution/masking/fingerprint';
import type { Model } from '../graph/model';
import { withInputs, withOutputs } from '../graph/rewriting';
import { Execution, type JobOptions } from '../session/execution';
import type { Network } from '../session/network';
import { ParametricNetwork } from '../session/parametric-network';
import type { FloatTensor, Tensor } from '../tensor/tensor';

/** Numbers that are made of what a network says. */
export interface Extension {
  /** Names the graph: equal keys make equal graphs. */
  readonly key: string;
  /** The network's graph with the numbers beside it. */
  readonly graph: (model: Model) => Model;
  /** The tensor that holds the numbers, [N, count]. */
  readonly scores: string;
  readonly count: number;
  /** The tensors of the network of which they are made. */
  readonly reads: readonly string[];
  /** What the graph's inputs beside the image are. */
  readonly values: Readonly<Record<string, Tensor>>;
}

/** Networks of other values that are kept for an image. */
const MOST_KEPT = 4;

/** By network and image. */
const kept = new WeakMap<Network, WeakMap<Float32Array, Map<string, Promise<Network>>>>();

/**
 * A network whose scores are numbers made of what another one says of an image, so that every method explains them. Its
 * graph is compiled once for all values of its inputs; the same values asked for again share forward passes.
 */
export function extendedNetwork(
  base: Network,
  extension: Extension,
  image: FloatTensor,
  options: JobOptions,
): Promise<Network> {
  const networks = networksOf(base, image);
  const key = JSON.stringify([extension.key, fingerprint(...Object.values(extension.values))]);
  const network = networks.get(key) ?? made(base, extension, image, options);
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
  { key, graph, scores, count, reads, values }: Extension,
  image: FloatTensor,
  { signal, lane }: JobOptions,
): Promise<Network> {
  const family = base.extension(key, () => ({
    ...base.graph,
    model: graph(base.model),
    logits: scores,
    probabilities: scores,
    logitsDims: [count],
    link: 'identity',
  }));
  const network = new ParametricNetwork(family, { ...base.graph.beside, ...values });
  // What the prediction has left of the image answers for the image itself.
  const execution = new Execution(signal, lane);
  const known = await base.remembered(image, reads, execution);
  const program = await network.program('answers', () => withInputs(withOutputs(network.model, [scores]), reads));
  const answers = await execution.run(program, Object.fromEntries(reads.map((name, k) => [name, known[k]])));
  network.inherit(base, image, { [scores]: answers[scores] as FloatTensor });
  return network;
}
