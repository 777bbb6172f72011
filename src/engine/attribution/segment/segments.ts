import type { NumberParameter } from '../../../protocol/parameter';
import { baselineParameters } from '../../baseline/parameters';
import { choicesOf } from '../../parameter/entries';
import { choice, file } from '../../parameter/kinds';
import type { ValuesOf } from '../../parameter/schema';
import {
  gridLabels,
  labelsFrom,
  segmentCount,
  segmenterOf,
  segmenters,
  segmentSizes,
  type LabelMap,
  type SegmenterId,
} from '../../segmentation';
import { floats, sizeOf, type FloatTensor } from '../../tensor/tensor';
import { baselineOf, storedBaseline } from '../baseline';
import type { CostFacts, MethodContext } from '../method';
/**
 * Parameters of the segmenters a method offers, under its own names; what a segmenter does not know is not passed on.
 */
const OFFERED = [
  'segments',
  'compactness',
  'kernelSize',
  'maxDistance',
  'ratio',
  'scale',
  'minSize',
  'rows',
  'columns',
] as const;

type Offered = NumberParameter & { readonly name: (typeof OFFERED)[number] };

const offered = OFFERED.map((name): Offered => {
  const users = segmenters.filter((s) => s.params.some((p) => p.name === name));
  const found = users[0].params.find((p) => p.name === name);
  if (found?.kind !== 'integer' && found?.kind !== 'number') throw new RangeError(`no segmenter has a number ${name}`);
  return {
    ...found,
    name,
    advanced: name !== 'segments',
    usedWith: { name: 'segmentation', values: users.map(({ id }) => id) },
  };
});

/** Segments drawn by somebody else; they win over the segmentation. */
export const segmentMapParameter = file({
  name: 'segmentMap',
  label: 'Label map',
  description: 'A .npy of labels, or an image whose palette entries or colours are the labels',
  advanced: true,
});

/** Baselines of segment methods: those of all methods, and the mean of each segment. */
const hidden = baselineParameters({
  label: 'Hidden segments become',
  also: [{ value: 'segment-mean', label: "Each segment's own mean colour" }],
});

/**
 * How the input is cut into segments, where a label map given as the file `segments` wins, and what hides them.
 * @param changes what a method says otherwise of some numbers
 */
export function segmentParameters(
  changes: Partial<Record<Offered['name'], Pick<NumberParameter, 'default' | 'maximum'>>> = {},
) {
  return Object.freeze([
    choice({
      name: 'segmentation',
      label: 'Segments by',
      default: 'slic',
      choices: choicesOf(segmenters),
    }),
    ...offered.map((parameter) => ({ ...parameter, ...changes[parameter.name] })),
    segmentMapParameter,
    ...hidden,
  ] as const);
}

/** The values by which a method names its segments and what hides them. */
export type SegmentValues = ValuesOf<ReturnType<typeof segmentParameters>>;

/** How many segments a method will explain: as found, of a grid exactly, and otherwise as asked for. */
export function segmentsExpected(params: SegmentValues, { segments, inputDims }: CostFacts): number {
  if (segments !== undefined) return segments;
  if (inputDims.length === 2) return Math.min(inputDims[1], piecesAsked(params));
  const [height, width] = inputDims.slice(-2);
  return params.segmentation === 'grid'
    ? Math.min(params.rows, height) * Math.min(params.columns, width)
    : params.segments;
}

/** Into how many equal pieces a signal is cut. */
const piecesAsked = ({ segmentation, columns, segments }: SegmentValues): number =>
  segmentation === 'grid' ? columns : segments;

/** How to cut an image, and into how many equal pieces a signal. */
interface Cut {
  readonly segmentation: SegmenterId;
  /** Of the segmenter's parameters. */
  readonly values: Readonly<Record<string, number>>;
  readonly pieces: number;
}

/** The segments of the input: from the file `segments`, or cut. */
export function segmentsBy(context: MethodContext, { segmentation, values, pieces }: Cut): LabelMap {
  const spatial = context.input.dims.slice(2);
  if (context.files.segments) return labelsFrom(context.files.segments, spatial);
  if (spatial.length === 1) return gridLabels(spatial, 1, Math.min(spatial[0], pieces));
  return segmenterOf(segmentation).segment(imageOf(context), values);
}

/** The segments that the parameters ask for. */
export function segmentsOf(context: MethodContext<SegmentValues>): LabelMap {
  const { params } = context;
  const known = new Set(segmenterOf(params.segmentation).params.map(({ name }) => name));
  const values = Object.fromEntries(OFFERED.filter((name) => known.has(name)).map((name) => [name, params[name]]));
  return segmentsBy(context, { segmentation: params.segmentation, values, pieces: piecesAsked(params) });
}

/**
 * The input as an image in 0..1, `[3, H, W]`, or its channels' mean, `[1, H, W]`, where it has another number of them.
 */
function imageOf({ input, levels }: MethodContext): FloatTensor {
  const [, channels, ...spatial] = input.dims;
  const size = sizeOf(spatial);
  const image = floats([channels, ...spatial]);
  let low = Infinity;
  let high = -Infinity;
  for (const value of input.data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  for (let i = 0; i < image.data.length; i++) {
    const channel = Math.floor(i / size);
    const [black, white] = levels ? [levels.black[channel], levels.white[channel]] : [low, high];
    image.data[i] = Math.min(1, Math.max(0, (input.data[i] - black) / (white - black || 1)));
  }
  return channels === 3 ? image : meanChannel(image, channels, spatial);
}

function meanChannel(image: FloatTensor, channels: number, spatial: readonly number[]): FloatTensor {
  const size = sizeOf(spatial);
  return floats(
    [1, ...spatial],
    Float32Array.from({ length: size }, (_, i) => {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += image.data[c * size + i];
      return sum / channels;
    }),
  );
}

/** The baseline of a segment method, `[1, C, …]`. */
export function segmentBaselineOf(context: MethodContext<SegmentValues>, labels: LabelMap): FloatTensor {
  const { baseline, ...params } = context.params;
  if (baseline !== 'segment-mean') return baselineOf({ ...context, params: { ...params, baseline } });
  return storedBaseline(context) ?? segmentMeans(context.input, labels);
}

function segmentMeans(input: FloatTensor, labels: LabelMap): FloatTensor {
  const sizes = segmentSizes(labels);
  const plane = labels.data.length;
  const means = floats(input.dims);
  for (let start = 0; start < input.data.length; start += plane) {
    const sums = new Float64Array(sizes.length);
    for (let i = 0; i < plane; i++) sums[labels.data[i]] += input.data[start + i];
    for (let i = 0; i < plane; i++) means.data[start + i] = sums[labels.data[i]] / sizes[labels.data[i]];
  }
  return means;
}

/** A value per segment written to every position, `[1, channels, …]`. */
export function painted(values: ArrayLike<number>, labels: LabelMap, channels = 1): FloatTensor {
  const plane = labels.data.length;
  const map = floats([1, channels, ...labels.dims]);
  for (let i = 0; i < map.data.length; i++) map.data[i] = values[labels.data[i % plane]];
  return map;
}

export { segmentCount };
