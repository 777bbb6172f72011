import type { Model } from '../graph/model';

/** A model as read, with every byte it was read from (for its hash). */
export interface ReadModel {
  readonly model: Model;
  readonly sources: readonly Uint8Array[];
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
