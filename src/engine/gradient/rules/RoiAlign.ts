import { int, stringAttribute } from '../../graph/model';
import { Arithmetic } from '../arithmetic';
import { gradientOfLargest } from '../region-maximum';
import { counting, regionSamples, samplesPerBin, type RegionSamples } from '../region-samples';
import type { GradientRule, ReverseContext } from '../rule';
import { lengthOf, lengthsOf, reshaped, reshapedLike, transposed } from '../shaping';

/**
 * Sampling is separable: a region's samples are a matrix of its rows × the image × one of its columns. Only regions at
 * which a gradient arrives are looked at: of a thousand proposals these are the few that are asked for. The regions
 * themselves are held fixed, as torchvision holds them.
 */
export const roiAlignRule: GradientRule = {
  ops: ['RoiAlign'],
  fixed: [1, 2],
  backward(context) {
    const { node, gradients, builder } = context;
    const math = new Arithmetic(context);
    const reached = reachedRegions(context, math);
    const of = (tensor: string): string => builder.op('Gather', [tensor, reached], { axis: int(0) });
    const [image, regions, batch] = node.inputs;
    const [gradient, places, images] = [of(gradients[0]!), of(regions), of(batch)];
    const samples = ([0, 1] as const).map((which) => regionSamples(context, math, places, which));
    if (stringAttribute(node, 'mode', 'avg') === 'avg')
      return [ofImages(context, math, ofMeans(context, math, gradient, samples), images)];
    const [rows, columns] = samples.map((own, which) => neighbours(context, math, own, which));
    const corners = rows.flatMap((row) => columns.map((column) => ({ rows: row, columns: column })));
    const seen = builder.op('Gather', [image, images], { axis: int(0) });
    return [ofImages(context, math, gradientOfLargest(context, math, [gradient, seen], samples, corners), images)];
  },
};

/** Rows in the gradient that hold anything but zeros. */
function reachedRegions(context: ReverseContext, math: Arithmetic): string {
  const { gradients, builder } = context;
  const axes = builder.integers(1, 2, 3);
  const peaks = builder.op('ReduceMax', [math.op('Abs', gradients[0]!), axes], { keepdims: int(0) });
  return reshaped(context, builder.op('NonZero', [peaks]), [-1]);
}

/** Places of an axis' pixels, [length]. */
const pixels = (context: ReverseContext, which: number): string =>
  counting(context, lengthOf(context, context.node.inputs[0], which + 2));

/** Weights of an axis' pixels in each sample, [regions, bins, samples, length]. */
function weightsOf(
  context: ReverseContext,
  math: Arithmetic,
  { places, inside }: RegionSamples,
  which: number,
): string {
  const distances = math.op('Abs', math.sub(places, pixels(context, which)));
  return math.mul(math.op('Relu', math.sub(1, distances)), inside);
}

/** Bins that are the mean of their samples: the gradient [regions, channels, height, width]. */
function ofMeans(
  context: ReverseContext,
  math: Arithmetic,
  gradient: string,
  samples: readonly RegionSamples[],
): string {
  const { builder } = context;
  const [rows, columns] = samples.map((own, which) => {
    const weights = weightsOf(context, math, own, which);
    const sum = builder.op('ReduceSum', [weights, builder.integers(2)], { keepdims: int(0) });
    return builder.op('Unsqueeze', [math.div(sum, own.counts), builder.integers(1)]);
  });
  return math.op('MatMul', math.op('MatMul', transposed(context, rows, [0, 1, 3, 2]), gradient), columns);
}

/** Weights of the pixel before each sample and of the one behind it, each [regions, 1, all samples, length]. */
function neighbours(context: ReverseContext, math: Arithmetic, own: RegionSamples, which: number): readonly string[] {
  const weights = weightsOf(context, math, own, which);
  const isBefore = math.op('LessOrEqual', pixels(context, which), own.places);
  const { node, builder } = context;
  const samples = builder.op('Mul', [samplesPerBin(context, own), builder.integers(own.bins)]);
  const length = builder.integers(lengthOf(context, node.inputs[0], which + 2));
  const shape = builder.op('Concat', [builder.integers(0, 1), samples, length], { axis: int(0) });
  const flat = (tensor: string): string => builder.op('Reshape', [tensor, shape]);
  return [flat(math.where(isBefore, weights, 0)), flat(math.where(isBefore, 0, weights))];
}

/** Gradients of regions added up in the images they are of. */
function ofImages(context: ReverseContext, math: Arithmetic, gradient: string, images: string): string {
  const { node, builder } = context;
  const [image] = node.inputs;
  const count = builder.op('Squeeze', [builder.op('Shape', [image], { end: int(1) })]);
  const zero = builder.op('Squeeze', [builder.integers(0)]);
  const one = builder.op('Squeeze', [builder.integers(1)]);
  const numbers = builder.op('Unsqueeze', [builder.op('Range', [zero, count, one]), builder.integers(1)]);
  const isOf = math.indicator(math.op('Equal', numbers, images));
  const size = lengthsOf(context, image, 1).reduce((a, b) => a * b, 1);
  const sum = math.op('MatMul', isOf, reshaped(context, gradient, [-1, size]));
  return reshapedLike(context, sum, image, image);
}
