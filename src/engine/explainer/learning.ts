import { LensError } from '../../protocol/error';
import type { Model } from '../graph/model';
import { prepareWithoutRunning } from '../graph/preparation';
import { Execution } from '../session/execution';
import { createSession, type RuntimeOptions } from '../session/runtime';
import { RandomStream } from '../tensor/random';
import { floats, rowsAt, type FloatTensor } from '../tensor/tensor';
import { learnable } from '../training/learnable';
import type { FreshNetwork } from '../training/networks/network';
import { trainingStep, type TrainingStep } from '../training/step';
import { initialState, trained, update } from '../training/update';
import type { Answers } from './answers';
import { ANSWERS, INPUT, NOISE } from './network';

export interface LearningOptions {
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
  /** Who answers: the approximator, or the model below it. */
  readonly answering: 1 | 2;
  /** Draws per input, and cells. */
  readonly noise: readonly [features: number, cells: number];
}

/** An explainer, and how it is updated. */
export interface LearningNetwork {
  readonly fresh: FreshNetwork;
  readonly step: TrainingStep;
}

/** Told after every batch. */
export type LearningProgress = (epoch: number, share: number, loss: number) => void;

/**
 * An explainer that has learned from inputs [N, …] to have its approximator answer `answers` [N, outputs].
 * @throws LensError `cancelled`, and `invalid-argument` where the loss is no number any more
 */
export async function learnedExplainer(
  { fresh, step }: LearningNetwork,
  { inputs, answers }: { readonly inputs: FloatTensor; readonly answers: FloatTensor },
  options: LearningOptions,
  { runtime, execution, progress }: { runtime: RuntimeOptions; execution: Execution; progress: LearningProgress },
): Promise<Model> {
  const { answering } = options;
  const session = await createSession(step.model, runtime);
  try {
    let state = initialState(step);
    for (let epoch = 1; epoch <= options.epochs; epoch++) {
      const order = new RandomStream(options.seed, 'order', epoch).permutation(inputs.dims[0]);
      for (let from = 0; from < order.length; from += options.batch) {
        const rows = order.subarray(from, from + options.batch);
        await execution.turn();
        const { loss, state: next } = await update(step, session, state, {
          input: rowsAt(inputs, rows),
          targets: rowsAt(answers, answering > 1 ? [...rows, ...rows] : rows),
          draws: { [NOISE]: gumbelNoise([rows.length, ...options.noise], options.seed, epoch, from) },
        });
        if (!Number.isFinite(loss)) throw diverged(epoch);
        state = next;
        progress(epoch, (from + rows.length) / order.length, loss);
      }
    }
    return trained(fresh.model, step, state);
  } finally {
    await session.release();
  }
}

/** @throws LensError `not-differentiable` where the model takes part, and no gradient passes through it */
export function learningNetwork(
  fresh: FreshNetwork,
  { loss, learningRate }: { readonly loss: Answers['loss']; readonly learningRate: number },
): LearningNetwork {
  const { model, parameters } = fresh;
  const step = trainingStep(
    { model: prepareWithoutRunning(learnable(model, parameters, 'evaluation')), input: INPUT, output: ANSWERS },
    { parameters, mode: 'evaluation', loss: { id: loss }, optimiser: { id: 'adam', params: { learningRate } } },
  );
  return { fresh, step };
}

/** −log(−log u), u evenly in 0 … 1 without its ends. */
function gumbelNoise(dims: readonly number[], ...key: number[]): FloatTensor {
  const random = new RandomStream('gumbel', ...key);
  const noise = floats(dims);
  for (let i = 0; i < noise.data.length; i++)
    noise.data[i] = -Math.log(-Math.log(Math.min(1 - 1e-7, Math.max(1e-7, random.uniform()))));
  return noise;
}

const diverged = (epoch: number): LensError =>
  new LensError({
    code: 'invalid-argument',
    what: `the loss is no number any more in epoch ${epoch}`,
    where: 'learning the explainer',
    next: 'Choose a smaller learning rate (--learning-rate 0.0003)',
  });
