import type { StoredTraining } from '../../../src/protocol/training';
import type { FoldResult, Measures, NetworkSummary } from '../../../src/protocol/training-result';
import type { TrainingRegistries } from '../../../src/protocol/training-registries';
import {
  emptyTraining,
  type FoldCurve,
  type TrainingDocument,
  type TrainingRun,
  type TrainingSetup,
} from '../../../src/protocol/training-panel';
import { AUGMENTATIONS } from '../../../src/engine/training/augmentation';
import { trainingRegistries } from '../../../src/engine/training/job/registries';

const registries: TrainingRegistries = trainingRegistries();
const classes = ['glasses', 'no-glasses', 'sunglasses'];
const EPOCHS = 20;

const defaults = (params: TrainingRegistries['networks'][number]['params']) =>
  Object.fromEntries(params.map((one) => [one.name, one.default]));

export const setup: TrainingSetup = {
  networks: registries.networks.map(({ id, params }) => ({
    key: id,
    id,
    selected: id === 'cnn' || id === 'scatnet',
    params: defaults(params),
  })),
  augmentations: AUGMENTATIONS.map(({ id, params }) => ({
    key: id,
    id,
    selected: id === 'horizontal-flip' || id === 'rotate',
    params: defaults(params),
  })),
  optimiser: { id: 'adamw', params: defaults(registries.optimisers[0].params) },
  schedule: { id: 'one-cycle', params: defaults(registries.schedules.find(({ id }) => id === 'one-cycle')!.params) },
  folds: 5,
  repeats: 1,
  sizes: [],
  epochs: EPOCHS,
  batch: 32,
  seed: 0,
  balanced: false,
  labelSmoothing: 0,
  clip: 0,
  patience: 0,
  size: null,
  color: 'rgb',
  out: '/workspace/.saliency-lens/training/faces',
};

/** A number of a fold and an epoch between 0 and 1 that looks like chance. */
const chance = (...of: number[]): number => {
  const value = Math.sin(of.reduce((sum, one, k) => sum + one * (12.9898 + 7.1 * k), 1)) * 43758.5453;
  return value - Math.floor(value);
};

function measuresAt(network: number, fold: number, epoch: number, part: number): Measures {
  const accuracy = Math.min(
    0.995,
    1 -
      (0.66 - 0.1 * network) * Math.exp(-epoch / (4 + part)) -
      0.06 * chance(network, fold, epoch, part) -
      0.03 * part,
  );
  return { accuracy, f1: accuracy - 0.01, loss: 1.4 * (1 - accuracy) + 0.02 };
}

export function curve(network: string, fold: number, epochs: number): FoldCurve {
  const index = network === 'cnn' ? 0 : 1;
  return {
    network,
    fold,
    history: Array.from({ length: epochs }, (_, e) => ({
      epoch: e + 1,
      learningRate: 0.003 * (1 - e / EPOCHS),
      training: measuresAt(index, fold, e + 1, 0),
      validation: measuresAt(index, fold, e + 1, 1),
    })),
  };
}

function foldOf(network: string, fold: number): FoldResult {
  const { history } = curve(network, fold, EPOCHS);
  const wrong = Array.from({ length: 6 - fold }, (_, k) => ({
    input: `train/${classes[k % 3]}/${classes[k % 3]}-0${fold}${k}.png`,
    label: classes[k % 3],
    predicted: classes[(k + 1) % 3],
  }));
  const confusion = classes.map((_, row) =>
    classes.map(
      (__, column) =>
        wrong.filter(({ label, predicted }) => label === classes[row] && predicted === classes[column]).length +
        (row === column ? 40 : 0),
    ),
  );
  return {
    network,
    fold,
    model: `${network}/fold-${fold}.onnx`,
    parameters: 123_456,
    epochs: EPOCHS,
    keptEpoch: 18,
    validation: history[17].validation,
    training: history[17].training,
    test: { ...history[17].validation, accuracy: 0.96 },
    confusion: { validation: confusion, test: confusion },
    wrong: {
      validation: wrong,
      test: [{ input: 'test/glasses/glasses-00.png', label: 'glasses', predicted: 'sunglasses' }],
    },
    history,
  };
}

