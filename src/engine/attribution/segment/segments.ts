import type { ChoiceParameter, FileParameter, Parameter, ParameterValues } from '../../../protocol/parameter';
import {
  gridLabels,
  labelsFrom,
  segmentCount,
  segmenterOf,
  segmenters,
  segmentSizes,
  type LabelMap,
} from '../../segmentation';
import { floats, sizeOf, type FloatTensor } from '../../tensor/tensor';
import { baselineOf, baselineParameter } from '../baseline';
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
];

const offered: readonly Parameter[] = OFFERED.map((name) => {
  const users = segmenters.filter((s) => s.params.some((p) => p.name === name));
  const found = users[0].params.find((p) => p.name === name) as Parameter;
  return {
    ...found,
    advanced: name !== 'segments',
    usedWith: { name: 'segmentation', values: users.map(({ id }) => id) },
  };
});

/** Segments drawn by somebody else; they win over the segmentation. */
export const segmentMapParameter: FileParameter = {
  kind: 'file',
  name: 'segmentMap',
  label: 'Label map',
  description: 'A .npy of labels, or an image whose palette entries or colours are the labels',
  default: null,
};

/** How the input is cut into segments; a label map given as the file `segments` wins. */
export const segmentParameters: readonly Parameter[] = Object.freeze([
  {
    kind: 'choice' as const,
    name: 'segmentation',
    label: 'Segments by',
    default: 'slic',
    choices: segmenters.map(({ id, label }) => ({ value: id, label })),
  },
  ...offered,
  { ...segmentMapParameter, advanced: true },
]);

/** How many segments a method will explain: as found, of a grid exactly, and otherwise as asked for. */
export function segmentsExpected(params: ParameterValues, { segments, inputDims }: CostFacts): number {
  if (segments !== undefined) return segments;
  if (inputDims.length === 2) return pieces(params, inputDims[1]);
  const [height, width] = inputDims.slice(-2);
  const cells = Math.min(Number(params.rows), height) * Math.min(Number(params.columns), width);
  return params.segmentation === 'grid' ? cells : Number(params.segments);
}

/** Into how many equal pieces a signal of a length is cut. */
function pieces({ segmentation, columns, segments }: ParameterValues, length: number): number {
  return Math.min(length, Number(segmentation === 'grid' ? columns : segments));
}

/** Baselines of segment methods: those of all methods, and the mean of each segment. */
export const segmentBaselineParameter: ChoiceParameter = {
  ...baselineParameter,
  label: 'Hidden segments become',
  choices: [...baselineParameter.choices, { value: 'segment-mean', label: "Each segment's own mean colour" }],
};

/**
 * The segments of the input: from the file `segments`, or by the method named by the parameters; a signal is cut into
 * equal pieces.
 */
export function segmentsOf(context: MethodContext): LabelMap {
  const spatial = context.input.dims.slice(2);
  if (context.files.segments) return labelsFrom(context.files.segments, spatial);
  const params = context.params as ParameterValues;
  if (spatial.length === 1) return gridLabels(spatial, 1, pieces(params, spatial[0]));
  const segmenter = segmenterOf(String(params.segmentation));
  const known = Object.fromEntries(
    segmenter.params.filter((p) => OFFERED.includes(p.name)).map((p) => [p.name, params[p.name]]),
  );
  return segmenter.segment(imageOf(context), known);
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
export function segmentBaselineOf(context: MethodContext, labels: LabelMap): FloatTensor {
  const named = context.params.baseline === 'segment-mean' && !context.draws.given('baseline');
  return named ? segmentMeans(context.input, labels) : baselineOf(context);
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
