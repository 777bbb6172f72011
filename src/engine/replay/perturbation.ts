import { Draws } from '../attribution/draws';
import type { Attribution, AttributionMethod, MethodContext } from '../attribution/method';
import { occlusion } from '../attribution/occlusion';
import { Execution } from '../session/execution';
import type { ParameterValue } from '../../protocol/parameter';
import type { Tensor } from '../tensor/tensor';
import type { Adapter, CaseFiles, CaseOutputs, ReferenceCase, RunCase } from './adapter';

/** Runs a method of the registry as a case describes it. */
async function explain(method: AttributionMethod, reference: ReferenceCase, files: CaseFiles): Promise<Attribution> {
  const { params } = reference;
  const draws: Record<string, Tensor> = {};
  for (const [name, path] of Object.entries(reference.draws ?? {})) draws[name] = files.array(path);
  if (params.baselineFile) draws.baseline = files.floats(params.baselineFile);
  const given: Record<string, ParameterValue> = Object.fromEntries(method.params.map((p) => [p.name, params[p.name] ?? p.default]));
  const context: MethodContext = {
    network: await files.network(reference.model as string),
    input: files.floats(reference.input as string),
    score: { index: reference.target as number, kind: params.output === 'probability' ? 'probability' : 'logit' },
    params: given,
    draws: new Draws(0, draws),
    files: params.segments ? { segments: files.array(params.segments) } : {},
    execution: new Execution(files.signal),
    report: () => undefined,
  };
  return method.run(context);
}

const attributionOf = (method: AttributionMethod): RunCase => async (reference, files): Promise<CaseOutputs> => ({
  attribution: (await explain(method, reference, files)).map,
});

/** Superpixels, occlusion, ablation, LIME, SHAP, RISE, SISE and D-RISE. */
export const perturbation: Adapter = {
  suite: 'perturbation',
  methods: {
    occlusion: attributionOf(occlusion),
  },
};
