import { createSession } from '../../session/runtime';
import { floats, sizeOf, type FloatTensor, type Tensor } from '../../tensor/tensor';
import { trainingStep, type StepOptions, type TrainingStep } from '../../training/step';
import { initialState, learned, update, type Batch, type TrainingState } from '../../training/update';
import type { CaseFiles, CaseOutputs, ReferenceCase, RunCase } from '../adapter';
import { vector } from '../metric-cases/arrays';
import { caseNetwork, given, keyOf, lossOf, maskInput, modeOf, targetsOf } from './network';

/** A run of an optimiser over stored mini-batches. */
export const optimise: RunCase = async (reference, files) => {
  const { network, parameters } = await caseNetwork(reference, files, 'weight.');
  const step = trainingStep(network, optionsOf(reference, [...parameters.values()]));
  const session = await createSession(step.model, files.runtime);
  let state = initialState(step);
  const [losses, norms]: [number[], number[]] = [[], []];
  for (const batch of batchesOf(reference, files)) {
    const done = await update(step, session, state, batch);
    losses.push(done.loss);
    norms.push(done.gradientNorm);
    state = done.state;
  }
  await session.release();
  const paces = losses.map((_, k) => step.pace(k));
  return {
    losses: vector(losses),
    gradientNorms: vector(norms),
    learningRates: vector(paces.map(({ learningRate }) => learningRate)),
    momenta: vector(paces.map(({ momentum = NaN }) => momentum)),
    ...named('weight', step.weights.views(state.weights)),
    ...named('statistic', step.statistics.views(state.statistics)),
    ...(reference.params.evaluate && { output: await evaluated(reference, files, step, state) }),
  };
};

const named = (prefix: string, views: ReadonlyMap<string, FloatTensor>): CaseOutputs =>
  Object.fromEntries([...views].map(([name, values]) => [`${prefix}.${keyOf(name)}`, values]));

const OPTIMISER_PARAMETERS = ['learningRate', 'momentum', 'dampening', 'nesterov', 'weightDecay', 'betas', 'epsilon'];

function optionsOf({ params }: ReferenceCase, parameters: readonly string[]): StepOptions {
  const { type, ...schedule } = params.schedule ?? { type: 'constant' };
  // What a case leaves out is off.
  const off = params.optimiser === 'sgd' ? { momentum: 0, weightDecay: 0 } : { weightDecay: 0 };
  return {
    parameters,
    mode: modeOf(params),
    loss: lossOf(params),
    optimiser: { id: params.optimiser, params: { ...off, ...given(params, OPTIMISER_PARAMETERS) } },
    schedule: { id: type, params: schedule },
    clipNorm: params.clipNorm,
  };
}

function batchesOf(reference: ReferenceCase, files: CaseFiles): Batch[] {
  const { batches, ...masks } = reference.draws!;
  const [inputs, wanted] = [files.floats(reference.input as string), targetsOf(reference, files)];
  const rows = files.array(batches);
  const [steps, size] = rows.dims;
  return Array.from({ length: steps }, (_, t) => {
    const chosen = Array.from(rows.data.slice(t * size, (t + 1) * size) as ArrayLike<number>, Number);
    const kept = Object.entries(masks).map(([draw, path]) => [maskInput(draw), rowsOf(files.array(path), [t], true)]);
    return { input: rowsOf(inputs, chosen), targets: rowsOf(wanted, chosen), draws: Object.fromEntries(kept) };
  });
}

/** Rows of the first axis; of one row that axis may be dropped. */
function rowsOf<T extends Tensor>(tensor: T, rows: readonly number[], alone = false): T {
  const dims = tensor.dims.slice(1);
  const size = sizeOf(dims);
  const data = tensor.data.slice(0, rows.length * size);
  rows.forEach((row, k) => data.set(tensor.data.slice(row * size, (row + 1) * size) as never, k * size));
  return { ...tensor, dims: alone ? dims : [rows.length, ...dims], data };
}

/** The output for the first samples, with what was learned. */
async function evaluated(
  { input, params }: ReferenceCase,
  files: CaseFiles,
  step: TrainingStep,
  state: TrainingState,
): Promise<FloatTensor> {
  const { dims, data } = files.floats(input as string);
  const size = sizeOf(dims.slice(1)) * params.evaluate;
  const session = await createSession(step.forward, files.runtime);
  const results = await session.run({
    ...learned(state),
    [step.network.input]: floats([params.evaluate, ...dims.slice(1)], data.slice(0, size)),
  });
  await session.release();
  return results[step.network.output] as FloatTensor;
}
