/** What the numbers of an array stand for. */
export type VariableValues =
  /** Whole numbers from 0 to 255. */
  | 'bytes'
  /** From 0, black, to 1, white. */
  | 'shares'
  /** As a network takes them. */
  | 'numbers';

/** How an array of a debugged program was taken, and the inputs made of it. */
export interface VariableInputs {
  /** Images, or arrays where it is none; one for each sample of a batch. */
  readonly files: readonly string[];
  readonly dims: readonly number[];
  readonly type: string;
  readonly values: VariableValues;
  /** The order of an image's axes; null for what is taken as it is. */
  readonly layout: 'CHW' | 'HWC' | 'HW' | null;
  /** Shares lie between the 256 levels of the images, and were rounded. */
  readonly rounded: boolean;
  /** Samples of the batch that were left out. */
  readonly left: number;
}

export interface VariableCalls {
  /** Makes inputs of an array that was saved by numpy, beside it. */
  'variable.inputs': { arguments: { array: string }; answer: VariableInputs; event: never };
}
