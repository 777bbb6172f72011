import { basename, resolve } from 'node:path';
import type { ExplainerChoices, ExplainerProgress, ExplainerRequest, LearnedResult } from '../../protocol/explainer';
import { LensError } from '../../protocol/error';
import type { NetworkInput } from '../image/input';
import { encodeExplainer, explainerPath } from '../model/explainer-file';
import type { OpenedModel } from '../model/opening';
import { writeWhole } from '../report/whole-file';
import { Execution, type JobOptions } from '../session/execution';
import type { NetworkGraph } from '../session/network';
import { answersOf, refuseOthers, type Answers } from './answers';
import { cellGrid, type CellGrid } from './cells';
import { faithfulnessOf } from './faithfulness';
import { explainerInputs } from './inputs';
import { learnedExplainer, learningNetwork, type LearningNetwork } from './learning';
import { canStandInside } from './model-in-network';
import { explainerNetwork, type ExplainerPlan } from './network';
import { selectorModel } from './selector';
import { statisticsOf } from './statistics';

export interface ExplainerOptions extends JobOptions {
  progress(told: ExplainerProgress): void;
}

/**
 * Learns to explain a model from the inputs of a folder, and keeps what was learned beside the model.
 * @throws LensError `cancelled`, and where model, folder or choices do not allow it
 */
export async function learnExplainer(
  opened: OpenedModel,
  request: ExplainerRequest,
  options: ExplainerOptions,
): Promise<LearnedResult> {
  refuseOthers(opened);
  const { network, file } = opened;
  const { inputDims, logitsDims } = network.graph;
  const { folder, limit, cell, ...choices } = request;
  const { features, seed, epochs } = choices;
  const execution = new Execution(options.signal, options.lane);
  const tell = (stage: ExplainerProgress['stage']) => (share: number) => options.progress({ stage, share });
  const grid = gridOf(inputDims, cell, features);
  const inputs = await explainerInputs(opened, folder, { seed, limit, execution, progress: tell('reading') });
  const { learning, judging } = inputs;
  const hidden = hiddenValues(request.hidden, inputs.levels, inputDims[0]);
  tell('asking')(0);
  const answers = answersOf(network, await network.logitsOf(learning, execution));
  const plan = { ...choices, ...statisticsOf(learning), grid, hidden, outputs: logitsDims[0] };
  const { learner, throughModel } = networksOf(plan, choices, answers.loss, network.graph);
  const trained = await learnedExplainer(
    learner,
    { inputs: learning, answers: answers.probabilities },
    { ...choices, answering: throughModel ? 2 : 1, noise: [features, grid.count] },
    {
      runtime: { device: 'cpu', threads: network.runtime.threads },
      execution,
      progress: (epoch, share, loss) =>
        options.progress({ stage: 'learning', share: (epoch - 1 + share) / epochs, epoch, loss }),
    },
  );
  const faithfulness = await faithfulnessOf(
    { trained, network, grid, features, hidden, seed },
    { inputs: judging, logits: await network.logitsOf(judging, execution) },
    { execution, progress: tell('measuring') },
  );
  const facts = {
    modelHash: file.hash,
    choices: { ...choices, cell: grid.cell },
    cells: grid.count,
    throughModel,
    data: { folder: basename(resolve(folder)), inputs: learning.dims[0] },
    faithfulness,
  };
  const path = explainerPath(file.path);
  writeWhole(path, encodeExplainer({ model: selectorModel(trained, grid), facts }));
  return { path, facts, leftOut: inputs.leftOut };
}

/** The networks that learn, the model among them unless it is told not to be, or no gradient passes through it. */
function networksOf(
  plan: ExplainerPlan,
  { approximator, learningRate }: Pick<ExplainerChoices, 'approximator' | 'learningRate'>,
  loss: Answers['loss'],
  graph: NetworkGraph,
): { learner: LearningNetwork; throughModel: boolean } {
  const made = (model?: NetworkGraph) => learningNetwork(explainerNetwork({ ...plan, model }), { loss, learningRate });
  if (approximator === 'both' && canStandInside(graph))
    try {
      return { learner: made(graph), throughModel: true };
    } catch (thrown) {
      if (LensError.from(thrown).code !== 'not-differentiable') throw thrown;
    }
  return { learner: made(), throughModel: false };
}

/** @throws LensError where there are no more cells than are to be kept */
function gridOf(inputDims: readonly number[], cell: number | undefined, features: number): CellGrid {
  const grid = cellGrid(inputDims, cell);
  if (features < grid.count) return grid;
  throw new LensError({
    code: 'invalid-argument',
    what: `${features} features are to be kept, and an input has ${grid.count}`,
    next: 'Keep fewer, or choose smaller cells',
  });
}

/** What stands in hidden features, per channel. @throws LensError for black and white of inputs that are no images */
function hiddenValues(hidden: ExplainerChoices['hidden'], levels: NetworkInput['levels'], channels: number): number[] {
  if (hidden === 'zeros') return new Array<number>(channels).fill(0);
  if (levels) return [...levels[hidden]];
  throw new LensError({
    code: 'invalid-argument',
    what: `hidden features are to be ${hidden}, but the inputs are no images`,
    next: 'Hide with zeros',
  });
}
