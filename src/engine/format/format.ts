import type { Model } from '../graph/model';

/** A file format that becomes a graph. */
export interface Format {
  readonly id: string;
  readonly label: string;
  /** File-name endings by which the workspace is searched. */
  readonly extensions: readonly string[];
  /** Whether these bytes, with this name, are of the format. */
  recognises(path: string, bytes: Uint8Array): boolean;
  /** Reads the graph; weights stay views of the bytes. */
  read(path: string, bytes: Uint8Array): Promise<Model> | Model;
}
