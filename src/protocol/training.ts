import type { SkippedInput } from './evaluation-summary';
import type { Raster } from './raster';
import type { TrainingRegistries } from './training-registries';
import type { EpochMeasures, FoldResult, NetworkSummary, SampleCurve } from './training-result';

/** What is trained, on what, and how. Lists are written `id:name=value:…`. */
export interface TrainingRequest {
  /** Labelled inputs, perhaps in `train` and `test`. */
  readonly folder: string;
  readonly networks: readonly string[];
  readonly out: string;
  /** Parts for cross-validation; 1 trains once. */
  readonly folds: number;
  /** As many folds as there are inputs. */
  readonly leaveOneOut?: boolean;
  /** With one fold: the share that is held out, though there may be a part to test with. */
  readonly heldOut?: number;
  /** The whole so many times, 1 by default; each time with the next seed, and so with other folds and weights. */
  readonly repeats?: number;
  /** Sizes of the sample-size curve: `78`, `46+32` by class, `auto`; without any all inputs are learned from. */
  readonly sizes?: readonly string[];
  /** Few inputs take more epochs, until there are so many updates; 0 by default. */
  readonly leastUpdates?: number;
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

/** What a training came to. */
export interface TrainingResult {
  /** As it was asked for, without places: the same on every machine. */
  readonly request: Omit<TrainingRequest, 'folder' | 'out'>;
  readonly description: string;
  readonly classes: readonly string[];
  readonly counts: { readonly learning: number; readonly test: number };
  readonly leftOut: readonly SkippedInput[];
  /** With a sample-size curve: those that learned from most inputs. */
  readonly networks: readonly NetworkSummary[];
  readonly curve: SampleCurve | null;
}

/** A finished training as its folder holds it. */
export interface StoredTraining {
  readonly result: TrainingResult;
  /** Milliseconds since 1970. */
  readonly finished: number;
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

/** Sent while networks are trained. */
export type TrainingEvent =
  | { readonly kind: 'reading'; readonly done: number; readonly total: number }
  | {
      readonly kind: 'started';
      readonly networks: readonly string[];
      readonly folds: number;
      readonly epochs: number;
      readonly counts: { readonly learning: number; readonly test: number };
      readonly description: string;
      /** What of the images of a model of the workspace was guessed, by network. */
      readonly guesses: readonly { readonly network: string; readonly guessed: string }[];
    }
  /** Of the part of a network that does not learn, computed once for all folds. */
  | { readonly kind: 'features'; readonly network: string; readonly done: number; readonly total: number }
  /** An epoch that is done, or those that were done before a training goes on. */
  | {
      readonly kind: 'epochs';
      readonly network: string;
      readonly fold: number;
      readonly history: readonly EpochMeasures[];
    }
  | ({ readonly kind: 'progress' } & TrainingProgress)
  | { readonly kind: 'fold'; readonly network: string; readonly result: FoldResult };

/** What would be learned from; nothing is decoded. */
export interface TrainingInspection {
  readonly kind: 'images' | 'signals';
  /** [H, W] of images, [C, L] of arrays; null where they differ. */
  readonly shape: readonly number[] | null;
  readonly labelling: string;
  readonly classes: readonly { readonly name: string; readonly learning: number; readonly test: number }[];
  readonly counts: { readonly learning: number; readonly test: number };
  readonly leftOut: { readonly files: number; readonly first: readonly SkippedInput[] };
}

/** Some inputs as they are, and what a network sees of each in its first epochs. */
export interface ContactSheet {
  readonly rows: readonly { readonly name: string; readonly label: string; readonly images: readonly Raster[] }[];
}

/** What a training would take, from a few updates that were timed. */
export interface TrainingEstimate {
  readonly networks: readonly {
    readonly network: string;
    readonly parameters: number;
    readonly secondsPerEpoch: number;
    /** Of all folds and epochs. */
    readonly seconds: number;
    /** What of its images was guessed, where it is a model of the workspace; '' where nothing was. */
    readonly guessed: string;
  }[];
  readonly seconds: number;
}

/** Requests about trainings. */
export interface TrainingCalls {
  'training.registries': { arguments: null; answer: TrainingRegistries; event: never };
  'training.inspect': {
    arguments: Pick<TrainingRequest, 'folder' | 'labelling'>;
    answer: TrainingInspection;
    event: never;
  };
  'training.sheet': { arguments: TrainingRequest; answer: ContactSheet; event: never };
  'training.estimate': { arguments: TrainingRequest; answer: TrainingEstimate; event: never };
  /** Trains, behind all interactive requests; run again after a stop, it goes on where it was. */
  'training.run': { arguments: TrainingRequest; answer: null; event: TrainingEvent };
  /** Results written earlier; null where there are none. */
  'training.results': { arguments: { out: string }; answer: StoredTraining | null; event: never };
}
