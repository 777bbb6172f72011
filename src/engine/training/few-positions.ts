import { GraphBuilder } from '../graph/builder';
import { int, numberAttribute, numbersAttribute, stringAttribute, type Model, type Node } from '../graph/model';
import { reshaped, sliced, transposed, zeroPadded } from '../gradient/shaping';

/** Positions of an output up to which the images of a batch are better multiplied together. */
const FEW = 4;

/** Numbers of a kernel from which reading it once per image costs more than moving the images. */
const LARGE = 2 ** 16;

interface Convolution {
  readonly node: Node;
  /** Kernel dims [M, C, …]. */
  readonly dims: readonly number[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/**
 * Large kernels that meet few positions as one product of all images' patches with the kernel. ONNX Runtime multiplies
 * image by image where it convolves, and reads the whole kernel for each; and the way back would turn the kernel, which
 * is larger than what it meets.
 */
export function withFewPositions(model: Model): Model {
  const builder = new GraphBuilder({ ...model, graph: { ...model.graph, nodes: [] } }, 'train:');
  for (const node of model.graph.nodes) {
    const few = fewPositions(model, node);
    if (few) asProduct(builder, few);
    else builder.add(node);
  }
  return builder.build();
}

function fewPositions({ graph }: Model, node: Node): Convolution | undefined {
  if (node.domain !== '' || node.op !== 'Conv' || numberAttribute(node, 'group', 1) !== 1) return undefined;
  if (stringAttribute(node, 'auto_pad', 'NOTSET') !== 'NOTSET') return undefined;
  const [dims, inputs, outputs] = [node.inputs[1], node.inputs[0], node.outputs[0]].map(
    (tensor) => graph.values.get(tensor)?.shape ?? graph.weights.get(tensor)?.dims ?? [],
  );
  const known = (lengths: readonly unknown[]): lengths is number[] =>
    lengths.length > 0 && lengths.every((length) => typeof length === 'number');
  const [before, after] = [inputs.slice(2), outputs.slice(2)];
  if (!known(dims) || !known(before) || !known(after)) return undefined;
  const isFew = product(after) <= FEW && product(dims) >= LARGE;
  return isFew ? { node, dims, inputs: before, outputs: after } : undefined;
}

const product = (lengths: readonly number[]): number => lengths.reduce((a, b) => a * b, 1);

/** [N·P, C·K] times [C·K, M], the positions of all images being rows. */
function asProduct(builder: GraphBuilder, convolution: Convolution): void {
  const { node, dims, outputs } = convolution;
  const [filters, ...taps] = dims;
  const rank = dims.length;
  const columns = product(taps);
  const spatial = outputs.map((_, k) => k);
  const ordered = transposed({ builder }, patches(builder, convolution), [0, ...spatial.map((k) => k + 3), 1, 2]);
  const kernel = transposed({ builder }, reshaped({ builder }, node.inputs[1], [filters, columns]), [1, 0]);
  const sums = builder.op('MatMul', [reshaped({ builder }, ordered, [-1, columns]), kernel]);
  const biased = node.inputs[2] ? builder.op('Add', [sums, node.inputs[2]]) : sums;
  const placed = reshaped({ builder }, biased, [-1, ...outputs, filters]);
  const perm = [0, rank - 1, ...spatial.map((k) => k + 1)];
  builder.op('Transpose', [placed], { perm: { kind: 'ints', value: perm } }, node.outputs[0]);
}

/** What the kernel's taps meet at every position: [N, C, K, …positions]. */
function patches(builder: GraphBuilder, { node, dims, inputs, outputs }: Convolution): string {
  const pads = numbersAttribute(node, 'pads') ?? [];
  const spatial = inputs.map((_, k) => k);
  const [begins, ends] = [spatial.map((k) => pads[k] ?? 0), spatial.map((k) => pads[k + inputs.length] ?? 0)];
  const axes = spatial.map((k) => k + 2);
  const padded = zeroPadded({ builder }, node.inputs[0], inputs.length + 2, axes, begins, ends);
  const lengths = inputs.map((length, k) => length + begins[k] + ends[k]);
  const image = reshaped({ builder }, padded, [-1, dims[1], 1, ...lengths]);
  return spatial.reduceRight((tensor, k) => {
    const stride = numbersAttribute(node, 'strides')?.[k] ?? 1;
    const dilation = numbersAttribute(node, 'dilations')?.[k] ?? 1;
    const shifts = Array.from({ length: dims[k + 2] }, (_, tap) => {
      const first = tap * dilation;
      return sliced({ builder }, tensor, k + 3, first, first + stride * (outputs[k] - 1) + 1, stride);
    });
    return shifts.length === 1 ? shifts[0] : builder.op('Concat', shifts, { axis: int(2) });
  }, image);
}
