import { basename, resolve } from 'node:path';
import type { ExplainerChoices, ExplainerProgress, ExplainerRequest, LearnedResult } from '../../protocol/explainer';
import { LensError } from '../../protocol/error';
import type { NetworkInput } from '../image/input';
import { encodeExplainer, explainerPath } from '../model/explainer-file';
import type { OpenedModel } from '../model/opening';
import { writeWhole } from '../report/whole-file';
import { Execution, type JobOptions } from '../session/execution';
import { answersOf, refuseOthers } from './answers';
import { faithfulnessOf } from './faithfulness';
import { explainerInputs } from './inputs';
import { gridOf, learnerOf } from './learner';
import { batchesPerEpoch, learnedExplainer } from './learning';
import { drawsOf } from './selection';
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
  const updates = epochs * batchesPerEpoch(learning.dims[0], choices.batch);
  const learner = learnerOf(plan, { ...choices, updates }, answers.loss, {
    ...network.graph,
    batched: await network.isBatched(),
  });
  const { throughModel, approximates } = learner;
  const trained = await learnedExplainer(
    learner,
    { inputs: learning, answers: answers.probabilities },
    { ...choices, answering: Number(throughModel) + Number(approximates), noise: [drawsOf(choices), grid.count] },
    {
      runtime: { device: 'cpu', threads: network.runtime.threads },
      execution,
      progress: (epoch, share, loss) =>
        options.progress({ stage: 'learning', share: (epoch - 1 + share) / epochs, epoch, loss }),
    },
  );
  const faithfulness = await faithfulnessOf(
    { trained, approximates, network, grid, features, hidden, seed },
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
