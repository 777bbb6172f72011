import type { ParameterValue } from '../../protocol/parameter';
import { Draws } from '../attribution/draws';
import { featureAblation } from '../attribution/perturbation/feature-ablation';
import { forgrad } from '../attribution/forgrad';
import { kernelShap } from '../attribution/perturbation/kernel-shap';
import { lime } from '../attribution/perturbation/lime';
import type { Attribution, AttributionMethod } from '../attribution/method';
import { occlusion } from '../attribution/perturbation/occlusion';
import { rise } from '../attribution/perturbation/rise';
import { shapleyExact } from '../attribution/perturbation/shapley-exact';
import { shapleyValueSampling } from '../attribution/perturbation/shapley-value-sampling';
import { sise } from '../attribution/perturbation/sise';
import { segmentCount, segmenterOf } from '../segmentation';
import { Execution } from '../session/execution';
import { reshaped, type FloatTensor, type Tensor } from '../tensor/tensor';
import type { Adapter, CaseFiles, CaseOutputs, ReferenceCase, RunCase } from './adapter';
import { scoreOf } from './explanation';
import { detections, riseMasks } from './perturbation-masks';

/** Runs a method of the registry as a case describes it. */
async function explain(method: AttributionMethod, reference: ReferenceCase, files: CaseFiles): Promise<Attribution> {
  const { params } = reference;
  const draws: Record<string, Tensor> = {};
  for (const [name, path] of Object.entries(reference.draws ?? {})) draws[name] = files.array(path);
  if (params.baselineFile) draws.baseline = files.floats(params.baselineFile);
  return method.run({
    network: await files.network(reference.model as string),
    input: files.floats(reference.input as string),
    score: scoreOf(reference, files),
    params: parametersOf(method, params),
    draws: new Draws(0, draws),
    files: params.segments ? { segments: files.array(params.segments) } : {},
    execution: new Execution(files.signal),
    report: () => undefined,
  });
}

/** The case's values of the method's parameters; `segments` is a file in this suite, and lists of names are joined. */
function parametersOf(method: AttributionMethod, given: ReferenceCase['params']): Record<string, ParameterValue> {
  return Object.fromEntries(
    method.params.map(({ name, default: otherwise }) => {
      const value = name === 'segments' ? undefined : given[name];
      return [name, Array.isArray(value) && typeof value[0] === 'string' ? value.join() : (value ?? otherwise)];
    }),
  );
}

/** A map without the batch and channel axes. */
const plane = (map: FloatTensor): FloatTensor => reshaped(map, map.dims.slice(2));

const inputMap =
  (method: AttributionMethod): RunCase =>
  async (reference, files) => ({ attribution: (await explain(method, reference, files)).map });

/** The values that a method tells beside its map, with the map as `attribution`, as far as the case asks for them. */
const withDetails =
  (method: AttributionMethod): RunCase =>
  async (reference, files): Promise<CaseOutputs> => {
    const { map, details } = await explain(method, reference, files);
    const told = { ...details, attribution: plane(map) };
    return Object.fromEntries(Object.entries(told).filter(([name]) => name in reference.expected));
  };

const riseCase: RunCase = async (reference, files) => {
  const { details = {} } = await explain(rise, reference, files);
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
    occlusion: inputMap(occlusion),
    'feature-ablation': inputMap(featureAblation),
    'shapley-exact': withDetails(shapleyExact),
    'kernel-shap': withDetails(kernelShap),
    'shapley-value-sampling': withDetails(shapleyValueSampling),
    lime: withDetails(lime),
    rise: riseCase,
    'rise-masks': riseMasks,
    sise: withDetails(sise),
    'd-rise': detections,
    forgrad: filtered,
    slic: superpixels,
    quickshift: superpixels,
    felzenszwalb: superpixels,
    grid: superpixels,
  },
};
