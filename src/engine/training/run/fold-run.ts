import { LensError } from '../../../protocol/error';
import type { EpochMeasures, Measures } from '../../../protocol/training-result';
import { concatenated, type FloatTensor } from '../../tensor/tensor';
import { initialState, update, type TrainingState } from '../update';
import { batchesOf, keptOf, labelsOf, type RunKey } from './batches';
import type { Checkpoint, CheckpointFile, Kept } from './checkpoint';
import { nextTurn, type TurnOptions } from '../turn';
import { measured, type Answers } from './measures';
import type { Source } from './source';
import type { Trainer } from './trainer';

export interface FoldOptions extends TurnOptions {
  readonly epochs: number;
  readonly batch: number;
  /** Epochs without a better one after which it stops; 0 never stops. */
  readonly patience: number;
  /** Which epoch's network is kept: the best by its validation, or the last. */
  readonly keep: 'best' | 'last';
  /** Hears of the epochs that were done before the run goes on. */
  begin?(history: readonly EpochMeasures[]): void;
  progress?(told: FoldProgress): void;
}

export interface FoldProgress {
  readonly epoch: number;
  /** Share of the epoch that is done. */
  readonly share: number;
  readonly last?: EpochMeasures;
}

/** One network learning from one part of the samples, judged by another. */
export interface FoldTask {
  readonly key: RunKey;
  readonly trainer: Trainer;
  readonly source: Source;
  readonly training: Int32Array;
  readonly validation: { readonly source: Source; readonly samples: Int32Array };
  readonly checkpoint: CheckpointFile;
}

/** Trains to the end, from the last checkpoint if there is one. @throws LensError `cancelled` or `stopped` between two batches */
export async function runFold(task: FoldTask, options: FoldOptions): Promise<Checkpoint> {
  let now = task.checkpoint.read() ?? startOf(task);
  options.begin?.(now.history);
  while (!isDone(now, options)) {
    now = await epochAfter(now, task, options);
    task.checkpoint.write(now);
  }
  return now;
}

const startOf = ({ trainer }: FoldTask): Checkpoint => {
  const state = initialState(trainer.step);
  return { state, kept: { epoch: 0, state }, history: [] };
};

const isDone = ({ history, kept }: Checkpoint, { epochs, patience }: FoldOptions): boolean =>
  history.length >= epochs || (patience > 0 && history.length - kept.epoch >= patience);

async function epochAfter(before: Checkpoint, task: FoldTask, options: FoldOptions): Promise<Checkpoint> {
  const epoch = before.history.length + 1;
  const { state, training, learningRate } = await learnedEpoch(before.state, epoch, task, options);
  const { f1, accuracy, loss: validationLoss } = await answersOf(task, state, task.validation, options);
  const validation = { f1, accuracy, loss: validationLoss };
  const measures: EpochMeasures = { epoch, learningRate, training, validation };
  options.progress?.({ epoch, share: 1, last: measures });
  return {
    state,
    kept: isKept(measures, before, options) ? { epoch, state } : before.kept,
    history: [...before.history, measures],
  };
}

/** The better F1, of equal ones the lower loss. */
function isKept({ validation }: EpochMeasures, { kept, history }: Checkpoint, { keep }: FoldOptions): boolean {
  if (keep === 'last' || kept.epoch === 0) return true;
  const best: Measures = history[kept.epoch - 1].validation;
  return validation.f1 > best.f1 || (validation.f1 === best.f1 && validation.loss < best.loss);
}

async function learnedEpoch(
  from: TrainingState,
  epoch: number,
  { key, trainer, source, training }: FoldTask,
  options: FoldOptions,
): Promise<{ state: TrainingState; training: Measures; learningRate: number }> {
  let state = from;
  let total = 0;
  const outputs: FloatTensor[] = [];
  const batches = batchesOf(training, options.batch, key, epoch);
  for (const [b, samples] of batches.entries()) {
    await nextTurn(options);
    const {
      loss,
      output,
      state: next,
    } = await update(trainer.step, trainer.update, state, {
      input: await source.toLearn(samples, key, epoch),
      targets: labelsOf(source.examples, samples),
      draws: keptOf(trainer.step.masks, samples.length, key, epoch, b),
    });
    if (!Number.isFinite(loss)) throw diverged(epoch, loss);
    total += loss * samples.length;
    outputs.push(output);
    state = next;
    options.progress?.({ epoch, share: (b + 1) / batches.length });
  }
  const labels = Int32Array.from(batches.flatMap((samples) => Array.from(samples, (k) => source.examples.labels[k])));
  const { f1, accuracy } = measured(concatenated(outputs), labels);
  const measures = { f1, accuracy, loss: total / training.length };
  return { state, training: measures, learningRate: trainer.step.pace(state.step - 1).learningRate };
}

const diverged = (epoch: number, loss: number): LensError =>
  new LensError({
    code: 'invalid-argument',
    what: `the loss became ${Number.isNaN(loss) ? 'not a number' : 'infinite'} in epoch ${epoch}`,
    where: 'training',
    next: 'Choose a smaller learning rate (--optimiser adamw:learningRate=0.0003), or clip the gradient (--clip 1)',
  });

/** How good the network is on samples. */
export async function answersOf(
  { trainer }: Pick<FoldTask, 'trainer'>,
  state: Kept['state'],
  { source, samples }: FoldTask['validation'],
  options: TurnOptions,
): Promise<Answers> {
  const labels = samples.map((k) => source.examples.labels[k]);
  const logits = await trainer.logits(
    state,
    samples.length,
    (from, to) => source.plain(samples.subarray(from, to)),
    options,
  );
  return measured(logits, labels);
}
