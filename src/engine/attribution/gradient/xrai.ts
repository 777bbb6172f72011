import { integer } from '../../parameter/kinds';
import { floats, type FloatTensor } from '../../tensor/tensor';
import { baselineOf } from '../baseline';
import { scoreDifference } from './integrated-gradients';
import { defineMethod, type MethodContext } from '../method';
import { multiplied, pathIntegral } from '../derivation/path';
import { segmentsBy } from '../segment/segments';
import { dilatedRegions, rankedRegions } from '../segment/regions';
import { quadratureOf, stepsParameter } from '../derivation/quadrature';

/** Coarse and fine segmentations together: regions overlap, and the ranking chooses among them. */
const SCALES = [50, 100, 150, 250, 500, 1200];

/** Regions of the image in the order of their mean integrated gradient from black and from white. */
export const xrai = defineMethod({
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
  unit: 'score',
  params: [
    stepsParameter,
    integer({ name: 'minSize', label: 'Smallest region', default: 150, minimum: 1, unit: 'px' }),
    integer({
      name: 'minGain',
      label: 'Smallest addition',
      default: 50,
      minimum: 1,
      unit: 'px',
      description: 'A region that adds fewer pixels is dropped',
    }),
    integer({
      name: 'dilation',
      label: 'Grown by',
      default: 5,
      minimum: 0,
      maximum: 50,
      unit: 'px',
      description: 'So that regions hold their own edges',
    }),
  ],
  cost: ({ steps }) => 4 * steps,
  async run(context) {
    const [pixels, completeness] = await integrated(context);
    const { minSize, minGain, dilation } = context.params;
    const labels = SCALES.map((scale) =>
      segmentsBy(context, { segmentation: 'felzenszwalb', values: { scale, minSize }, pieces: scale }),
    );
    const regions = labels.flatMap((map) => dilatedRegions(map, dilation));
    const values = rankedRegions(strongestChannel(pixels), regions, minGain);
    return {
      map: floats([1, 1, ...context.input.dims.slice(2)], Float32Array.from(values)),
      completeness,
      details: { pixels },
    };
  },
});

/**
 * The mean of integrated gradients from black and from white (from the smallest and the largest value where these are
 * not known).
 */
async function integrated(
  context: MethodContext<{ readonly steps: number }>,
): Promise<[FloatTensor, { sum: number; expected: number }]> {
  const { input, network } = context;
  const ends = [0, 1].map((baselineLevel) => baselineOf({ ...context, params: { baseline: 'level', baselineLevel } }));
  const quadrature = quadratureOf({ quadrature: 'gausslegendre', steps: context.params.steps });
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
