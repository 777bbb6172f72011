import type { ExplainerEstimate, ExplainerRequest } from '../../protocol/explainer';
import type { OpenedModel } from '../model/opening';
import { Execution, type JobOptions } from '../session/execution';
import { RandomStream } from '../tensor/random';
import { floats } from '../tensor/tensor';
import { answersOf, refuseOthers } from './answers';
import { learningCount } from './inputs';
import { gridOf, learnerOf } from './learner';
import { batchesPerEpoch, learnedExplainer } from './learning';
import { drawsOf } from './selection';

/** Updates that are timed, after one that is not. */
const TIMED = 2;

/**
 * What learning from a folder would take: a few updates are timed, on noise of the size of the inputs.
 * @throws LensError where model or choices do not allow it
 */
export async function estimateExplainer(
  opened: OpenedModel,
  { folder, limit, cell, ...choices }: ExplainerRequest,
  options: JobOptions,
): Promise<ExplainerEstimate> {
  refuseOthers(opened);
  const { network } = opened;
  const { inputDims, logitsDims } = network.graph;
  const { features, seed, epochs, batch } = choices;
  const execution = new Execution(options.signal, options.lane);
  const grid = gridOf(inputDims, cell, features);
  const inputs = await learningCount(opened, folder, { limit, seed });
  const noise = noiseLike(inputDims, Math.max(1, Math.min(batch, inputs)) * (1 + TIMED));
  const answers = answersOf(network, await network.logitsOf(noise, execution));
  const each = (value: number): number[] => new Array<number>(inputDims[0]).fill(value);
  const plan = { ...choices, grid, hidden: each(0), mean: each(0), deviation: each(1), outputs: logitsDims[0] };
  const updates = epochs * batchesPerEpoch(inputs, batch);
  const learner = learnerOf(plan, { ...choices, updates }, answers.loss, network.graph);
  const moments: number[] = [];
  await learnedExplainer(
    learner,
    { inputs: noise, answers: answers.probabilities },
    {
      ...choices,
      epochs: 1,
      batch: noise.dims[0] / (1 + TIMED),
      answering: Number(learner.throughModel) + Number(learner.approximates),
      noise: [drawsOf(choices), grid.count],
    },
    {
      runtime: { device: 'cpu', threads: network.runtime.threads },
      execution,
      progress: () => moments.push(performance.now()),
    },
  );
  const ofUpdate = (moments[TIMED] - moments[0]) / 1000 / TIMED;
  return { inputs, cells: grid.count, cell: grid.cell, seconds: updates * ofUpdate };
}

/** So many inputs of noise. */
function noiseLike(inputDims: readonly number[], count: number) {
  const random = new RandomStream('estimate');
  const noise = floats([count, ...inputDims]);
  for (let i = 0; i < noise.data.length; i++) noise.data[i] = random.normal();
  return noise;
}
