import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { writeSet } from '../../src/engine/generation';
import { runTraining } from '../../src/engine/training/job/training';
import { TEST_PERSONS } from './faces';
import { writeSignals } from './signals';

interface Classifier {
  readonly set: 'faces' | 'fewer-faces' | 'signals';
  /** As `saliency-lens train` takes it. */
  readonly network: string;
  readonly epochs: number;
  /** Glasses stay what they are where an image is mirrored, brightened or dimmed. */
  readonly augmentations: readonly string[];
}

const LIGHT = ['horizontal-flip', 'brightness:amount=0.2', 'contrast:amount=0.2'];

/** The classifiers of the sample workspace, by the name of their files. */
const CLASSIFIERS: Readonly<Record<string, Classifier>> = {
  'faces-cnn': {
    set: 'faces',
    network: 'cnn:channels=8x16x24:kernels=5x3x3:hidden=48x32',
    epochs: 5,
    augmentations: LIGHT,
  },
  'faces-resnet': { set: 'faces', network: 'resnet-small:width=16', epochs: 5, augmentations: LIGHT },
  'faces-scatnet': { set: 'fewer-faces', network: 'scatnet:hidden=16', epochs: 10, augmentations: [] },
  'signals-cnn1d': {
    set: 'signals',
    network: 'cnn:channels=12x24x32:kernels=7x5x3:hidden=32:dropout=0',
    epochs: 12,
    augmentations: [],
  },
};

/** What is learned from, in `train`, and the part that the sample workspace holds, in `test`. */
const SETS: Readonly<Record<Classifier['set'], (folder: string) => Promise<unknown>>> = {
  faces: (out) => writeSet({ set: `faces:train=2000:test=${TEST_PERSONS}`, out }),
  'fewer-faces': (out) => writeSet({ set: `faces:train=1000:test=${TEST_PERSONS}`, out }),
  signals: async (out) => {
    await writeSignals(out, 'train', 500);
    await writeSignals(out, 'test', 10);
  },
};

/** As `saliency-lens train` has it unless told. */
const USUAL = {
  folds: 1,
  batch: 32,
  seed: 0,
  optimiser: 'adamw:learningRate=0.003:weightDecay=0.01',
  schedule: 'one-cycle',
  balanced: false,
  labelSmoothing: 0,
  clip: 0,
  patience: 0,
  color: 'rgb',
} as const;

/** Trains the classifiers as `saliency-lens train` does, and writes them into `models`. */
export async function trainClassifiers(
  cache: string,
  models: string,
  isWanted: (name: string) => boolean,
): Promise<void> {
  for (const [name, { set, network, epochs, augmentations }] of Object.entries(CLASSIFIERS)) {
    if (!isWanted(name)) continue;
    const folder = path.join(cache, set);
    if (!existsSync(folder)) await SETS[set](folder);
    const out = path.join(cache, 'trained', name);
    const { networks } = await runTraining(
      { ...USUAL, folder, networks: [network], epochs, augmentations, out },
      { runtime: { device: 'cpu', threads: 1 } },
    );
    const [fold] = networks[0].folds;
    copyFileSync(path.join(out, fold.model), path.join(models, `${name}.onnx`));
    console.log(`${name}: accuracy ${fold.test!.accuracy.toFixed(4)} on the test split`);
  }
}
