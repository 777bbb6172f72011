import { int, type Model } from '../graph/model';
import { floats } from '../tensor/tensor';
import { typeOf } from './arithmetic';
import type { ReverseContext, Writer } from './rule';

/**
 * Smallest channel count for which ONNX Runtime's blocked layout is worth its padding, and the divisor it asks of it.
 */
const BLOCKED_CHANNELS = 8;
const CHANNEL_ALIGNMENT = 4;

/**
 * Channels of a float32 image tensor that the blocked layout of ONNX Runtime's convolutions takes, else undefined.
 * Convolutions by weights that are about to be learned do not use that layout.
 */
export function blockedChannels(context: ReverseContext, tensor: string): number | undefined {
  if (learns(context.builder.base)) return undefined;
  const shape = context.shape(tensor);
  const channels = shape[1];
  if (shape.length !== 4 || typeof channels !== 'number' || typeOf(context, tensor) !== 'float32') return undefined;
  return channels >= BLOCKED_CHANNELS && channels % CHANNEL_ALIGNMENT === 0 ? channels : undefined;
}

/** slope · tensor + offset as a depthwise 1×1 Conv, which leaves an image in that layout. */
export function scaledInBlocks(
  { builder }: Writer,
  tensor: string,
  channels: number,
  slope: number,
  offset: number,
): string {
  const filled = (dims: readonly number[], value: number) =>
    builder.constant(floats(dims, new Float32Array(channels).fill(value)), 'scale');
  const bias = offset === 0 ? [] : [filled([channels], offset)];
  return builder.op('Conv', [tensor, filled([channels, 1, 1, 1], slope), ...bias], { group: int(channels) });
}

const learning = new WeakMap<Model, boolean>();

function learns(model: Model): boolean {
  const known = learning.get(model) ?? [...model.graph.weights.values()].some(({ variable }) => variable);
  learning.set(model, known);
  return known;
}
