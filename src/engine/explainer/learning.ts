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
import { ANSWERS, INPUT } from './network';
import { NOISE, TEMPERATURE } from './selection';

export interface LearningOptions {
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
  readonly temperature: number;
  readonly cooling: number;
  /** How many answer: approximator, model, or both. */
  readonly answering: number;
  /** Draws per input, and cells. */
  readonly noise: readonly [draws: number, cells: number];
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
    const updates = options.epochs * batchesPerEpoch(inputs.dims[0], options.batch);
    for (let epoch = 1; epoch <= options.epochs; epoch++) {
      const order = new RandomStream(options.seed, 'order', epoch).permutation(inputs.dims[0]);
      for (let from = 0; from < order.length; from += options.batch) {
        const rows = order.subarray(from, from + options.batch);
        await execution.turn();
        const cold = options.cooling ** -(state.step / updates);
        const { loss, state: next } = await update(step, session, state, {
          input: rowsAt(inputs, rows),
          targets: rowsAt(answers, answering > 1 ? [...rows, ...rows] : rows),
          draws: {
            [NOISE]: gumbelNoise([rows.length, ...options.noise], cold, options.seed, epoch, from),
            [TEMPERATURE]: floats([], [options.temperature * cold]),
          },
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
  { loss, learningRate, updates }: Pick<Answers, 'loss'> & { readonly learningRate: number; readonly updates: number },
): LearningNetwork {
  const { model, parameters } = fresh;
  const step = trainingStep(
    { model: prepareWithoutRunning(learnable(model, parameters, 'evaluation')), input: INPUT, output: ANSWERS },
    {
      ...{ parameters, mode: 'evaluation', loss: { id: loss } },
      optimiser: { id: 'adam', params: { learningRate } },
      schedule: { id: 'cosine', params: { period: updates } },
    },
  );
  return { fresh, step };
}

export const batchesPerEpoch = (inputs: number, batch: number): number => Math.ceil(inputs / batch);

/** −s log(−log u), u evenly in 0 … 1 without its ends. */
function gumbelNoise(dims: readonly number[], scale: number, ...key: number[]): FloatTensor {
  const random = new RandomStream('gumbel', ...key);
  const noise = floats(dims);
  for (let i = 0; i < noise.data.length; i++)
    noise.data[i] = -scale * Math.log(-Math.log(Math.min(1 - 1e-7, Math.max(1e-7, random.uniform()))));
  return noise;
}

const diverged = (epoch: number): LensError =>
  new LensError({
    code: 'invalid-argument',
    what: `the loss is no number any more in epoch ${epoch}`,
    where: 'learning the explainer',
    next: 'Choose a smaller learning rate (--learning-rate 0.0003)',
  });
