import type { MethodRequest } from './explain';
import type { Judgement, Measure } from './judgement';
import type { DeviceId } from './model';
import type { AspectScale } from './aspect';
import type { Paper } from './paper';
import type { Parameter, ParameterValues } from './parameter';
import type { Preprocessing } from './recipe';

/** What a metric looks like in pickers, tables and help. */
export interface MetricDescription {
  readonly id: string;
  readonly label: string;
  readonly paper: Paper;
  readonly better: 'higher' | 'lower' | 'none';
  readonly formula: string;
  readonly unit?: string;
  /** What there is to be seen of how a number came about. */
  readonly evidence?: string;
  readonly needs: readonly string[];
  readonly params: readonly Parameter[];
}

export interface MetricRequest {
  readonly metric: string;
  readonly params: ParameterValues;
}

/** What a metric runs of one map of a model. */
export interface MetricCost {
  readonly metric: string;
  /** Forward passes of one image. */
  readonly scored: number;
  /** Maps that are made anew by the method, each at what that costs. */
  readonly explained: number;
  /** Metrics that agree in it run this once for all of them. */
  readonly once?: string;
}

/** Metrics that are reported together, under one name. */
export interface MetricSet {
  readonly id: string;
  readonly label: string;
  readonly metrics: readonly MetricRequest[];
}

/** The class that is explained; the last: why not the true class, where another was predicted. */
export const explainedClasses = Object.freeze(['predicted', 'label', 'label-minus-predicted'] as const);
export type ExplainedClass = (typeof explainedClasses)[number];

/** Which boxes of a detector are explained: the most confident ones, or of these the wrong ones. */
export const whichBoxes = Object.freeze(['confident', 'wrong'] as const);
export type WhichBoxes = (typeof whichBoxes)[number];

/** Boxes of an image that are explained unless told otherwise, and that can be explained at most. */
export const usualBoxes = 3;
export const mostExplainedBoxes = 16;

/** Which boxes of a detector are shown, where it is said otherwise than by the model. */
export type BoxThresholds = Pick<EvaluationRequest, 'scoreThreshold' | 'overlapThreshold'>;

/** A folder of labelled inputs, and how models and explanations are judged on it: what a suite file holds. */
export interface EvaluationRequest {
  readonly folder: string;
  readonly models: readonly string[];
  /** Without methods only the predictions are judged. */
  readonly methods: readonly MethodRequest[];
  readonly metrics: readonly MetricRequest[];
  /** Where tables, reports and the journal of finished results go. */
  readonly out: string;
  readonly seed?: number;
  /** The class that is explained: the predicted one unless told otherwise. */
  readonly target?: ExplainedClass;
  /** Of detectors, so many boxes of each image are explained. */
  readonly boxes?: number;
  /** The most confident ones unless told otherwise. */
  readonly whichBoxes?: WhichBoxes;
  /** Of detectors, from which score on boxes are shown, in place of what the model says. */
  readonly scoreThreshold?: number;
  /** Of boxes of one class that overlap more, the most confident one is shown. */
  readonly overlapThreshold?: number;
  /** At most so many inputs, spread evenly over the folder. */
  readonly limit?: number;
  /** How labels are found, where the guess is wrong. */
  readonly labelling?: string;
  /** Ids of the comparisons made between the maps of every two methods, and of two models. */
  readonly pairs?: readonly string[];
}

/** A file or input that takes no part, or not in all, and why. */
export interface SkippedInput {
  readonly name: string;
  readonly reason: string;
}

/** A mean over inputs with its 95 % bootstrap interval; null where there is nothing to average. */
export interface Mean {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Inputs with a finite value. */
  readonly images: number;
}

export interface MethodSummary {
  /** Unique in the run: the id and what differs from the defaults, as the command line takes it. */
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly paper: Paper;
  readonly params: ParameterValues;
  readonly layer: string | null;
  readonly seed: number;
}

/** One column of the comparison of methods: a metric, or a part of one. */
export interface MetricColumn {
  /** Of a metric that takes part in the one number of a method. */
  readonly aspect?: AspectScale;
  readonly name: string;
  readonly metric: string;
  readonly part: string | null;
  readonly label: string;
  readonly unit: string | null;
  readonly better: 'higher' | 'lower' | 'none';
  readonly formula: string;
  readonly paper: Paper;
  readonly params: ParameterValues;
}

/** A method under a metric; indices into the summary's models, methods and columns. */
export interface MethodCell extends Mean {
  readonly model: number;
  readonly method: number;
  readonly column: number;
  readonly best: boolean;
}

