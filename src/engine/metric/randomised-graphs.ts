import type { Graph, Node, Weight } from '../graph/model';
import { hasTrait } from '../graph/operators';
import { floatsOf, weightOf } from '../graph/weight';
import type { NetworkGraph } from '../session/graph';
import { mean, standardDeviation } from '../statistics/values';
import { RandomStream } from '../tensor/random';
import { floats } from '../tensor/tensor';

/** A network whose layers from the output down to `layer` are re-initialised. */
export interface RandomisedGraph {
  readonly layer: string;
  readonly graph: NetworkGraph;
}

/** Names of a node's stored float operands: its kernel and bias. */
function learntBy(node: Node, { weights }: Graph): string[] {
  return hasTrait(node, 'linear', 'convolution')
    ? node.inputs.filter((name) => weights.get(name)?.type === 'float32')
    : [];
}

/**
 * Normal numbers with the mean and deviation of the weight they replace, so that activations keep their scale; a stream
 * per weight.
 */
function redrawn(name: string, weight: Weight, seed: number): Weight {
  const { data, dims } = floatsOf(weight);
  const stream = new RandomStream('re-initialised', seed, name);
  const [centre, spread] = [mean(data), standardDeviation(data)];
  return weightOf(
    floats(
      dims,
      Float32Array.from(data, () => centre + spread * stream.normal()),
    ),
  );
}

/** The learnt layers, the last one first. */
const learntLayers = ({ model: { graph } }: NetworkGraph): Node[] =>
  graph.nodes.filter((node) => learntBy(node, graph).length > 0).reverse();

/** How many networks {@link randomisedGraphs} gives. */
export const randomisedSteps = (network: NetworkGraph, levels: number): number =>
  Math.min(levels, learntLayers(network).length);

/**
 * The network with ever more of its top layers re-initialised, cumulatively from the output to the input, in at most
 * `levels` steps of about equally many layers; the last one has no learnt layer left. Opened one after another, since
 * each holds its own weights.
 * @see Adebayo et al. 2018, Sanity Checks for Saliency Maps (cascading randomisation)
 */
export function* randomisedGraphs(network: NetworkGraph, seed: number, levels: number): Generator<RandomisedGraph> {
  const { graph } = network.model;
  const layers = learntLayers(network);
  const weights = new Map(graph.weights);
  const steps = randomisedSteps(network, levels);
  for (let step = 1, done = 0; step <= steps; step++) {
    const until = Math.round((step * layers.length) / steps);
    for (; done < until; done++)
      for (const name of learntBy(layers[done], graph))
        weights.set(name, redrawn(name, graph.weights.get(name)!, seed));
    const { name, outputs } = layers[until - 1];
    yield {
      layer: name || outputs[0],
      graph: { ...network, model: { ...network.model, graph: { ...graph, weights: new Map(weights) } } },
    };
  }
}
