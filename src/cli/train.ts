import { InvalidArgumentError } from 'commander';
import { entriesOf } from '../engine/evaluation/notation';
import { NETWORKS } from '../engine/training/networks';
import { runTraining } from '../engine/training/job/training';
import { shardFolder } from '../engine/shard/shard';
import { mergeTraining, trainShard } from '../engine/training/job/sharded-training';
import type { TrainingOptions } from '../engine/training/job/options';
import type { TrainingEvent, TrainingRequest } from '../protocol/training';
import { trainingWords } from '../protocol/training-command';
import { submit } from './cluster';
import type { AddCommand } from './command';
import { gathered, imageSize, jsonOption, threadsOption, wholeNumber } from './options';
import { paced } from './pace';
import { addPartOptions, checkParts, isForCluster, shardIn, type PartArguments } from './part-options';
import { runCommand, type Outcome, type Voice } from './run';
import { progressText, textOf } from './training-text';

interface TrainArguments extends PartArguments {
  readonly network: readonly string[];
  readonly folds: number | 'leave-one-out';
  readonly holdOut?: number;
  readonly repeats: number;
  readonly sizes?: string;
  readonly leastUpdates?: number;
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
  readonly optimiser: string;
  readonly schedule: string;
  readonly augment?: string;
  readonly balanced?: boolean;
  readonly labelSmoothing: number;
  readonly clip: number;
  readonly patience: number;
  readonly size?: readonly [number, number];
  readonly gray?: boolean;
  readonly labelling?: string;
  readonly threads: number;
  readonly out: string;
  readonly json?: boolean;
}

/** Of a run of the sample-size curve: a small sample would otherwise hardly be learned. */
const LEAST_UPDATES = 200;

/** `saliency-lens train FOLDER`: networks trained on a labelled folder, fold by fold. */
export const addTrain: AddCommand = (program) => {
  const networks = NETWORKS.map(({ id, description, params }) => {
    const names = params.map(({ name, default: usual }) => `${name}=${[usual].flat().join('x')}`);
    return `  ${id}: ${description}${names.length > 0 ? ` (${names.join(', ')})` : ''}`;
  });
  const command = program
    .command('train')
    .argument('<folder>', 'labelled images or .npy arrays, perhaps in train/ and test/')
    .description('train networks on a labelled folder; run again after a stop, it goes on where it was')
    .requiredOption(
      '--network <ids>',
      'networks, separated by commas, each with its parameters: cnn:channels=8x16x24:dropout=0.5; or a model file, ' +
        'model.onnx:mode=head (a new head alone), continue (all, from its weights) or fresh (all anew); may be repeated',
      gathered,
    )
    .option('--folds <k>', 'parts for cross-validation, or leave-one-out; 1 trains once', foldsOf, 5)
    .option('--hold-out <share>', 'share that judges where it trains once, in place of test/ or a fifth', heldShare)
    .option('--repeats <r>', 'times that everything is trained, each with the next seed', positive, 1)
    .option('--sizes <list>', 'sample-size curve: 78,156,312, by class as 46+32, or auto')
    .option(
      '--least-updates <n>',
      'few samples take more epochs until there are so many updates (default: 200 with --sizes, or 0)',
      wholeNumber,
    )
    .option('--epochs <n>', 'passes over the samples', positive, 20)
    .option('--batch <n>', 'samples of one update', positive, 32)
    .option('--seed <n>', 'seed of weights, folds, order, augmentation and dropout', wholeNumber, 0)
    .option('--optimiser <id>', 'adamw, adam or sgd, with parameters', 'adamw:learningRate=0.003:weightDecay=0.01')
    .option('--schedule <id>', 'constant, step, cosine or one-cycle, with parameters', 'one-cycle')
    .option('--augment <ids>', 'changes of every input, separated by commas: horizontal-flip,rotate:degrees=10')
    .option('--balanced', 'classes count alike, however many samples each has')
    .option('--label-smoothing <share>', 'share of every label that is spread over all classes', share, 0)
    .option('--clip <length>', 'largest length of the gradient; 0 lets it be', length, 0)
    .option('--patience <n>', 'epochs without a better one after which a fold stops; 0 never stops', wholeNumber, 0)
    .option('--size <size>', 'size to which images are brought: 64, or 48x64 for height and width', imageSize)
    .option('--gray', 'images of one channel')
    .option('--labelling <id>', 'how labels are found, as for evaluate')
    .addOption(threadsOption())
    .requiredOption('--out <folder>', 'where models, tables and the report go');
  addPartOptions(command, 'folds, sizes and repeats')
    .addOption(jsonOption())
    .addHelpText('after', `\nNetworks, and their parameters:\n${networks.join('\n')}`)
    .action((folder: string, options: TrainArguments) =>
      runCommand(options.json === true, async (signal, voice, stop) => {
        checkParts(options);
        const request = requestOf(folder, options);
        return isForCluster(options)
          ? submit(options, {
              out: options.out,
              reads: [folder],
              words: [...trainingWords(request), ...threadWords(options)],
            })
          : train(request, options, { signal, stop }, voice);
      }),
    );
};

