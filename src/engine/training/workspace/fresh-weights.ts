import { consumers } from '../../graph/rewriting';
import { numberAttribute, type Graph, type Model, type Node, type Weight } from '../../graph/model';
import { hasTrait } from '../../graph/operators';
import { weightOf } from '../../graph/weight';
import { RandomStream } from '../../tensor/random';
import { floats, sizeOf } from '../../tensor/tensor';
import type { LearnedWeight } from './learned-weights';

/** Deviation of the vectors of a table. */
const TABLE = 0.02;

/**
 * Weights of a model as if it had never learned: kernels evenly with the deviation gain/√fan of He et al. 2015
 * (https://arxiv.org/abs/1502.01852), where the gain is √2 before an activation and 1 elsewhere; recurrent layers evenly
 * within 1/√units; scales one and shifts zero; running statistics those of nothing seen.
 * @param shaped the graph in which the weights were found
 */
export function freshWeights(
  shaped: Model,
  learned: readonly LearnedWeight[],
  seed: number | string,
): Map<string, Weight> {
  const readers = consumers(shaped.graph);
  const fresh = new Map<string, Weight>();
  for (const { name, role, node, dims } of learned) {
    const stored = shaped.graph.weights.get(name)!.dims;
    const random = new RandomStream(seed, name);
    const even = (bound: number) => (): number => bound * (2 * random.uniform() - 1);
    const draw =
      role.kind === 'constant'
        ? () => role.value
        : role.kind === 'table'
          ? () => TABLE * random.normal()
          : role.kind === 'recurrent'
            ? even(1 / Math.sqrt(numberAttribute(node, 'hidden_size', 1)))
            : even(gainOf(node) * Math.sqrt(3 / role.fan(dims, node)));
    fresh.set(name, weightOf(floats(stored, Float32Array.from({ length: sizeOf(stored) }, draw))));
  }
  for (const { op, inputs } of shaped.graph.nodes)
    if (op === 'BatchNormalization') inputs.slice(3, 5).forEach((name, k) => nothingSeen(name, k));
  return fresh;

  function nothingSeen(name: string, value: number): void {
    const { type, dims } = shaped.graph.weights.get(name) ?? { type: '', dims: [] };
    if (type === 'float32') fresh.set(name, weightOf(floats(dims, new Float32Array(sizeOf(dims)).fill(value))));
  }

  /** √2 where an activation follows, perhaps behind a bias or a normalisation. */
  function gainOf(node: Node): number {
    const next = readers.get(node.outputs[0]) ?? [];
    if (next.some((one) => hasTrait(one, 'kinked', 'smooth'))) return Math.SQRT2;
    const [only] = next;
    return next.length === 1 && isPart(only, shaped.graph) ? gainOf(only) : 1;
  }
}

/** A normalisation, or a constant that is added: what belongs to the layer before it. */
const isPart = (node: Node, { weights }: Graph): boolean =>
  hasTrait(node, 'normalization') || (node.op === 'Add' && node.inputs.some((name) => weights.has(name)));
