import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { enterWorkspace } from '../../../src/engine/file/workspace';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { RandomStream } from '../../../src/engine/tensor/random';
import { floats } from '../../../src/engine/tensor/tensor';
import type { TrainingOptions } from '../../../src/engine/training/job/options';
import { runTraining } from '../../../src/engine/training/job/training';
import type { TrainingRequest } from '../../../src/protocol/training';

export const RUNTIME = { device: 'cpu', threads: 1 } as const;

/** A request with choices for few and small inputs. */
export const smallRequest = (
  given: Partial<TrainingRequest> & Pick<TrainingRequest, 'folder' | 'out'>,
): TrainingRequest => ({
  networks: ['mlp:hidden=16'],
  folds: 3,
  epochs: 4,
  batch: 8,
  seed: 0,
  optimiser: 'adamw:learningRate=0.01',
  schedule: 'one-cycle',
  augmentations: [],
  balanced: false,
  labelSmoothing: 0,
  clip: 0,
  patience: 0,
  color: 'rgb',
  ...given,
});

export const train = (given: Parameters<typeof smallRequest>[0], options: Omit<TrainingOptions, 'runtime'> = {}) =>
  runTraining(smallRequest(given), { runtime: RUNTIME, ...options });

/** A folder that is there while the tests of a suite run. */
export class TrainingFolder {
  private root = '';

  constructor() {
    before(() => enterWorkspace([(this.root = mkdtempSync(path.join(tmpdir(), 'lens-train-')))]));
    after(() => rmSync(this.root, { recursive: true, force: true }));
  }

  readonly at = (...parts: string[]): string => path.join(this.root, ...parts);

  /** Bumps up or down, or none, in noise: so many of each class. */
  readonly signals = (name: string, counts: Readonly<Record<string, number>>, length = 24): string => {
    for (const [label, count] of Object.entries(counts)) {
      mkdirSync(this.at(name, label), { recursive: true });
      for (let i = 0; i < count; i++) {
        const random = new RandomStream(name, label, i);
        const height = { up: 2, down: -2, flat: 0 }[label] ?? 0;
        const data = Array.from(
          { length },
          (_, t) => height * Math.exp(-(((t - 12) / 4) ** 2)) + 0.3 * random.normal(),
        );
        writeFileSync(this.at(name, label, `${i}.npy`), encodeNpy(floats([1, length], data)));
      }
    }
    return this.at(name);
  };
}
