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