function summaryOf(network: string, count: number): NetworkSummary {
  const folds = Array.from({ length: count }, (_, k) => foldOf(network, k + 1));
  const columns = (['validation', 'training', 'test'] as const).flatMap((part) =>
    (
      [
        ['F1', 'f1'],
        ['Accuracy', 'accuracy'],
        ['Loss', 'loss'],
      ] as const
    ).map(([label, measure]) => [`${label} (${part})`, folds.map((fold) => fold[part]![measure])] as const),
  );
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const deviation = (values: readonly number[]): number =>
    Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
  return {
    network,
    folds,
    mean: Object.fromEntries(columns.map(([label, values]) => [label, mean(values)])),
    deviation: Object.fromEntries(columns.map(([label, values]) => [label, deviation(values)])),
  };
}

export function trained(networks: readonly string[] = ['cnn', 'scatnet'], folds = 5): StoredTraining {
  return {
    finished: Date.UTC(2026, 0, 2),
    result: {
      request: {
        networks,
        folds,
        epochs: EPOCHS,
        batch: 32,
        seed: 0,
        optimiser: 'adamw',
        schedule: 'one-cycle',
        augmentations: ['horizontal-flip', 'rotate'],
        balanced: false,
        labelSmoothing: 0,
        clip: 0,
        patience: 0,
        color: 'rgb',
      },
      description: `${folds} stratified folds of 600; the epoch of the best validation F1 is kept`,
      classes,
      counts: { learning: 600, test: 60 },
      leftOut: [],
      networks: networks.map((network) => summaryOf(network, folds)),
      curve: null,
    },
  };
}

/** A training in its third fold. */
export function running(changes: Partial<TrainingRun> = {}): TrainingRun {
  return {
    state: 'running',
    reading: { done: 660, total: 660 },
    features: null,
    started: {
      kind: 'started',
      networks: ['cnn', 'scatnet'],
      folds: 5,
      epochs: EPOCHS,
      counts: { learning: 600, test: 60 },
      description: '5 stratified folds of 600',
      guesses: [],
    },
    progress: {
      kind: 'progress',
      network: 'cnn',
      fold: 3,
      folds: 5,
      epoch: 8,
      epochs: EPOCHS,
      share: 0.24,
      imagesPerSecond: 1234,
      secondsLeft: 200,
    },
    curves: [curve('cnn', 1, EPOCHS), curve('cnn', 2, EPOCHS), curve('cnn', 3, 8)],
    error: null,
    ...changes,
  };
}

const level = (value: number) => ({
  width: 24,
  height: 24,
  rgba: new Uint8ClampedArray(24 * 24 * 4).fill(255).map((byte, i) => (i % 4 === 3 ? byte : (value + i) % 256)),
});

/** The panel about a folder of faces, before anything was trained. */
export function documentOf(changes: Partial<TrainingDocument> = {}): TrainingDocument {
  return {
    ...emptyTraining,
    folder: { uri: 'file:///workspace/faces', name: 'faces', base: 'http://panel.test/images' },
    registries,
    setup,
    inspection: {
      state: 'done',
      value: {
        kind: 'images',
        shape: [128, 128],
        labelling: `Labels from the sub-folders ${classes.join(', ')}`,
        classes: classes.map((name) => ({ name, learning: 200, test: 20 })),
        counts: { learning: 600, test: 60 },
        leftOut: { files: 1, first: [{ name: 'odd.png', reason: 'it has no label' }] },
      },
    },
    sheet: {
      state: 'done',
      value: {
        rows: ['a.png', 'b.png', 'c.png'].map((name, k) => ({
          name,
          label: classes[k],
          images: Array.from({ length: 8 }, (_, e) => level(40 * k + 9 * e)),
        })),
      },
    },
    estimate: {
      state: 'done',
      value: {
        networks: [
          { network: 'cnn', parameters: 123_456, secondsPerEpoch: 1.2, seconds: 120, guessed: '' },
          { network: 'scatnet', parameters: 65_432, secondsPerEpoch: 0.4, seconds: 52, guessed: '' },
        ],
        seconds: 172,
      },
    },
    ...changes,
  };
}
