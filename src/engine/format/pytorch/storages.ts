import type { LensError } from '../../../protocol/error';
import type { ReadPickle } from './pickle';

/** Where a checkpoint keeps the values of its tensors. */
export interface Storages {
  readonly bigEndian: boolean;
  /** Bytes of a storage; undefined where there is none. */
  size(key: string): number | undefined;
  /** A part of a storage. */
  read(key: string, from: number, length: number): Uint8Array;
  corrupt(what: string): LensError;
}

/** What `torch.save` has written, in either of its formats. */
export interface Checkpoint {
  readonly structure: ReadPickle;
  readonly storages: Storages;
  /** Files of the archive. */
  readonly entries: readonly string[];
}
