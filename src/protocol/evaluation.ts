import type { MethodRequest } from './method';
import type { MetricRequest } from './metric';

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
