import type { TrainingEstimate, TrainingInspection, TrainingRequest } from '../../../protocol/training';
import { LensError } from '../../../protocol/error';
import type { JobOptions } from '../../session/execution';
import type { RuntimeOptions } from '../../session/runtime';
import { RandomStream } from '../../tensor/random';
import { floats, sizeOf } from '../../tensor/tensor';
import type { Examples } from '../data/examples';
import { usualImages, type ImageRecipe } from '../data/image-recipe';
import { inspectTraining } from '../data/inspection';
import { batchCount, keptOf, labelsOf, type ChosenAugmentation } from '../run/batches';
import { sourceOf } from '../run/source';
import { Trainer } from '../run/trainer';
import { nextTurn } from '../turn';
import { initialState, update } from '../update';
import { sampleSizes, totalOf } from '../split/sample-sizes';
import { shares } from '../split/shares';
import { epochsFor } from './network-training';
import { HELD_OUT } from './splits';
import { checkKinds, plannedAugmentations, stepOptions } from './plan';
import { guessedOf, plannedNetworks, type PlannedNetwork } from './planned-network';

/** Updates that are timed, after one that is not. */
const TIMED = 2;

export interface EstimateOptions extends JobOptions {
  readonly runtime: RuntimeOptions;
}

/**
 * What a training would take: a few updates of every network are timed, on noise of the size of the inputs.
 * @throws LensError where a network cannot be trained on such inputs
 */
export async function estimateTraining(request: TrainingRequest, options: EstimateOptions): Promise<TrainingEstimate> {
  const augmentations = plannedAugmentations(request.augmentations);
  const inspection = await inspectTraining(request);
  const networks: TrainingEstimate['networks'][number][] = [];
  for (const network of await plannedNetworks(request)) {
    const examples = noiseLike(inspection, request, network.images);
    checkKinds(examples, [network], augmentations);
    networks.push({
      network: network.name,
      guessed: guessedOf(network),
      ...(await timed(network, { request, inspection, examples, augmentations, options })),
    });
  }
  return { networks, seconds: networks.reduce((sum, { seconds }) => sum + seconds, 0) };
}

interface Timing {
  readonly request: TrainingRequest;
  readonly inspection: TrainingInspection;
  readonly examples: Examples;
  readonly augmentations: readonly ChosenAugmentation[];
  readonly options: EstimateOptions;
}

async function timed(network: PlannedNetwork, timing: Timing) {
  const { request, inspection, examples, augmentations, options } = timing;
  const { dims, classes: labels } = examples;
  const fresh = network.build({ inputDims: dims, classes: labels.length, labels, seed: request.seed });
  const trainer = await Trainer.open(fresh, dims, stepOptions(request, examples, 100), options.runtime);
  try {
    const before = performance.now();
    const source = await sourceOf(examples, trainer, augmentations, options);
    const featuresOfOne = trainer.hasFeatures ? secondsSince(before) / examples.labels.length : 0;
    const samples = Int32Array.from(examples.labels.keys());
    const key = { seed: request.seed, fold: 0 };
    let state = initialState(trainer.step);
    let start = 0;
    for (let b = 0; b <= TIMED; b++) {
      await nextTurn(options);
      if (b === 1) start = performance.now();
      const input = await source.toLearn(samples, key, b);
      const draws = keptOf(trainer.step.masks, samples.length, key, 1, b);
      ({ state } = await update(trainer.step, trainer.update, state, {
        input,
        targets: labelsOf(examples, samples),
        draws,
      }));
    }
    const ofUpdate = secondsSince(start) / TIMED;
    const judging = performance.now();
    await trainer.logits(state, samples.length, (from, to) => source.plain(samples.subarray(from, to)), options);
    const ofJudging = secondsSince(judging) / samples.length;
    const { classes } = inspection;
    const { learning, test } = inspection.counts;
    const { folds, repeats = 1, heldOut, leaveOneOut } = request;
    const runs = leaveOneOut ? learning : folds;
    const byTest = runs === 1 && test > 0 && heldOut === undefined;
    const judged = byTest ? test : learning * (runs > 1 ? 1 / runs : (heldOut ?? HELD_OUT));
    const learned = Math.max(1, Math.round(byTest ? learning : learning - judged));
    const ofEpoch = (samples: number): number => batchCount(samples, request.batch) * ofUpdate + judged * ofJudging;
    const sizes = request.sizes?.length
      ? sampleSizes(
          request.sizes,
          shares(
            classes.map((one) => one.learning),
            learned,
          ),
        ).map(totalOf)
      : [learned];
    const ofRuns = sizes.reduce((sum, size) => sum + epochsFor(size, request) * ofEpoch(size), 0);
    return {
      parameters: trainer.step.weights.length,
      secondsPerEpoch: ofEpoch(learned),
      seconds: runs * repeats * ofRuns + (learning + test) * featuresOfOne,
    };
  } finally {
    await trainer.close();
  }
}

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

/** A batch of noise with the shape and the classes of what would be learned from. */
function noiseLike(
  { kind, shape, classes, counts }: TrainingInspection,
  request: TrainingRequest,
  stated: ImageRecipe | null,
): Examples {
  const sizes = kind === 'images' ? (stated?.size ?? request.size ?? shape) : shape;
  if (!sizes)
    throw new LensError({
      code: 'wrong-shape',
      what: 'the inputs differ in size',
      where: request.folder,
      next: kind === 'images' ? 'Say to which size images are brought' : 'Save all arrays with one shape',
    });
  const images = kind === 'images' ? (stated ?? usualImages([sizes[0], sizes[1]], request.color)) : null;
  const dims = images ? [images.mean.length, ...images.size] : sizes;
  const count = Math.max(2, Math.min(request.batch, counts.learning));
  return {
    kind,
    dims,
    images,
    classes: classes.map(({ name }) => name),
    names: new Array<string>(count).fill(''),
    place: '',
    labels: Int32Array.from({ length: count }, (_, k) => k % classes.length),
    input(k) {
      const random = new RandomStream(request.seed, 'estimate', k);
      return floats(
        dims,
        Float32Array.from({ length: sizeOf(dims) }, () => random.uniform()),
      );
    },
    leftOut: [],
    hash: '',
  };
}
