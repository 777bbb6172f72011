import { int, numberAttribute, stringAttribute } from '../graph/model';
import { floats } from '../tensor/tensor';
import type { Arithmetic } from './arithmetic';
import type { ReverseContext } from './rule';
import { lengthOf } from './shaping';

/** Samples of regions along one axis of an image; their number per bin is that of the largest region. */
export interface RegionSamples {
  /** Bins. */
  readonly bins: number;
  /** The place of each sample in the image, [regions, bins, samples, 1]. */
  readonly places: string;
  /** 1 for samples that a region has, and that lie in the image, [regions, bins, samples, 1]. */
  readonly inside: string;
  /** Whether a region has a sample, [regions, 1, samples]. */
  readonly taken: string;
  /** Samples that each region has in a bin, at least 1: [regions, 1, 1]. */
  readonly counts: string;
}

/** What RoiAlign calls the two axes, and where a region has their ends. */
const AXES = [
  { bins: 'output_height', ends: [1, 3], axis: 2 },
  { bins: 'output_width', ends: [0, 2], axis: 3 },
] as const;

/** Of regions [regions, 4] along rows (0) or columns (1), as ONNX Runtime and torchvision take them. */
export function regionSamples(context: ReverseContext, math: Arithmetic, regions: string, which: 0 | 1): RegionSamples {
  const { node, builder } = context;
  const { bins: name, ends, axis } = AXES[which];
  const bins = numberAttribute(node, name, 1);
  const ratio = numberAttribute(node, 'sampling_ratio', 0);
  const scale = numberAttribute(node, 'spatial_scale', 1);
  const half = stringAttribute(node, 'coordinate_transformation_mode', 'half_pixel') === 'half_pixel';
  const [start, end] = ends.map((k) => {
    const place = math.mul(builder.op('Gather', [regions, builder.integers(k)], { axis: int(1) }), scale);
    return builder.op('Unsqueeze', [half ? math.sub(place, 0.5) : place, builder.integers(2)]);
  });
  const length = math.sub(end, start);
  const size = math.div(half ? length : math.op('Max', length, 1), bins);
  const own = ratio > 0 ? math.add(math.mul(size, 0), ratio) : math.op('Ceil', size);
  const counts = math.op('Max', own, 1);
  const samples = ratio > 0 ? counting(context, ratio) : countingTo(context, counts);
  const column = builder.constant(floats([bins, 1], counted(bins)));
  const step = math.div(math.add(samples, 0.5), counts);
  const places = math.add(start, math.mul(size, math.add(column, step)));
  const taken = math.op('Less', samples, own);
  const edge = lengthOf(context, node.inputs[0], axis);
  const inside = math.op('And', math.op('GreaterOrEqual', places, -1), math.op('LessOrEqual', places, edge));
  const unsqueezed = (tensor: string): string => builder.op('Unsqueeze', [tensor, builder.integers(3)]);
  return {
    bins,
    places: unsqueezed(math.op('Clip', places, 0, edge - 1)),
    inside: unsqueezed(math.indicator(math.op('And', inside, taken))),
    taken,
    counts,
  };
}

/** Samples of a bin, a tensor [1]. */
export const samplesPerBin = ({ builder }: ReverseContext, { taken }: RegionSamples): string =>
  builder.op('Shape', [taken], { start: int(2), end: int(3) });

const counted = (count: number): Float32Array => Float32Array.from({ length: count }, (_, k) => k);

/** 0, 1, … of a fixed number. */
export const counting = ({ builder }: ReverseContext, count: number): string =>
  builder.constant(floats([count], counted(count)));

/** 0, 1, … up to the largest of some numbers. */
function countingTo({ builder }: ReverseContext, counts: string): string {
  const most = builder.op('ReduceMax', [counts], { keepdims: int(0) });
  // Of no regions at all there is no largest number.
  const last = builder.op('Max', [most, builder.scalar(1)]);
  return builder.op('Range', [builder.scalar(0), last, builder.scalar(1)]);
}
