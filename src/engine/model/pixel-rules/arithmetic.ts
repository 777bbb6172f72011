import { numberAttribute } from '../../graph/model';
import { sizeOf } from '../../tensor/tensor';
import { channelPlace, perChannel, rescaled, type PixelChannel } from '../pixel-tensor';
import { scaling, shifting, unscaled, type Change } from './change';
import type { PixelRule } from './rule';

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

const clip: PixelRule = {
  ops: ['Clip'],
  follow({ pixels, constant }) {
    const image = pixels(0);
    const [low, high] = [constant(1)?.data[0], constant(2)?.data[0]];
    if (!image || low === undefined || high === undefined) return [image];
    return [{ ...image, limits: [unscaled(image, low), unscaled(image, high)] }];
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

/** Rules of operators that scale, shift or bound. */
export const arithmeticRules: readonly PixelRule[] = [
  arithmetic,
  negation,
  batchNormalization,
  clip,
  pointwiseConvolution,
];
