import { int, ints, text } from '../../graph/model';
import { floats } from '../../tensor/tensor';
import type { NetworkBuilder } from './builder';
import { inPlace, lengthOf, placeOf, positive, type Feature } from './feature';

export type BorderMode = 'constant' | 'reflect' | 'edge';

/** Padding of every axis of the network's shape, before and after. */
export function padded(
  builder: NetworkBuilder,
  feature: Feature,
  pairs: readonly (readonly [number, number])[],
  mode: BorderMode = 'constant',
  value = 0,
): Feature {
  if (pairs.every(([a, b]) => a === 0 && b === 0)) return feature;
  const placed = inPlace(feature, pairs);
  const pads = builder.integers(...placed.map(([begin]) => begin), ...placed.map(([, end]) => end));
  const inputs = [feature.tensor, pads, ...(value === 0 ? [] : [builder.scalar(value)])];
  const shape = feature.shape.map((d, k) => (typeof d === 'number' ? d + pairs[k][0] + pairs[k][1] : d));
  return { tensor: builder.op('Pad', inputs, { mode: text(mode) }), shape, moved: feature.moved };
}

/** The part [start, end) of one axis with a step; an end beyond the length means the end. */
export interface Cut {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** Larger than any length: "to the end", also going backwards. */
export const END = 2 ** 31 - 1;

/** Parts of axes of the network's shape. */
export function cut(builder: NetworkBuilder, feature: Feature, cuts: readonly Cut[]): Feature {
  if (cuts.length === 0) return feature;
  const column = (value: (c: Cut) => number): string => builder.integers(...cuts.map(value));
  const inputs = [
    feature.tensor,
    column((c) => c.start),
    column((c) => c.end),
    column((c) => placeOf(feature, c.axis)),
    column((c) => c.step),
  ];
  const shape = [...feature.shape];
  for (const c of cuts) {
    const length = lengthOf(feature, c.axis);
    shape[positive(c.axis, shape.length)] = length === undefined ? null : cutLength(length, c);
  }
  return { tensor: builder.op('Slice', inputs), shape, moved: feature.moved };
}

function cutLength(length: number, { start, end, step }: Cut): number {
  const low = step > 0 ? 0 : -1;
  const high = step > 0 ? length : length - 1;
  const bounded = (at: number): number => Math.max(low, Math.min(high, at < 0 ? at + length : at));
  return Math.max(0, Math.ceil((bounded(end) - bounded(start)) / step));
}

/** The axes of the network's shape in another order. */
export function permuted(builder: NetworkBuilder, feature: Feature, order: readonly number[]): Feature {
  if (order.every((axis, k) => axis === k)) return feature;
  const shape = order.map((axis) => feature.shape[axis]);
  const physical = order.map((axis) => placeOf(feature, axis));
  if (physical.every((axis, k) => axis === k)) return { tensor: feature.tensor, shape, moved: false };
  return { tensor: builder.op('Transpose', [feature.tensor], { perm: ints(physical) }), shape, moved: false };
}

/**
 * Where TensorFlow takes a sample from: the centres of pixels, corners that coincide, or corners that start together.
 */
export type Sampling = 'centres' | 'corners' | 'start';
const COORDINATES: Readonly<Record<Sampling, string>> = {
  centres: 'half_pixel',
  corners: 'align_corners',
  start: 'asymmetric',
};

/** Resampling of the two spatial axes to [height, width]. */
export function resized(
  builder: NetworkBuilder,
  feature: Feature,
  size: readonly number[],
  kind: 'nearest' | 'bilinear' | 'bicubic',
  sampling: Sampling,
): Feature {
  const tensor = builder.op('Resize', [builder.front(feature), '', '', builder.integers(...size)], {
    axes: ints([2, 3]),
    mode: text(kind === 'nearest' ? 'nearest' : kind === 'bilinear' ? 'linear' : 'cubic'),
    coordinate_transformation_mode: text(COORDINATES[sampling]),
    ...(kind === 'nearest' && { nearest_mode: text(nearestMode(sampling)) }),
    ...(kind === 'bicubic' && { cubic_coeff_a: { kind: 'float' as const, value: -0.5 }, exclude_outside: int(1) }),
  });
  return { tensor, shape: [feature.shape[0], ...size, feature.shape.at(-1) ?? null], moved: true };
}

/**
 * TensorFlow floors (i + ½)·scale, which is rounding (i + ½)·scale − ½ with halves up; with coinciding corners it
 * rounds.
 */
function nearestMode(sampling: Sampling): string {
  return sampling === 'start' ? 'floor' : 'round_prefer_ceil';
}

/** Every position of the spatial axes repeated a whole number of times. */
export function repeated(
  builder: NetworkBuilder,
  feature: Feature,
  times: readonly number[],
  kind: 'nearest' | 'bilinear',
  sampling: Sampling,
): Feature {
  const scales = builder.store(floats([times.length + 2], [1, 1, ...times]), 'scales');
  const tensor = builder.op('Resize', [builder.front(feature), '', scales], {
    mode: text(kind === 'nearest' ? 'nearest' : 'linear'),
    coordinate_transformation_mode: text(kind === 'nearest' ? COORDINATES.start : COORDINATES[sampling]),
    ...(kind === 'nearest' && { nearest_mode: text('floor') }),
  });
  const spatial = times.map((t, k) => {
    const length = lengthOf(feature, k + 1);
    return length === undefined ? null : length * t;
  });
  return { tensor, shape: [feature.shape[0], ...spatial, feature.shape.at(-1) ?? null], moved: true };
}
