import { forgrad } from '../attribution/forgrad';
import type { Attribution } from '../attribution/method';
import { methodOf } from '../explanation/methods';
import { segmentCount, segmenterOf } from '../segmentation';
import { reshaped, type FloatTensor } from '../tensor/tensor';
import type { Adapter, CaseFiles, CaseOutputs, ReferenceCase, RunCase } from './adapter';
import { explained } from './explanation';
import { detections, riseMasks } from './perturbation-masks';

/** Runs the method of a case; `segments` is an array in this suite, and lists of names are joined. */
function explain(reference: ReferenceCase, files: CaseFiles): Promise<Attribution> {
  const known = new Set(methodOf(reference.method).params.map(({ name }) => name));
  const { segments, ...given } = reference.params;
  const params = Object.entries(given)
    .filter(([name]) => known.has(name))
    .map(([name, value]) => [name, Array.isArray(value) && typeof value[0] === 'string' ? value.join() : value]);
  return explained(reference, files, {
    params: Object.fromEntries(params),
    draws: segments && { segments: files.array(segments) },
  });
}

/** A map without the batch and channel axes. */
const plane = (map: FloatTensor): FloatTensor => reshaped(map, map.dims.slice(2));

const inputMap: RunCase = async (reference, files) => ({ attribution: (await explain(reference, files)).map });

/** The values that a method tells beside its map, with the map as `attribution`, as far as the case asks for them. */
const withDetails: RunCase = async (reference, files): Promise<CaseOutputs> => {
  const { map, details } = await explain(reference, files);
  const told = { ...details, attribution: plane(map) };
  return Object.fromEntries(Object.entries(told).filter(([name]) => name in reference.expected));
};

const rise: RunCase = async (reference, files) => {
  const { details = {} } = await explain(reference, files);
  return {
    attribution: plane(details.dividedByCount as FloatTensor),
    attributionDividedByMaskSum: plane(details.dividedByMaskSum as FloatTensor),
    scores: details.scores,
  };
};

const filtered: RunCase = ({ params }, files) => ({
  attribution: plane(forgrad(files.floats(params.map), params.sigma)),
});

const superpixels: RunCase = (reference, files) => {
  const image = files.floats(reference.input as string);
  const draws = Object.fromEntries(
    Object.entries(reference.draws ?? {}).map(([name, path]) => [name, files.array(path)]),
  );
  const labels = segmenterOf(reference.method).segment(reshaped(image, image.dims.slice(-3)), reference.params, draws);
  return { labels, count: segmentCount(labels) };
};

/** Superpixels, occlusion, ablation, LIME, SHAP, RISE, SISE, D-RISE and FORGrad. */
export const perturbation: Adapter = {
  suite: 'perturbation',
  methods: {
    occlusion: inputMap,
    'feature-ablation': inputMap,
    'shapley-exact': withDetails,
    'kernel-shap': withDetails,
    'shapley-value-sampling': withDetails,
    lime: withDetails,
    rise,
    'rise-masks': riseMasks,
    sise: withDetails,
    'd-rise': detections,
    forgrad: filtered,
    slic: superpixels,
    quickshift: superpixels,
    felzenszwalb: superpixels,
    grid: superpixels,
  },
};
