import { numberAttribute, numbersAttribute, type Dimension, type Node } from '../graph/model';
import { fromFront } from '../graph/shapes/facts';
import { sizeOf, type ElementType, type FloatTensor } from '../tensor/tensor';
import {
  channelPlace,
  MOST_CHANNELS,
  perChannel,
  rescaled,
  selected,
  type PixelChannel,
  type PixelTensor,
} from './pixel-tensor';

/** What a rule may ask about its node. */
export interface PixelContext {
  readonly node: Node;
  /** Input k, where it still holds the image's own numbers. */
  pixels(k: number): PixelTensor | undefined;
  /** Input k, where it is stored. */
  constant(k: number): FloatTensor | undefined;
  /** The type in which it is stored. */
  storedType(k: number): ElementType | undefined;
  /** Shape of output k. */
  shape(k: number): readonly Dimension[] | null;
}

/** Follows the numbers of an image through an operator; undefined for outputs that mix or bend them. */
export interface PixelRule {
  readonly ops: readonly string[];
  follow(context: PixelContext): readonly (PixelTensor | undefined)[];
}

type Change = (channel: PixelChannel, value: number) => Pick<PixelChannel, 'scale' | 'shift'>;

/** Operators that pass numbers on where they are: what they do between positions does not matter here. */
const passing: PixelRule = {
  ops: ['Identity', 'Cast', 'CastLike', 'Round', 'Floor', 'Pad', 'Resize', 'AveragePool', 'MaxPool'],
  follow: ({ pixels }) => [pixels(0)],
};

const scaling = ({ scale, shift }: PixelChannel, by: number) => ({ scale: scale * by, shift: shift * by });
const shifting = ({ scale, shift }: PixelChannel, by: number) => ({ scale, shift: shift + by });

/** x ∘ constant and, where the order matters, constant ∘ x. */
const ARITHMETIC: Readonly<Record<string, { readonly first: Change; readonly second?: Change }>> = {
  Add: { first: shifting, second: shifting },
  Sub: {
    first: (channel, value) => shifting(channel, -value),
    second: (channel, value) => shifting(scaling(channel, -1) as PixelChannel, value),
  },
  Mul: { first: scaling, second: scaling },
  Div: { first: (channel, value) => scaling(channel, 1 / value) },
};

const arithmetic: PixelRule = {
  ops: Object.keys(ARITHMETIC),
  follow({ node, pixels, constant }) {
    const { first, second } = ARITHMETIC[node.op];
    const [at, change] = pixels(0) ? [0, first] : [1, second];
    const image = pixels(at);
    const stored = constant(1 - at);
    const values = image && stored && perChannel(image, stored);
    return [image && change && values && rescaled(image, node.op, values, change)];
  },
};

const negation: PixelRule = {
  ops: ['Neg'],
  follow: ({ node, pixels }) => [pixels(0) && rescaled(pixels(0)!, node.op, [-1], scaling)],
};

/** What a first normalisation learnt of its data is mean and deviation; its own scale and shift say nothing of them. */
const batchNormalization: PixelRule = {
  ops: ['BatchNormalization'],
  follow({ node, pixels, constant }) {
    const [image, mean, variance] = [pixels(0), constant(3), constant(4)];
    if (!image || !mean || !variance || channelPlace(image) !== 1) return [undefined];
    const epsilon = numberAttribute(node, 'epsilon', 1e-5);
    const centred = rescaled(image, node.op, [...mean.data], (channel, value) => shifting(channel, -value));
    const deviations = Array.from(variance.data, (value) => Math.sqrt(value + epsilon));
    const made = rescaled(centred, node.op, deviations, (channel, value) => scaling(channel, 1 / value));
    return [{ ...made, standardised: true }];
  },
};

/** A bound of the result in units of the image, where all channels share it. */
const unscaled = ({ channels: [{ scale, shift }] }: PixelTensor, value: number): number => (value - shift) / scale;

