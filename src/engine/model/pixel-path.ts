import type { Model, Node, Value } from '../graph/model';
import { hasTrait } from '../graph/operators';
import { floatsOf } from '../graph/weight';
import { sizeOf, type FloatTensor } from '../tensor/tensor';
import { PIXEL_RULES } from './pixel-rules';
import { MOST_CHANNELS, type PixelTensor } from './pixel-tensor';

/** The first operator that weighs or mixes the numbers of an image, and what it is given. */
export interface PixelReader {
  readonly node: Node;
  readonly pixels: PixelTensor;
}

const rules = new Map(PIXEL_RULES.flatMap((rule) => rule.ops.map((op) => [op, rule] as const)));
/** Larger constants, such as the image that is the mean of a data set, are averaged all the same; this is a bound. */
const MOST_NUMBERS = 2 ** 22;

/**
 * Follows an image from a graph's input to where it is first weighed: Conv, MatMul, or whatever else no rule knows.
 * @param channelAxis the axis of the input along which channels are taken to lie
 * @param channels their number; 1 where it is open, until a stored vector tells
 */
export function pixelReaders(
  { graph }: Model,
  { name, shape }: Value,
  channelAxis: number | null,
  channels: number,
): PixelReader[] {
  const image: PixelTensor = {
    axes: (shape ?? []).map((_, axis) => axis),
    channelAxis,
    channels: Array.from({ length: channels > MOST_CHANNELS ? 1 : channels }, (_, source) => ({
      source,
      scale: 1,
      shift: 0,
    })),
    arithmetic: [],
  };
  const found = new Map([[name, image]]);
  const readers: PixelReader[] = [];
  const constant = (tensor: string): FloatTensor | undefined => {
    const weight = graph.weights.get(tensor);
    return weight && weight.type !== 'string' && sizeOf(weight.dims) <= MOST_NUMBERS ? floatsOf(weight) : undefined;
  };
  for (const node of graph.nodes) {
    const pixels = node.inputs.map((input) => found.get(input)).find((each) => each !== undefined);
    if (!pixels || hasTrait(node, 'shapeOnly')) continue;
    const rule = node.domain === '' ? rules.get(node.op) : undefined;
    const outputs = rule?.follow({
      node,
      pixels: (k) => found.get(node.inputs[k]),
      constant: (k) => (node.inputs[k] ? constant(node.inputs[k]) : undefined),
      storedType: (k) => graph.weights.get(node.inputs[k])?.type,
      shape: (k) => graph.values.get(node.outputs[k])?.shape ?? null,
    });
    if (!outputs?.some((output) => output !== undefined)) readers.push({ node, pixels });
    node.outputs.forEach((output, k) => outputs?.[k] && found.set(output, outputs[k]));
  }
  return readers;
}