const threadWords = ({ threads }: TrainArguments): string[] => (threads === 0 ? [] : ['--threads', String(threads)]);

function requestOf(folder: string, options: TrainArguments): TrainingRequest {
  const { network, augment, sizes, folds, holdOut, balanced = false, gray = false } = options;
  const { repeats, epochs, batch, seed, optimiser, schedule, labelSmoothing, clip, patience, size } = options;
  const learned = entriesOf(sizes ?? '');
  return {
    ...{ repeats, epochs, batch, seed, optimiser, schedule, labelSmoothing, clip, patience, size },
    folder,
    folds: folds === 'leave-one-out' ? 1 : folds,
    leaveOneOut: folds === 'leave-one-out',
    heldOut: holdOut,
    sizes: learned,
    leastUpdates: options.leastUpdates ?? (learned.length > 0 ? LEAST_UPDATES : 0),
    networks: network.flatMap(entriesOf),
    augmentations: entriesOf(augment ?? ''),
    balanced,
    color: gray ? 'gray' : 'rgb',
    labelling: options.labelling,
    out: options.out,
  };
}

async function train(
  request: TrainingRequest,
  options: TrainArguments,
  signals: { readonly signal: AbortSignal; readonly stop: AbortSignal },
  voice: Voice,
): Promise<Outcome> {
  const { threads, merge } = options;
  const shard = shardIn(options);
  const shown = paced((text) => voice.progress(text));
  const how: TrainingOptions = {
    ...signals,
    runtime: { device: 'cpu', threads },
    tell: (event) => tell(event, shown, voice),
  };
  if (shard) {
    const trained = await trainShard(request, shard, how);
    const { folds, runs } = trained;
    const text = `part ${shard.number} of ${shard.count}: ${folds.length} of ${runs} folds trained\nwritten to ${shardFolder(request.out, shard)}`;
    return { json: trained, text };
  }
  const result = await (merge ? mergeTraining : runTraining)(request, how);
  for (const { name, reason } of result.leftOut) voice.note(`${name} was left out: ${reason}`);
  return { json: result, text: textOf(result, options.out) };
}

function tell(event: TrainingEvent, shown: (text: string, must: boolean) => void, voice: Voice): void {
  if (event.kind === 'started')
    for (const { network, guessed } of event.guesses)
      voice.note(`guessed of the preprocessing of ${network}: ${guessed}. State it in its sidecar`);
  if (event.kind === 'reading') shown(`${event.done} of ${event.total} inputs read`, event.done === event.total);
  if (event.kind === 'features')
    shown(`${event.network}: features of ${event.done} of ${event.total} inputs`, event.done === event.total);
  if (event.kind === 'progress') shown(progressText(event), false);
}

function positive(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
}

function foldsOf(text: string): number | 'leave-one-out' {
  return text === 'leave-one-out' ? text : positive(text);
}

function heldShare(text: string): number {
  const value = share(text);
  if (value === 0) throw new InvalidArgumentError('It must be a number between 0 and 1.');
  return value;
}

function length(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value) || value < 0) throw new InvalidArgumentError('It must be a number from 0.');
  return value;
}

function share(text: string): number {
  const value = length(text);
  if (value >= 1) throw new InvalidArgumentError('It must be a number from 0 to below 1.');
  return value;
}
