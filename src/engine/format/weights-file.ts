import { LensError } from '../../protocol/error';
import type { Weight } from '../graph/model';
import type { ElementType } from '../tensor/tensor';
import type { FileRanges } from './file-ranges';

/** One named tensor of a file of weights; its values stay on disk until they are read. */
export interface StoredTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
}

/** A file that holds weights but no graph that is read. */
export interface WeightsFile {
  readonly path: string;
  /** Name of the format, human-readable. */
  readonly label: string;
  /** What the file is, with its article. */
  readonly what: string;
  /** The line of Python that makes an ONNX file of it. */
  readonly exporting: string;
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
  /** Whether a file is of the format, by its content. */
  recognises(ranges: FileRanges): boolean;
  /** Reads the list of tensors, not their values. */
  open(path: string): WeightsFile;
}

export const missingTensor = (path: string, name: string): LensError =>
  new LensError({
    code: 'invalid-argument',
    what: `there is no tensor ${name}`,
    where: path,
    next: 'Choose one of the list',
  });
