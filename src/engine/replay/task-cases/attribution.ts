import { Execution } from '../../session/execution';
import type { Network } from '../../session/network';
import { floats, type FloatTensor, type Tensor } from '../../tensor/tensor';
import type { CaseFiles, CaseOutputs, ReferenceCase, RunCase } from '../adapter';
import { camsAdapter, fusedCam } from '../cams';
import { explained } from '../explanation';
import { gradientsAdapter } from '../gradients';
import { perturbation } from '../perturbation';
import { joinedCase, singleCase, separatedOutputs } from './inputs';
import { scoredNetwork } from './networks';
import { expressionOf } from './scores';

/** How the method of a case is run on a network whose one logit is the case's score. */
const methods: Readonly<Record<string, RunCase>> = {
  ...gradientsAdapter.methods,
  ...camsAdapter.methods,
  occlusion: perturbation.methods.occlusion,
  'd-rise': detectionRise,
};

/** A method applied to a score of a model's outputs. */
export const attributionCase: RunCase = (reference, files) =>
  reference.inputs ? severalInputs(reference, files) : oneInput(reference, files);

const oneInput: RunCase = async (reference, files) => {
  const expression = await expressionOf(reference, files);
  const key = [reference.params.score, reference.input];
  const network = await scoredNetwork(reference.model as string, key, files, expression);
  return explainedScore(reference, withNetwork(files, network));
};

/** Gradients and paths move all inputs together; windows and layers belong to the input that is named. */
const severalInputs: RunCase = async (reference, files) => {
  const { score, attribution } = reference.params;
  const expression = await expressionOf(reference, files);
  const changed = attribution.input ? singleCase(reference, files) : joinedCase(reference, files);
  const key = [score, attribution.input, reference.inputs];
  const network = await scoredNetwork(reference.model as string, key, files, expression, changed.prepare);
  const outputs = await explainedScore(changed.reference, withNetwork(files, network, changed.arrays));
  return attribution.input
    ? { ...outputs, [nameOf(attribution.input)]: outputs.attribution }
    : { ...outputs, ...separatedOutputs(outputs.attribution as FloatTensor, changed.parts, nameOf) };
};

const nameOf = (input: string): string => `attribution${input[0].toUpperCase()}${input.slice(1)}`;

/** The score itself, and the outputs of the method. */
async function explainedScore(reference: ReferenceCase, files: CaseFiles): Promise<CaseOutputs> {
  const network = await files.network(reference.model as string);
  const value = await network.logits(files.floats(reference.input as string), new Execution(files.signal));
  const { method, layers, ...params } = reference.params.attribution;
  // A single logit is that of class 1.
  const plain = { ...reference, method, params, target: 1 };
  const outputs = await (!layers
    ? methods[method](plain, files)
    : params.fusion
      ? methods[method]({ ...plain, params: { ...params, layer: layers.join() } }, files)
      : ofLayers(plain, layers, files));
  return { ...outputs, score: value.data[0] };
}

/** A CAM of several layers: the mean of the layers' own, each scaled to 0 … 1. */
async function ofLayers(reference: ReferenceCase, layers: readonly string[], files: CaseFiles): Promise<CaseOutputs> {
  const all: CaseOutputs[] = [];
  for (const layer of layers)
    all.push(await methods[reference.method]({ ...reference, params: { ...reference.params, layer } }, files));
  const raws = all.map(({ raw }) => raw as FloatTensor);
  const { dims } = files.array(reference.input as string);
  return { ...all[0], cam: fusedCam(raws, dims), camNegated: fusedCam(raws, dims, -1) };
}

/** The sum of masks, each by how well the box is still found behind it. */
async function detectionRise(reference: ReferenceCase, files: CaseFiles): Promise<CaseOutputs> {
  const { samples, ...params } = reference.params;
  const { details } = await explained({ ...reference, method: 'rise', params: { ...params, samples } }, files);
  const mean = details!.dividedByCount as FloatTensor;
  const times = samples * params.preservationProbability;
  return {
    weights: details!.scores as Tensor,
    attribution: floats(
      mean.dims.slice(-2),
      mean.data.map((value) => value * times),
    ),
  };
}

/** Files of a case whose model and some of whose arrays are made here. */
function withNetwork(
  files: CaseFiles,
  network: Network,
  arrays: Readonly<Record<string, FloatTensor>> = {},
): CaseFiles {
  return {
    array: (path) => arrays[path] ?? files.array(path),
    floats: (path) => arrays[path] ?? files.floats(path),
    network: () => Promise.resolve(network),
    changed: (...all) => files.changed(...all),
    model: (model) => files.model(model),
    runtime: files.runtime,
    signal: files.signal,
  };
}
