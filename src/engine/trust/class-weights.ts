import { numberAttribute, type Model } from '../graph/model';
import { hasTrait } from '../graph/operators';
import { floatsOf } from '../graph/weight';

/** Steps back from the logits (biases, reshapes, pooling, a rectifier) to the layer that makes them. */
const MOST_STEPS = 12;

/** The weights that each class has in the last layer, centred over the classes; undefined where there is no such layer. */
export function classWeights({ graph }: Model, logits: string, classes: number): Float64Array[] | undefined {
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  let tensor = logits;
  for (let step = 0; step < MOST_STEPS; step++) {
    const node = makers.get(tensor);
    if (!node) return undefined;
    if (hasTrait(node, 'linear', 'convolution')) {
      const weight = node.inputs.map((input) => graph.weights.get(input)).find((one) => (one?.dims.length ?? 0) >= 2);
      if (weight?.type !== 'float32') return undefined;
      const isTurned = node.op === 'MatMul' || (node.op === 'Gemm' && numberAttribute(node, 'transB', 0) === 0);
      const { dims, data } = floatsOf(weight);
      return dims[isTurned ? 1 : 0] === classes ? centred(data, classes, isTurned) : undefined;
    }
    const next = node.inputs.find((input) => makers.has(input));
    if (next === undefined) return undefined;
    tensor = next;
  }
  return undefined;
}

function centred(data: Float32Array, classes: number, isTurned: boolean): Float64Array[] {
  const length = data.length / classes;
  const at = (k: number, i: number): number => data[isTurned ? i * classes + k : k * length + i];
  const mean = new Float64Array(length);
  for (let k = 0; k < classes; k++) for (let i = 0; i < length; i++) mean[i] += at(k, i) / classes;
  return Array.from({ length: classes }, (_, k) => Float64Array.from(mean, (m, i) => at(k, i) - m));
}
