import { createHash } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { LensError } from '../../protocol/error';

/** Bytes read at once. */
const CHUNK = 1 << 20;
const NEWLINE = 0x0a;

interface Span {
  readonly start: number;
  end: number;
}

/** Numbers JSON has no form for, which results may hold. */
const SPECIAL: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };
const written = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;
const read = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'number' in value
    ? SPECIAL[(value as { number: string }).number]
    : value;

/** The key of a result: a hash of everything it depends on. */
export function keyOf(...facts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32);
}

/**
 * Finished results in an append-only file, one line `["subject","key",value]` each, so that a run may be killed at any
 * point. In memory only the places of each subject's lines are kept: they are read when the subject's turn comes.
 */
export class Journal {
  private readonly file: number;
  private readonly places = new Map<string, Span[]>();
  private size = 0;

  /** Opens or begins a journal; a last line that was cut short is dropped. @throws LensError `disk` */
  constructor(private readonly path: string) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      this.file = openSync(path, 'a+');
      // By path: a handle that appends cannot cut a file on Windows.
      if (this.index() > this.size) truncateSync(path, this.size);
    } catch (error) {
      throw this.failed(error);
    }
  }

  /** Bytes so far. */
  get length(): number {
    return this.size;
  }

  /** All results of a subject, by key. */
  of(subject: string): Map<string, unknown> {
    const results = new Map<string, unknown>();
    for (const { start, end } of this.places.get(subject) ?? []) {
      for (const line of this.bytes(start, end - start)
        .toString('utf8')
        .split('\n')) {
        const entry = entryOf(line);
        // Another process may have added lines since the places were noted.
        if (entry?.[0] === subject) results.set(entry[1], entry[2]);
      }
    }
    return results;
  }

  /**
   * Adds a result; once this returns, it survives the end of the process.
   * @returns the value as it will be read, so that a resumed run goes on with the very same numbers
   */
  add(subject: string, key: string, value: unknown): unknown {
    const text = JSON.stringify([subject, key, value], written);
    const line = Buffer.from(`${text}\n`);
    try {
      for (let done = 0; done < line.length;) done += writeSync(this.file, line, done);
    } catch (error) {
      throw this.failed(error);
    }
    this.place(subject, line.length);
    return entryOf(text)?.[2];
  }

  close(): void {
    closeSync(this.file);
  }

  /** Finds the lines of every subject; returns the length of the file. */
  private index(): number {
    const total = fstatSync(this.file).size;
    let rest = Buffer.alloc(0);
    for (let at = 0; at < total; at += CHUNK) {
      const bytes = Buffer.concat([rest, this.bytes(at, Math.min(CHUNK, total - at))]);
      let start = 0;
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
        // The subject stands first and needs no escapes: the rest of the line is parsed when it is wanted.
        this.place(
          /^\["([^"\\]+)",/.exec(bytes.toString('utf8', start, Math.min(end, start + 200)))?.[1] ?? '',
          end + 1 - start,
        );
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
    return total;
  }

  /** Notes that the next `length` bytes belong to a subject. */
  private place(subject: string, length: number): void {
    const spans = this.places.get(subject) ?? [];
    if (spans.length === 0) this.places.set(subject, spans);
    const last = spans.at(-1);
    if (last?.end === this.size) last.end += length;
    else spans.push({ start: this.size, end: this.size + length });
    this.size += length;
  }

  private bytes(at: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    let done = 0;
    while (done < length) {
      const count = readSync(this.file, bytes, done, length - done, at + done);
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  }

  private failed(error: unknown): LensError {
    const { code } = error as NodeJS.ErrnoException;
    return new LensError(
      {
        code: 'disk',
        what: `the journal of results cannot be written (${code})`,
        where: this.path,
        next: 'Free some space, or choose a folder you may write to',
      },
      { cause: error },
    );
  }
}

/** A line of the journal; null for one that is damaged, whose result is then computed again. */
function entryOf(line: string): [string, string, unknown] | null {
  try {
    const entry: unknown = JSON.parse(line, read);
    return Array.isArray(entry) && entry.length === 3 ? (entry as [string, string, unknown]) : null;
  } catch {
    return null;
  }
}
