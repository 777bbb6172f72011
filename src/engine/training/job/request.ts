import type { JobOptions } from '../../session/execution';
import type { RuntimeOptions } from '../../session/runtime';

/** What is trained, on what, and how. Lists are written `id:name=value:…`. */
export interface TrainingRequest {
  /** Labelled inputs, perhaps in `train` and `test`. */
  readonly folder: string;
  readonly networks: readonly string[];
  readonly out: string;
  /** Parts for cross-validation; 1 trains once. */
  readonly folds: number;
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
  readonly optimiser: string;
  readonly schedule: string;
  readonly augmentations: readonly string[];
  /** Classes count alike, however many samples each has. */
  readonly balanced: boolean;
  readonly labelSmoothing: number;
  /** Largest length of the gradient; 0 lets it be. */
  readonly clip: number;
  /** Epochs without a better one after which a fold stops; 0 never stops. */
  readonly patience: number;
  /** Height and width of images; those they have by default. */
  readonly size?: readonly [number, number];
  readonly color: 'rgb' | 'gray';
  readonly labelling?: string;
}

/** How far a training is. */
export interface TrainingProgress {
  readonly network: string;
  readonly fold: number;
  readonly folds: number;
  readonly epoch: number;
  readonly epochs: number;
  /** Of the whole training. */
  readonly share: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number | null;
  /** What the last epoch of this fold brought. */
  readonly accuracy?: number;
  readonly loss?: number;
}

export interface TrainingOptions extends JobOptions {
  readonly runtime: RuntimeOptions;
  reading?(done: number, total: number): void;
  progress?(progress: TrainingProgress): void;
}
