import type { SkippedInput } from './evaluation';
import type { Parameter } from './parameter';
import type { Raster } from './raster';

/** Something that is chosen for a training and has parameters: an augmentation, an optimiser, a schedule. */
export interface TrainingEntry {
  readonly id: string;
  readonly label: string;
  readonly params: readonly Parameter[];
}

/** A kind of network, or a change of inputs, and what it is made for. */
export interface NetworkEntry extends TrainingEntry {
  /** One line: what it is made of. */
  readonly description: string;
  readonly of: 'images' | 'signals' | 'any';
  /** A model of the workspace, whose id is its path. */
  readonly isModel?: true;
}

export interface AugmentationEntry extends TrainingEntry {
  readonly of: 'images' | 'any';
}

/** What there is to choose from. */
export interface TrainingRegistries {
  readonly networks: readonly NetworkEntry[];
  /** What is chosen for a model of the workspace, which may stand in a network's place. */
  readonly modelParams: readonly Parameter[];
  readonly augmentations: readonly AugmentationEntry[];
  readonly optimisers: readonly TrainingEntry[];
  readonly schedules: readonly TrainingEntry[];
}

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

/** How good a network is on labelled inputs. */
export interface Measures {
  /** Macro average, over the classes that occur. */
  readonly f1: number;
  readonly accuracy: number;
  /** Cross-entropy. */
  readonly loss: number;
}

/** What an epoch has brought. */
export interface EpochMeasures {
  /** From 1. */
  readonly epoch: number;
  readonly learningRate: number;
  /** While it learned, augmentation and dropout included; the loss is the one that was followed. */
  readonly training: Measures;
  readonly validation: Measures;
}

/** An input that was taken for another class. */
export interface WrongInput {
  /** Relative to the folder, with `/`. */
  readonly input: string;
  readonly label: string;
  readonly predicted: string;
}

/** What a fold came to. */
export interface FoldResult {
  readonly network: string;
  /** From 1. */
  readonly fold: number;
  /** The model, relative to the results. */
  readonly model: string;
  readonly parameters: number;
  readonly epochs: number;
  readonly keptEpoch: number;
  readonly validation: Measures;
  readonly training: Measures;
  readonly test: Measures | null;
  /** Inputs by their class and by the one predicted, a row per class: of the validation part, and of what there is to test with. */
  readonly confusion: Readonly<Record<'validation' | 'test', readonly (readonly number[])[] | null>>;
  readonly wrong: Readonly<Record<'validation' | 'test', readonly WrongInput[]>>;
  readonly history: readonly EpochMeasures[];
}

/** A mean over runs with its 95 % bootstrap interval. */
export interface MeanOfRuns {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** A network that learned from so many inputs, over all folds and repeats. */
export interface CurvePoint {
  readonly size: number;
  readonly f1: MeanOfRuns;
  readonly accuracy: MeanOfRuns;
  readonly loss: MeanOfRuns;
  /** Of every run. */
  readonly runs: readonly Measures[];
}

export interface NetworkCurve {
  readonly network: string;
  readonly points: readonly CurvePoint[];
  /** At the smallest size, added over the runs: inputs by their class and by the one predicted. */
  readonly confusion: readonly (readonly number[])[];
}

/** From how many inputs on one network is better than another. */
export interface Crossing {
  readonly measure: 'accuracy' | 'f1';
  /** Ahead at the largest size. */
  readonly better: string;
  readonly worse: string;
  /** Null where it is ahead at every size. */
  readonly from: number | null;
  /** Ends of the 95 % interval over the runs: null beyond the sizes there are, or with a single run. */
  readonly low: number | null;
  readonly high: number | null;
  readonly runs: number;
  /** The answer as a sentence. */
  readonly text: string;
}

/** How good networks are by the number of inputs they learned from. */
export interface SampleCurve {
  /** What it was measured on. */
  readonly part: 'validation' | 'test';
  readonly sizes: readonly number[];
  readonly networks: readonly NetworkCurve[];
  readonly crossings: readonly Crossing[];
}

/** A network's folds, and what they come to together. */
export interface NetworkSummary {
  readonly network: string;
  readonly folds: readonly FoldResult[];
  /** By column label. */
  readonly mean: Readonly<Record<string, number>>;
  /** Population deviation over the folds. */
  readonly deviation: Readonly<Record<string, number>>;
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
    }
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