const clip: PixelRule = {
  ops: ['Clip'],
  follow({ pixels, constant }) {
    const image = pixels(0);
    const [low, high] = [constant(1)?.data[0], constant(2)?.data[0]];
    if (!image || low === undefined || high === undefined) return [image];
    return [{ ...image, limits: [unscaled(image, low), unscaled(image, high)] }];
  },
};

/** Integers of 8 bits can stand for these numbers only: the range for which the model was quantised. */
const quantization: PixelRule = {
  ops: ['QuantizeLinear'],
  follow({ pixels, constant, storedType }) {
    const image = pixels(0);
    const [scale, zero] = [constant(1)?.data, constant(2)];
    if (!image || scale?.length !== 1) return [undefined];
    const [origin, signed] = [zero?.data[0] ?? 0, storedType(2) === 'int8'];
    const [low, high] = [signed ? -128 : 0, signed ? 127 : 255];
    const limits = [unscaled(image, (low - origin) * scale[0]), unscaled(image, (high - origin) * scale[0])] as const;
    const whole = rescaled(rescaled(image, '', [1 / scale[0]], scaling), '', [origin], shifting);
    return [{ ...whole, arithmetic: image.arithmetic, limits }];
  },
};

const dequantization: PixelRule = {
  ops: ['DequantizeLinear'],
  follow({ node, pixels, constant }) {
    const image = pixels(0);
    const scale = constant(1)?.data;
    if (!image || scale?.length !== 1) return [undefined];
    const centred = rescaled(image, node.op, [constant(2)?.data[0] ?? 0], (channel, zero) => shifting(channel, -zero));
    const made = rescaled(centred, node.op, [scale[0]], scaling);
    // Where the graph itself had quantised them, the numbers are what they were.
    return [image.limits ? { ...made, arithmetic: image.arithmetic } : made];
  },
};

const transposition: PixelRule = {
  ops: ['Transpose'],
  follow({ node, pixels }) {
    const image = pixels(0);
    if (!image) return [undefined];
    const order = numbersAttribute(node, 'perm') ?? image.axes.map((_, axis) => image.axes.length - 1 - axis);
    return [{ ...image, axes: order.map((axis) => image.axes[axis]) }];
  },
};

/** Only axes of length 1 come or go: the others keep their order. */
const reshaping: PixelRule = {
  ops: ['Reshape', 'Squeeze', 'Unsqueeze'],
  follow({ node, pixels, constant, shape }) {
    const image = pixels(0);
    if (!image) return [undefined];
    const axes = constant(1)?.data;
    if (node.op === 'Unsqueeze' && axes) {
      const rank = image.axes.length + axes.length;
      const added = new Set(Array.from(axes, (axis) => fromFront(axis, rank)));
      const kept = [...image.axes];
      return [{ ...image, axes: Array.from({ length: rank }, (_, k) => (added.has(k) ? null : kept.shift()!)) }];
    }
    const to = shape(0);
    const kept = image.axes.filter((axis) => axis !== null);
    if (node.op === 'Squeeze' && axes) {
      const gone = new Set(Array.from(axes, (axis) => fromFront(axis, image.axes.length)));
      return [{ ...image, axes: image.axes.filter((_, k) => !gone.has(k)) }];
    }
    const long = to?.filter((d) => d !== 1);
    return [to && long?.length === kept.length ? { ...image, axes: refilled(to, kept) } : undefined];
  },
};

const refilled = (to: readonly Dimension[], kept: readonly number[]): (number | null)[] => {
  const rest = [...kept];
  return to.map((d) => (d === 1 ? null : rest.shift()!));
};

