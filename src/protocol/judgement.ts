import type { Corners } from './task';

/** A number by which models are judged. */
export interface MeasureColumn {
  readonly id: string;
  readonly label: string;
  readonly formula: string;
  readonly better: 'higher' | 'lower' | 'none';
}

export interface Measure extends MeasureColumn {
  readonly value: number | null;
  /** Of the value, where it has one. */
  readonly unit?: string;
}

/** A box that is wrong, or an object that is missed. */
export interface BoxExample {
  /** Of the input. */
  readonly name: string;
  /** Of its class. */
  readonly index: number;
  readonly label: string;
  /** Null of an object that is missed. */
  readonly score: number | null;
  /** In pixels of the image. */
  readonly corners: Corners;
}

/** What a model estimates, input by input. */
export interface Estimates {
  /** Of the inputs: all, or some spread evenly over them. */
  readonly inputs: readonly string[];
  readonly quantities: readonly {
    /** With its unit. */
    readonly name: string;
    readonly unit?: string;
    readonly truth: readonly number[];
    readonly predicted: readonly number[];
  }[];
}

/** How good a model is at another task than telling the classes of whole inputs. */
export interface Judgement {
  /** The id of the task. */
  readonly task: string;
  /** The first is shown where there is room for one only. */
  readonly measures: readonly Measure[];
  /** The same per class, label or quantity. */
  readonly parts: {
    /** What each part is: "Class". */
    readonly heading: string;
    readonly columns: readonly MeasureColumn[];
    readonly rows: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  };
  /** Counts, one row per true class, one column per predicted class; null where the task has none. */
  readonly confusion: {
    /** What is counted: "pixels". */
    readonly unit: string;
    readonly names: readonly string[];
    readonly counts: readonly (readonly number[])[];
  } | null;
  /** Of models that estimate numbers. */
  readonly estimates?: Estimates;
  /** What is wrong, by its kind; empty where the task knows no kinds. */
  readonly errors: readonly {
    readonly id: string;
    readonly label: string;
    readonly meaning: string;
    readonly count: number;
    /** Of detectors: those of which most is to be learned. */
    readonly examples?: readonly BoxExample[];
  }[];
  /** Inputs the model is worst at, the worst first. */
  readonly worst: {
    /** The label of what they are ordered by. */
    readonly measure: string;
    readonly images: readonly { readonly name: string; readonly value: number; readonly remark: string }[];
  };
}
