import type { Model } from '../graph/model';

/** A model as read, with every byte it was read from (for its hash). */
export interface ReadModel {
  readonly model: Model;
  readonly sources: readonly Uint8Array[];
  /** Names of files beside it, from its folder, in which some of its weights lie. */
  readonly beside?: readonly string[];
  /** For imported models: what TensorFlow.js needs to run the same one, or why it cannot. Made when asked for. */
  readonly original?: () => Original | { readonly unavailable: string };
  /**
   * Where the graph is one node that stands for a network of an external runtime: what that runtime needs. Made when asked
   * for.
   */
  readonly external?: () => ExternalSource;
}

/** A GraphModel that is run by TensorFlow.js as it is. */
export interface GraphSource {
  readonly kind: 'graph';
  readonly original: Original;
  /** The node that is fed. */
  readonly input: string;
  readonly type: 'float32' | 'int32';
  /**
   * Whether shapes or the order of execution depend on values: such a graph runs asynchronously and has no gradient.
   */
  readonly dynamic: boolean;
}

/** A folder that is run by TensorFlow itself. */
export interface SavedModelSource {
  readonly kind: 'saved-model';
  readonly folder: string;
  readonly tags: readonly string[];
  readonly signature: string;
  /** The signature's name of the input. */
  readonly input: string;
  readonly type: 'float32' | 'int32';
}
export type ExternalSource = GraphSource | SavedModelSource;

/** A model as TensorFlow.js takes it: structure, and all weights one behind the other. */
export interface Original {
  readonly kind: 'layers' | 'graph';
  readonly topology: object;
  readonly specs: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string }[];
  readonly data: Uint8Array;
  /** Of a GraphModel, TensorFlow's names of the graph's outputs. */
  readonly ports?: readonly string[];
}

/** A file format that becomes a graph. */
export interface Format {
  readonly id: string;
  readonly label: string;
  /** File-name endings by which the workspace is searched. */
  readonly extensions: readonly string[];
  /** Whether these bytes, with this name, are of the format. */
  recognises(path: string, bytes: Uint8Array): boolean;
  /** Reads the graph; weights stay views of the bytes. */
  read(path: string, bytes: Uint8Array): Promise<ReadModel> | ReadModel;
}
