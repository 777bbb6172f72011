import { FileRanges } from '../../../../src/engine/format/file-ranges';

/** How many bytes of files of weights an action reads. */
export function bytesReadIn(action: () => void): number {
  const { read } = FileRanges.prototype;
  let bytes = 0;
  FileRanges.prototype.read = function (from, length) {
    bytes += length;
    return read.call(this, from, length);
  };
  try {
    action();
  } finally {
    FileRanges.prototype.read = read;
  }
  return bytes;
}
