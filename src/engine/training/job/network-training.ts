import type { TrainingEvent, TrainingRequest } from '../../../protocol/training';
import type { EpochMeasures, FoldResult } from '../../../protocol/training-result';
import type { Parts } from '../data/parts';
import { batchCount, type ChosenAugmentation } from '../run/batches';
import type { Checkpoint } from '../run/checkpoint';
import { answersOf, runFold, type FoldOptions, type FoldTask } from '../run/fold-run';
import type { Answers } from '../run/measures';
import { trainedRecipe } from '../run/preprocessing';
import { sourceOf, type Source } from '../run/source';
import { Trainer } from '../run/trainer';
import { trained } from '../update';
import type { FreshNetwork } from '../networks/network';
import { FoldFiles } from './fold-files';
import { keyOfFold } from './fold-key';
import { measuresOf, rowsOf, wrongOf } from './judged';
import type { Pace } from './pace';
import { stepOptions } from './plan';
import type { PlannedNetwork } from './planned-network';
import type { TrainingOptions } from './options';
import type { Split, Splits } from './splits';

/** What all networks of a training share. */
export interface TrainingContext {
  readonly request: TrainingRequest;
  /** Where the files of the folds go. */
  readonly out: string;
  readonly options: TrainingOptions;
  readonly parts: Parts;
  readonly splits: Splits;
  readonly augmentations: readonly ChosenAugmentation[];
  readonly pace: Pace;
}

/** Runs of one network that are reported together, and the name of their files. */
export interface Series {
  readonly name: string;
  readonly splits: readonly Split[];
}

interface Sources {
  readonly learning: Source;
  readonly test: Source | null;
}

/** Few inputs take more epochs. */
export const epochsFor = (samples: number, { epochs, batch, leastUpdates = 0 }: TrainingRequest): number =>
  Math.max(epochs, Math.ceil(leastUpdates / batchCount(samples, batch)));

/** All runs of one network. */
export class NetworkTraining {
  /** Features that were computed once, for all folds. */
  private kept: Sources | null = null;

  constructor(
    private readonly context: TrainingContext,
    private readonly network: PlannedNetwork,
  ) {}

  /** Trains one run of a series, or reads what is finished. */
  async run({ name, splits }: Series, index: number): Promise<FoldResult> {
    const { request, out, pace } = this.context;
    const split = splits[index];
    const files = new FoldFiles(out, keyOfFold(this.context, this.network, split), name, index + 1);
    const facts = {
      network: name,
      fold: index + 1,
      folds: splits.length,
      epochs: epochsFor(split.training.length, request),
    };
    const told = pace.fold(facts, split.training.length);
    const epochs = (history: readonly EpochMeasures[]): void => {
      if (history.length > 0) this.tell({ kind: 'epochs', network: name, fold: index + 1, history });
    };
    const finished = files.finished();
    if (finished) epochs(finished.history);
    const result =
      finished ??
      (await this.trainedFold(split, index, files, {
        begin: epochs,
        progress: (progress) => {
          told.progress(progress);
          if (progress.last) epochs([progress.last]);
        },
      }));
    told.end();
    this.tell({ kind: 'fold', network: name, result });
    return result;
  }

  private tell(event: TrainingEvent): void {
    this.context.options.tell?.(event);
  }

  private async trainedFold(
    split: Split,
    index: number,
    files: FoldFiles,
    heard: Pick<FoldOptions, 'begin' | 'progress'>,
  ): Promise<FoldResult> {
    const { request, options, parts, splits } = this.context;
    const { learning } = parts;
    const { training } = split;
    const fresh = this.network.build({
      inputDims: learning.dims,
      classes: learning.classes.length,
      labels: learning.classes,
      seed: `${split.seed}/${split.fold}`,
    });
    const epochs = epochsFor(training.length, request);
    const updates = epochs * batchCount(training.length, request.batch);
    const trainer = await Trainer.open(fresh, learning.dims, stepOptions(request, learning, updates), options.runtime);
    try {
      const sources = await this.sourcesOf(trainer);
      const key = { seed: split.seed, fold: split.fold };
      const validation = splits.judgedByTest
        ? allOf(sources.test!)
        : { source: sources.learning, samples: split.validation };
      const task = { key, trainer, source: sources.learning, training, validation, checkpoint: files.checkpoint };
      const run = await runFold(task, {
        ...request,
        epochs,
        keep: splits.keep,
        signal: options.signal,
        stop: options.stop,
        lane: options.lane,
        ...heard,
      });
      return await this.written(index, files, fresh, task, sources, run);
    } finally {
      await trainer.close();
    }
  }

  /** Measures the network that is kept, and writes it. */
  private async written(
    index: number,
    files: FoldFiles,
    fresh: FreshNetwork,
    task: FoldTask,
    { learning, test }: Sources,
    { kept, history }: Checkpoint,
  ): Promise<FoldResult> {
    const { request, options, parts } = this.context;
    const answers = (of: FoldTask['validation']): Promise<Answers> => answersOf(task, kept.state, of, options);
    const onValidation = await answers(task.validation);
    const onTest = test && (await answers(allOf(test)));
    const classes = parts.learning.classes.length;
    const result: FoldResult = {
      network: this.network.text,
      fold: index + 1,
      model: files.model,
      parameters: task.trainer.step.weights.length,
      epochs: history.length,
      keptEpoch: kept.epoch,
      validation: measuresOf(onValidation),
      training: measuresOf(await answers({ source: learning, samples: task.training })),
      test: onTest && measuresOf(onTest),
      confusion: { validation: rowsOf(onValidation, classes), test: onTest && rowsOf(onTest, classes) },
      wrong: {
        validation: wrongOf(task.validation, onValidation),
        test: test && onTest ? wrongOf(allOf(test), onTest) : [],
      },
      history,
    };
    const { folder: _, out: __, networks: ___, ...how } = request;
    const { text, from } = this.network;
    const remarks = { network: text, ...(from && { from: from.hash }), fold: index + 1, keptEpoch: kept.epoch, ...how };
    files.write(
      result,
      trained(fresh.model, task.trainer.step, kept.state),
      trainedRecipe(parts.learning, fresh.recipe),
      {
        ...remarks,
        data: parts.learning.hash,
      },
    );
    return result;
  }

  private async sourcesOf(trainer: Trainer): Promise<Sources> {
    if (this.kept) return this.kept;
    const { parts, augmentations, options } = this.context;
    // Augmented inputs have other features in every epoch.
    const learning = augmentations.length > 0 ? 0 : parts.learning.labels.length;
    const total = learning + (parts.test?.labels.length ?? 0);
    const from = (before: number) => (done: number) =>
      this.tell({ kind: 'features', network: this.network.name, done: before + done, total });
    const sources = {
      learning: await sourceOf(parts.learning, trainer, augmentations, { ...options, features: from(0) }),
      test: parts.test && (await sourceOf(parts.test, trainer, [], { ...options, features: from(learning) })),
    };
    if (trainer.hasFeatures && augmentations.length === 0) this.kept = sources;
    return sources;
  }
}

const allOf = (source: Source) => ({ source, samples: Int32Array.from(source.examples.labels.keys()) });
