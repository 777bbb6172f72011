/** A number by which models are judged. */
export interface MeasureColumn {
  readonly id: string;
  readonly label: string;
  readonly formula: string;
  readonly better: 'higher' | 'lower' | 'none';
}

export interface Measure extends MeasureColumn {
  readonly value: number | null;
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
  /** What is wrong, by its kind; empty where the task knows no kinds. */
  readonly errors: readonly {
    readonly id: string;
    readonly label: string;
    readonly meaning: string;
    readonly count: number;
  }[];
  /** Inputs the model is worst at, the worst first. */
  readonly worst: {
    /** The label of what they are ordered by. */
    readonly measure: string;
    readonly images: readonly { readonly name: string; readonly value: number; readonly remark: string }[];
  };
}
