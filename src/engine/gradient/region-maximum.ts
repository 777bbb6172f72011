import { int } from '../graph/model';
import type { Arithmetic } from './arithmetic';
import { samplesPerBin, type RegionSamples } from './region-samples';
import type { ReverseContext } from './rule';

/** Values of samples by the pixels around them, and the matrices that took them from an image. */
export interface Corner {
  /** [regions, 1, samples down, height] */
  readonly rows: string;
  /** [regions, 1, samples across, width] */
  readonly columns: string;
}

/** Axes of samples down and across, and of corners, where bins and samples have axes of their own. */
const SAMPLES = [3, 5, 6];

/**
 * The gradient of bins that are the largest of their samples, [regions, channels, height, width]. ONNX Runtime takes the
 * largest of the four weighted pixels around each sample, not of their sum; the gradient is that of what it computes.
 * @param image of each region, [regions, channels, height, width]
 */
export function gradientOfLargest(
  context: ReverseContext,
  math: Arithmetic,
  [gradient, image]: readonly [gradient: string, image: string],
  [down, across]: readonly RegionSamples[],
  corners: readonly Corner[],
): string {
  const { builder } = context;
  const turned = (matrix: string): string =>
    builder.op('Transpose', [matrix], { perm: { kind: 'ints', value: [0, 1, 3, 2] } });
  const between = (a: string, b: string, c: string): string => math.op('MatMul', math.op('MatMul', a, b), c);
  const apart = (tensor: string, ...axes: number[]): string =>
    builder.op('Unsqueeze', [tensor, builder.integers(...axes)]);
  const values = corners.map(({ rows, columns }) => apart(between(rows, image, turned(columns)), 4));
  const all = builder.op('Concat', values, { axis: int(4) });
  const lengths = [
    builder.op('Shape', [gradient], { end: int(2) }),
    builder.integers(down.bins),
    samplesPerBin(context, down),
    builder.integers(across.bins),
    samplesPerBin(context, across),
    builder.integers(corners.length),
  ];
  const split = builder.op('Reshape', [all, builder.op('Concat', lengths, { axis: int(0) })]);
  const taken = builder.op('And', [apart(down.taken, 2, 4, 5, 6), apart(across.taken, 2, 3, 4, 6)]);
  const compared = math.where(taken, split, -Infinity);
  const largest = builder.op('ReduceMax', [compared, builder.integers(...SAMPLES)]);
  const chosen = math.indicator(math.op('Equal', compared, largest));
  const shares = math.mul(math.div(chosen, math.sum(chosen, SAMPLES)), apart(gradient, ...SAMPLES));
  const flat = builder.op('Reshape', [shares, builder.op('Shape', [all])]);
  const parts = builder.ops('Split', [flat], { axis: int(4), num_outputs: int(corners.length) }, corners.length);
  return corners
    .map(({ rows, columns }, k) =>
      between(turned(rows), builder.op('Squeeze', [parts[k], builder.integers(4)]), columns),
    )
    .reduce((sum, part) => math.add(sum, part));
}
