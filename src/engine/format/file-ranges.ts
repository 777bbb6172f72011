import { LensError } from '../../protocol/error';
import { CHECKPOINT } from '../file/kind';
import { bytesOf, withRegular } from '../file/regular';

/** Parts of a file, each read when asked for; no handle is kept, so the file may be overwritten meanwhile. */
export class FileRanges {
  readonly size: number;

  /** @throws LensError as {@link withRegular} */
  constructor(readonly path: string) {
    this.size = withRegular(path, CHECKPOINT, (_, size) => size);
  }

  /** @throws LensError `corrupt-model` when the range passes the file's end */
  read(from: number, length: number): Uint8Array {
    if (
      !Number.isSafeInteger(from) ||
      !Number.isSafeInteger(length) ||
      from < 0 ||
      length < 0 ||
      from + length > this.size
    )
      throw this.corrupt('the file is cut short');
    const bytes = withRegular(this.path, CHECKPOINT, (file) => bytesOf(file, length, from));
    if (bytes.length < length) throw this.corrupt('the file became shorter while it was read');
    return bytes;
  }

  corrupt(what: string): LensError {
    return new LensError({ code: 'corrupt-model', what, where: this.path, next: 'Save or download the file again' });
  }
}