/** Positions may be cut off; of channels some are taken, or all in another order. */
const slicing: PixelRule = {
  ops: ['Slice'],
  follow({ pixels, constant }) {
    const image = pixels(0);
    const [starts, ends] = [constant(1)?.data, constant(2)?.data];
    if (!image || !starts || !ends) return [undefined];
    const axes = constant(3)?.data ?? starts.map((_, k) => k);
    const at = axes.findIndex((axis) => fromFront(axis, image.axes.length) === channelPlace(image));
    if (at < 0) return [image];
    return [selected(image, placesIn(image.channels.length, starts[at], ends[at], constant(4)?.data[at] ?? 1))];
  },
};

function placesIn(length: number, start: number, end: number, step: number): number[] {
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const bounded = (value: number): number => Math.max(low, Math.min(high, value < 0 ? value + length : value));
  const places: number[] = [];
  for (let k = bounded(start); step > 0 ? k < bounded(end) : k > bounded(end); k += step) places.push(k);
  return places;
}

const gathering: PixelRule = {
  ops: ['Gather'],
  follow({ node, pixels, constant }) {
    const [image, indices] = [pixels(0), constant(1)];
    if (!image || !indices || indices.dims.length > 1) return [undefined];
    const axis = fromFront(numberAttribute(node, 'axis', 0), image.axes.length);
    const taken = axis === channelPlace(image) ? selected(image, [...indices.data]) : image;
    return [indices.dims.length === 1 ? taken : { ...taken, axes: image.axes.filter((_, k) => k !== axis) }];
  },
};

const splitting: PixelRule = {
  ops: ['Split'],
  follow({ node, pixels, constant }) {
    const image = pixels(0);
    if (!image) return [undefined];
    const parts = node.outputs.length;
    const axis = fromFront(numberAttribute(node, 'axis', 0), image.axes.length);
    if (axis !== channelPlace(image)) return node.outputs.map(() => image);
    const even = Math.ceil(image.channels.length / parts);
    const sizes = constant(1)?.data ?? new Array<number>(parts).fill(even);
    let start = 0;
    return Array.from(sizes, (size) => {
      start += size;
      return selected(image, placesIn(image.channels.length, start - size, start, 1));
    });
  },
};

/** Channels that were taken apart come together again. */
const joining: PixelRule = {
  ops: ['Concat'],
  follow({ node, pixels }) {
    const images = node.inputs.map((_, k) => pixels(k));
    const [first] = images;
    if (!first || !images.every((image) => image !== undefined)) return [undefined];
    const axis = fromFront(numberAttribute(node, 'axis', 0), first.axes.length);
    if (first.axes[axis] !== null && first.axes[axis] !== first.channelAxis) return [undefined];
    // Joined with themselves again and again, channels would double without an end.
    if (images.reduce((sum, { channels }) => sum + channels.length, 0) > MOST_CHANNELS) return [undefined];
    return [
      {
        ...first,
        axes: first.axes.map((own, k) => (k === axis ? first.channelAxis : own)),
        channels: images.flatMap(({ channels }) => channels),
        arithmetic: [...new Set(images.flatMap((image) => image.arithmetic))],
      },
    ];
  },
};

/** A depthwise convolution of 1 × 1 scales and shifts each channel by itself. */
const pointwiseConvolution: PixelRule = {
  ops: ['Conv'],
  follow({ node, pixels, constant }) {
    const [image, weight] = [pixels(0), constant(1)];
    const groups = numberAttribute(node, 'group', 1);
    if (!image || !weight || channelPlace(image) !== 1 || sizeOf(weight.dims) !== groups || groups < 2)
      return [undefined];
    const scaled = rescaled(image, node.op, [...weight.data], scaling);
    const bias = constant(2);
    return [bias ? rescaled(scaled, node.op, [...bias.data], shifting) : scaled];
  },
};

export const PIXEL_RULES: readonly PixelRule[] = Object.freeze([
  passing,
  arithmetic,
  negation,
  batchNormalization,
  clip,
  quantization,
  dequantization,
  transposition,
  reshaping,
  slicing,
  gathering,
  splitting,
  joining,
  pointwiseConvolution,
]);
