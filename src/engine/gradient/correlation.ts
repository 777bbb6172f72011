import type { GraphBuilder } from '../graph/builder';
import { int, ints, type Attributes } from '../graph/model';
import type { Writer } from './rule';
import { reshaped, sliced, transposed } from './shaping';

/** ONNX's "to the very beginning" for a Slice with a negative step. */
const BEFORE_FIRST = -Number.MAX_SAFE_INTEGER;

export interface Correlation {
  readonly group: number;
  readonly begins: readonly number[];
  readonly ends: readonly number[];
  readonly dilations?: readonly number[];
  readonly strides?: readonly number[];
}

/** Conv whose paddings may be negative, which drops input rows (they lay in the forward convolution's padding). */
export function correlate(writer: Writer, input: string, weight: string, spec: Correlation): string {
  const { begins, ends, group, dilations, strides } = spec;
  begins.forEach((begin, k) => {
    if (begin < 0 || ends[k] < 0)
      input = sliced(writer, input, k + 2, Math.max(0, -begin), ends[k] < 0 ? ends[k] : Infinity);
  });
  const pads = [...begins, ...ends].map((pad) => Math.max(0, pad));
  const attributes = {
    group: int(group),
    pads: ints(pads),
    ...(dilations && { dilations: ints(dilations) }),
    ...(strides && { strides: ints(strides) }),
  };
  const { builder } = writer;
  const made = builder.op('Conv', [input, weight], attributes);
  if (group === 1) {
    const known = convolved.get(builder) ?? new Map<string, Convolved>();
    convolved.set(builder, known.set(made, { input, weight, attributes }));
  }
  return made;
}

interface Convolved {
  readonly input: string;
  readonly weight: string;
  readonly attributes: Attributes;
}

/** How tensors were made by `correlate`, so that some of their channels can be made without the others. */
const convolved = new WeakMap<GraphBuilder, Map<string, Convolved>>();

/**
 * Channels `from` to `to` of an image tensor; of a convolution's by a part of its weights, in the blocked layout that
 * cutting channels out would leave.
 */
export function channelsOf(writer: Writer, tensor: string, from: number, to: number): string {
  const made = convolved.get(writer.builder)?.get(tensor);
  if (!made) return sliced(writer, tensor, 1, from, to);
  return writer.builder.op('Conv', [made.input, sliced(writer, made.weight, 0, from, to)], made.attributes);
}

/** A weight reversed along axes. */
export function flipped({ builder }: Writer, weight: string, axes: readonly number[]): string {
  if (axes.length === 0) return weight;
  const all = (value: number) => builder.integers(...axes.map(() => value));
  return builder.op('Slice', [weight, all(-1), all(BEFORE_FIRST), builder.integers(...axes), all(-1)]);
}

/** Swaps in- and output channels within each group: [O, C/g, …] becomes [C, O/g, …]. */
export function channelsSwapped(writer: Writer, weight: string, dims: readonly number[], group: number): string {
  const spatial = dims.slice(2);
  if (group === 1) return transposed(writer, weight, [1, 0, ...spatial.map((_, k) => k + 2)]);
  const perGroup = dims[0] / group;
  if (perGroup === 1 && dims[1] === 1) return weight;
  const split = reshaped(writer, weight, [group, perGroup, dims[1], ...spatial]);
  const swapped = transposed(writer, split, [0, 2, 1, ...spatial.map((_, k) => k + 3)]);
  return reshaped(writer, swapped, [group * dims[1], perGroup, ...spatial]);
}
