import type { Model } from '../graph/model';
import type { FloatTensor, Tensor } from '../tensor/tensor';
import type { Network } from '../session/network';
import type { RuntimeOptions } from '../session/runtime';

/** One entry of a reference manifest (format: the reference's README). */
export interface ReferenceCase {
  readonly id: string;
  readonly model?: string;
  readonly method: string;
  readonly params: Readonly<Record<string, any>>;
  readonly input?: string;
  /** Of a model with several inputs: a file per input. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly target?: number | readonly number[] | null;
  /** For dense outputs: a 0/1 `.npy` over the output's positions. */
  readonly targetMask?: string;
  /** True labels or values of the inputs, in a file of their own, and what a network said of them. */
  readonly targets?: string;
  readonly predictions?: string;
  /** The class of each generated sample. */
  readonly classes?: string;
  readonly draws?: Readonly<Record<string, string>>;
  /** Names of the outputs to write; the values may be null. */
  readonly expected: Readonly<Record<string, unknown>>;
}

/** What a case may use: files of the manifest, and models kept open between cases. */
export interface CaseFiles {
  /** An array named by the manifest (a path relative to its folder). */
  array(path: string): Tensor;
  /** The same as float32 values. */
  floats(path: string): FloatTensor;
  /** A model of the reference, opened once; `logits` of the manifest is what the target indexes. */
  network(model: string): Promise<Network>;
  /**
   * A model of the reference that was changed, opened once per key.
   * @param change the model made ready, with the tensor from which scores are read
   */
  changed(model: string, key: string, change: (prepared: Model) => { model: Model; logits: string }): Promise<Network>;
  /** A model of the reference as it is in its file. */
  model(model: string): Promise<Model>;
  /** How graphs that a case makes are run. */
  readonly runtime: RuntimeOptions;
  readonly signal?: AbortSignal;
}

/** Arrays go to `.npy` files; numbers and lists to `result.json` under the same key. */
export type CaseOutputs = Record<string, Tensor | number | readonly number[]>;

export type RunCase = (reference: ReferenceCase, files: CaseFiles) => CaseOutputs | Promise<CaseOutputs>;

/** How one suite's cases are run: a function per method id of the suite. */
export interface Adapter {
  readonly suite: string;
  readonly methods: Readonly<Record<string, RunCase>>;
}
