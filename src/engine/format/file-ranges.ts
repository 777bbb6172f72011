import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { LensError } from '../../protocol/error';

/** Reads of at most this many bytes: one read call cannot pass 2 GiB. */
const CHUNK = 1 << 30;

/** Parts of a file, each read when asked for; no handle is kept, so the file may be overwritten meanwhile. */
export class FileRanges {
  readonly size: number;

  /** @throws LensError `not-found` */
  constructor(readonly path: string) {
    this.size = this.opened((file) => fstatSync(file).size);
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
    return this.opened((file) => {
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length;) {
        const read = readSync(file, bytes, at, Math.min(CHUNK, length - at), from + at);
        if (read === 0) throw this.corrupt('the file became shorter while it was read');
        at += read;
      }
      return bytes;
    });
  }

  corrupt(what: string): LensError {
    return new LensError({ code: 'corrupt-model', what, where: this.path, next: 'Save or download the file again' });
  }

  private opened<T>(use: (file: number) => T): T {
    let file: number;
    try {
      file = openSync(this.path, 'r');
    } catch (error) {
      throw new LensError(
        {
          code: 'not-found',
          what: `the weights cannot be read (${(error as NodeJS.ErrnoException).code})`,
          where: this.path,
          next: 'Check the path',
        },
        { cause: error },
      );
    }
    try {
      return use(file);
    } finally {
      closeSync(file);
    }
  }
}
