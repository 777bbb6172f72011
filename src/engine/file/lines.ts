import { bytesOf } from './regular';

/** Bytes read at once. */
const CHUNK = 1 << 20;
const NEWLINE = 0x0a;

export interface Line {
  /** Bytes in the file, its end included. */
  readonly length: number;
  /** The line without its end; only its beginning where it is longer than asked for. */
  readonly head: Buffer;
  readonly whole: boolean;
}

/**
 * The lines of a part of an open file one after another, however long they are; a last one without an end is not given.
 * @param most bytes of a line that are kept
 */
export function* linesIn(file: number, from: number, to: number, most: number): Generator<Line> {
  let parts: Buffer[] = [];
  let kept = 0;
  let length = 0;
  const take = (bytes: Buffer): void => {
    length += bytes.length;
    if (kept === most || bytes.length === 0) return;
    parts.push(Buffer.from(bytes.subarray(0, most - kept)));
    kept += parts[parts.length - 1].length;
  };
  for (let at = from; at < to; at += CHUNK) {
    const bytes = bytesOf(file, Math.min(CHUNK, to - at), at);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      take(bytes.subarray(start, end));
      yield { length: length + 1, head: parts.length === 1 ? parts[0] : Buffer.concat(parts), whole: kept === length };
      [parts, kept, length, start] = [[], 0, 0, end + 1];
    }
    take(bytes.subarray(start));
  }
}