/** What explaining one input cost, in forward passes of one image. */
export interface MethodCost {
  readonly model: number;
  readonly method: number;
  readonly images: number;
  readonly forwardPasses: number;
  readonly backwardPasses: number;
  readonly leastPasses: number;
}

/** Something worth knowing about the maps of a method, with how many inputs it was seen on. */
export interface MethodNote {
  readonly model: number;
  readonly method: number;
  readonly text: string;
  readonly images: number;
}

export interface ClassSummary {
  readonly name: string;
  readonly support: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** One against the rest; null for a class without inputs. */
  readonly rocAuc: number | null;
}

export interface ReliabilityBar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly confidence: number | null;
  readonly accuracy: number | null;
}

export interface ClassificationSummary {
  readonly measures: readonly Measure[];
  readonly accuracy: Mean;
  readonly classes: readonly ClassSummary[];
  /** Counts, one row per true class, one column per predicted class. */
  readonly confusion: readonly (readonly number[])[];
  readonly reliability: readonly ReliabilityBar[];
}

export interface ModelSummary {
  readonly name: string;
  readonly path: string;
  readonly hash: string;
  readonly device: DeviceId;
  readonly output: string;
  /** Absent in results of versions before 0.2. */
  readonly recipe?: Preprocessing;
  readonly warnings: readonly string[];
  /** Null where the inputs have no labels, and for another task. */
  readonly classification: ClassificationSummary | null;
  /** Of another task than telling classes of whole inputs. */
  readonly judgement?: Judgement;
}

/** How alike two kinds of maps of the same inputs are; `first` and `second` are indices into models and methods. */
export interface PairSummary {
  readonly first: { readonly model: number; readonly method: number };
  readonly second: { readonly model: number; readonly method: number };
  readonly values: readonly (Mean & { readonly comparison: string })[];
}

/** A misclassified input; `outside` is the share of the first method's |attribution| outside the object mask. */
export interface Misclassified {
  readonly model: number;
  readonly name: string;
  readonly label: string;
  readonly predicted: string;
  readonly probability: number;
  readonly outside: number | null;
}

/** Everything an evaluation found but the numbers of single inputs, which are in `images.csv`. */
export interface EvaluationSummary {
  readonly folder: string;
  readonly labelling: { readonly id: string; readonly description: string };
  readonly seed: number;
  readonly target: ExplainedClass;
  /** Of detectors: the boxes of each image that are explained. Absent in results of versions before 0.3. */
  readonly boxes?: { readonly most: number; readonly which: WhichBoxes } & BoxThresholds;
  readonly images: number;
  readonly skipped: number;
  readonly models: readonly ModelSummary[];
  readonly methods: readonly MethodSummary[];
  readonly columns: readonly MetricColumn[];
  readonly cells: readonly MethodCell[];
  readonly costs: readonly MethodCost[];
  readonly notes: readonly MethodNote[];
  readonly comparisons: readonly {
    readonly id: string;
    readonly label: string;
    readonly formula: string;
    readonly alike: 'higher' | 'lower';
  }[];
  readonly pairs: readonly PairSummary[];
  readonly misclassified: readonly Misclassified[];
  readonly bootstrap: { readonly level: number; readonly resamples: number };
  /** The command line that gives the same files. */
  readonly command: string;
}

/** Sent while a folder is evaluated. */
export type EvaluationEvent =
  | {
      readonly kind: 'started';
      readonly total: number;
      readonly skipped: number;
      readonly models: readonly string[];
      readonly methods: readonly MethodSummary[];
      /** One for each metric, without its parts. */
      readonly columns: readonly MetricColumn[];
    }
  | EvaluationProgress
  | PartialTable;

export interface EvaluationProgress {
  readonly kind: 'progress';
  readonly done: number;
  readonly total: number;
  readonly skipped: number;
  /** Inputs finished per second of this run; those taken from an earlier run do not count. */
  readonly rate: number;
  /** Null until the rate is known. */
  readonly secondsLeft: number | null;
  readonly image: string;
}

/** Means so far, without intervals. */
export interface PartialTable {
  readonly kind: 'table';
  readonly done: number;
  /** Share of right predictions, per model; null without labels. */
  readonly accuracy: readonly (number | null)[];
  readonly cells: readonly {
    readonly model: number;
    readonly method: number;
    /** Index into the columns that the run began with. */
    readonly column: number;
    readonly mean: number;
    readonly images: number;
  }[];
}
