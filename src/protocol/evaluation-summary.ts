import type { AspectScale } from './aspect';
import type { BoxThresholds, ExplainedClass, WhichBoxes } from './evaluation';
import type { Judgement, Measure } from './judgement';
import type { DeviceId } from './model';
import type { Paper } from './paper';
import type { ParameterValues } from './parameter';
import type { Preprocessing } from './recipe';

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
