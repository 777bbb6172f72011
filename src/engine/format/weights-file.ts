import type { Weight } from '../graph/model';
import type { ElementType } from '../tensor/tensor';

/** One named tensor of a file of weights; its values stay on disk until they are read. */
export interface StoredTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
}

/** A file that holds weights but no graph. */
export interface WeightsFile {
  readonly path: string;
  /** Name of the format, human-readable. */
  readonly label: string;
  readonly tensors: readonly StoredTensor[];
  /** What a person should know about the file. */
  readonly warnings: readonly string[];
  /** The values of one tensor, read now. @throws LensError when there is no such tensor or the file was cut short */
  read(name: string): Weight;
}

/** A format that holds weights only. */
export interface WeightsFormat {
  readonly id: string;
  readonly label: string;
  /** File-name endings, with the dot. */
  readonly extensions: readonly string[];
  /** Reads the list of tensors, not their values. */
  open(path: string): WeightsFile;
}
