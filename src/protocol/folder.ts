import type { MeasureColumn } from './judgement';
import type { TaskId } from './task';
import type { EvaluationRequest } from './evaluation';
import type { EvaluationSummary, Mean, SkippedInput } from './evaluation-summary';
import type { MetricSet } from './metric';

/** A way labels may be kept, and whether this folder keeps them so. */
export interface LabellingOption {
  readonly id: string;
  readonly label: string;
  /**
   * What may be written behind the id, `table:labels.csv`: a file of the folder, or where in a name the label stands.
   */
  readonly takes: 'file' | 'pattern' | null;
  readonly fits: boolean;
  /** Files that hold labels, where the way takes a file. */
  readonly files: readonly string[];
}

export interface InspectedClass {
  readonly name: string;
  readonly images: number;
  /** Names of the first inputs. */
  readonly examples: readonly string[];
  /** Names of the models that have no such class. */
  readonly unknownTo: readonly string[];
}

export interface InspectedModel {
  readonly path: string;
  readonly classes: number;
  readonly task: TaskId;
  /** Why it cannot be evaluated on a folder; null where it can. */
  readonly problem: string | null;
}

/** What an evaluation would find in a folder; nothing is decoded and nothing runs. */
export interface FolderInspection {
  readonly images: number;
  readonly arrays: number;
  readonly labelling: { readonly id: string; readonly argument: string | null; readonly description: string };
  readonly options: readonly LabellingOption[];
  readonly classes: readonly InspectedClass[];
  readonly unlabelled: { readonly images: number; readonly examples: readonly string[] };
  readonly masks: { readonly images: number; readonly examples: readonly string[] };
  /** The first of the files left out, and how many there are. */
  readonly leftOut: { readonly files: number; readonly first: readonly SkippedInput[] };
  readonly models: readonly InspectedModel[];
}

/** A finished evaluation as its folder holds it. */
export interface StoredResults {
  readonly summary: EvaluationSummary;
  readonly skipped: readonly SkippedInput[];
  /**
   * Mean seconds of an explanation, by model and method of the summary, on the machine that made them; null where they
   * were not measured.
   */
  readonly seconds: readonly (readonly (number | null)[])[];
  /** Whether the numbers of single inputs are there. */
  readonly images: boolean;
  /** Milliseconds since 1970 at which it was finished. */
  readonly finished: number;
  /** Whether an earlier run is kept beside it. */
  readonly previous: boolean;
}

/** A number by which the inputs of a task other than classes of whole inputs are told apart. */
export interface InputNumbers extends MeasureColumn {
  /** Input by input. */
  readonly values: Float32Array;
}

/** The numbers of single inputs under one model, in columns; what was not computed is NaN. */
export interface ImageColumns {
  readonly names: readonly string[];
  readonly classes: readonly string[];
  /** Class indices; −1 without labels, and of other tasks than telling classes of whole inputs. */
  readonly label: Int32Array;
  readonly predicted: Int32Array;
  /** Of those other tasks; the first is what the inputs are judged by. */
  readonly numbers: readonly InputNumbers[];
  /** Of the predicted class. */
  readonly probability: Float32Array;
  readonly labelProbability: Float32Array;
  /** 0: no mask, 1: a mask without an object, 2: a mask with one. */
  readonly mask: Uint8Array;
  /** Share of the input that the object covers. */
  readonly maskShare: Float32Array;
  /** One array per column of the summary, of the method asked for; without one, of all: method × columns + column. */
  readonly metrics: readonly Float32Array[];
}

/** A number before and after; null where it was not there. */
export interface Change {
  readonly label: string;
  readonly unit: string | null;
  readonly better: 'higher' | 'lower' | 'none';
  readonly formula: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** A metric before and after, over the inputs that both runs have: the mean of the differences and its interval. */
export interface MetricChange extends Change {
  readonly method: string;
  readonly difference: Mean;
}

export interface ChangedImage {
  readonly name: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

export interface ModelDifference {
  readonly name: string;
  /** Whether the model file differs. */
  readonly changed: boolean;
  readonly hashes: readonly [before: string, after: string];
  readonly measures: readonly Change[];
  readonly metrics: readonly MetricChange[];
  /** Inputs that were wrong and are right now. */
  readonly mended: readonly ChangedImage[];
  /** Inputs that were right and are wrong now. */
  readonly broken: readonly ChangedImage[];
  /** Inputs that both runs have. */
  readonly images: number;
}

/** Two runs. */
export interface EvaluationDifference {
  readonly before: { readonly finished: number; readonly images: number };
  readonly after: { readonly finished: number; readonly images: number };
  readonly models: readonly ModelDifference[];
  /** What only one of the runs has, in words. */
  readonly remarks: readonly string[];
}

/** Requests about folders of labelled inputs and the results about them. */
export interface FolderCalls {
  /** Where labels and masks would come from, to be checked and corrected before anything runs. */
  'folder.inspect': {
    arguments: { folder: string; labelling?: string; models: readonly string[] };
    answer: FolderInspection;
    event: never;
  };
  /** Results written earlier; null where there are none. */
  'folder.results': { arguments: { out: string }; answer: StoredResults | null; event: never };
  /** The numbers of single inputs under a model and a method, by their indices in the summary. */
  'folder.images': { arguments: { out: string; model: number; method: number }; answer: ImageColumns; event: never };
  /** What changed since the run before, or since that of another folder. */
  'folder.difference': { arguments: { out: string; before?: string }; answer: EvaluationDifference; event: never };
  /** The command line that gives the same results. */
  'folder.command': { arguments: EvaluationRequest; answer: string; event: never };
  /** Metrics that are reported together. */
  'metric.sets': { arguments: null; answer: readonly MetricSet[]; event: never };
  /** The choices of a suite file, with absolute paths. */
  'suite.read': { arguments: { path: string }; answer: Partial<EvaluationRequest>; event: never };
}
