import { floats, type FloatTensor } from '../../tensor/tensor';
import { baselineOf } from '../baseline';
import { multiplied, scoreDifference } from './integrated-gradients';
import type { AttributionMethod, MethodContext } from '../method';
import { pathIntegral } from '../derivation/path';
import { segmentsOf } from '../segment/segments';
import { dilatedRegions, rankedRegions } from '../segment/regions';
import { quadratureOf, stepsParameter } from '../derivation/quadrature';

/** Coarse and fine segmentations together: regions overlap, and the ranking chooses among them. */
const SCALES = [50, 100, 150, 250, 500, 1200];

/** Regions of the image in the order of their mean integrated gradient from black and from white. */
export const xrai: AttributionMethod = {
  id: 'xrai',
  label: 'XRAI',
  group: 'gradient',
  paper: {
    authors: 'Kapishnikov, Bolukbasi, Viégas & Terry',
    year: 2019,
    title: 'XRAI: Better Attributions Through Regions',
    url: 'https://arxiv.org/abs/1906.02825',
  },
  shows: 'Whole regions by how much the score rests on them, the most important first; easier to read than pixels.',
  misleads:
    'Regions come from colours alone: an object of several colours is cut up, and a texture can swallow its surroundings.',
  needs: ['gradient'],
  signed: true,
  params: [
    { ...stepsParameter, default: 50 },
    { name: 'minSize', label: 'Smallest region', kind: 'integer', default: 150, minimum: 1, unit: 'px' },
    {
      name: 'minGain',
      label: 'Smallest addition',
      kind: 'integer',
      default: 50,
      minimum: 1,
      unit: 'px',
      description: 'A region that adds fewer pixels is dropped',
    },
    {
      name: 'dilation',
      label: 'Grown by',
      kind: 'integer',
      default: 5,
      minimum: 0,
      maximum: 50,
      unit: 'px',
      description: 'So that regions hold their own edges',
    },
  ],
  cost: ({ steps }) => 4 * Number(steps),
  async run(context) {
    const [pixels, completeness] = await integrated(context);
    const { minSize, minGain, dilation } = context.params;
    const labels = SCALES.map((scale) =>
      segmentsOf({ ...context, params: { segmentation: 'felzenszwalb', scale, minSize, segments: scale } }),
    );
    const regions = labels.flatMap((map) => dilatedRegions(map, Number(dilation)));
    const values = rankedRegions(strongestChannel(pixels), regions, Number(minGain));
    return {
      map: floats([1, 1, ...context.input.dims.slice(2)], Float32Array.from(values)),
      completeness,
      details: { pixels },
    };
  },
};

/**
 * The mean of integrated gradients from black and from white (from the smallest and the largest value where these are
 * not known).
 */
async function integrated(context: MethodContext): Promise<[FloatTensor, { sum: number; expected: number }]> {
  const { input, levels, network } = context;
  const extreme = (pick: (a: number, b: number) => number) =>
    floats(input.dims, new Float32Array(input.data.length).fill(input.data.reduce((a, b) => pick(a, b))));
  const ends = levels
    ? ['black', 'white'].map((baseline) => baselineOf({ ...context, params: { ...context.params, baseline } }))
    : [extreme(Math.min), extreme(Math.max)];
  const quadrature = quadratureOf('gausslegendre', Number(context.params.steps));
  const sum = new Float64Array(input.data.length);
  const completeness = { sum: 0, expected: 0 };
  for (const start of ends) {
    const mean = await pathIntegral(context, { along: network.graph.input, start, end: input, quadrature });
    const map = multiplied(mean, input, start);
    const own = await scoreDifference(context, map, start);
    map.data.forEach((v, i) => (sum[i] += v / ends.length));
    completeness.sum += own.sum / ends.length;
    completeness.expected += own.expected / ends.length;
  }
  return [floats(input.dims, Float32Array.from(sum)), completeness];
}

/** The largest value over the channels of each pixel. */
function strongestChannel({ dims, data }: FloatTensor): Float64Array {
  const positions = data.length / dims[1];
  return Float64Array.from({ length: positions }, (_, p) => {
    let best = -Infinity;
    for (let c = 0; c < dims[1]; c++) best = Math.max(best, data[c * positions + p]);
    return best;
  });
}
