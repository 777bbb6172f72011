import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, truncateSync, writeSync } from 'node:fs';
import { LensError } from '../../protocol/error';
import { openAppended } from '../file/appending';
import { diskError } from '../file/disk-error';
import { linesIn } from '../file/lines';

const NAME = 'the journal of results';
/** A subject and its quotes are shorter. */
const HEAD_BYTES = 200;
/** Results are numbers: a longer line is none of ours, and its result is computed again. */
const MOST_LINE_BYTES = 1 << 24;
/** Separate stretches of lines about one input that are remembered. */
const MOST_STRETCHES = 4_000_000;

interface Span {
  readonly start: number;
  end: number;
}

/** Numbers JSON has no form for, which results may hold. */
const SPECIAL: ReadonlyMap<unknown, number> = new Map(
  [NaN, Infinity, -Infinity].map((value) => [String(value), value]),
);
const written = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;
const read = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'number')
    ? (SPECIAL.get((value as { number: unknown }).number) ?? value)
    : value;

/** The key of a result: a hash of everything it depends on. */
export function keyOf(...facts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32);
}

/** The results a journal holds, by subject; only the places of their lines are kept in memory. */
export class StoredJournal {
  private readonly places = new Map<string, Span[]>();
  private stretches = 0;
  protected size = 0;

  protected constructor(
    protected readonly file: number,
    protected readonly path: string,
  ) {}

  /** Opens one that another process may be writing; of what it adds later nothing is known. @throws LensError `disk` */
  static open(path: string): StoredJournal {
    let file: number;
    try {
      file = openSync(path, 'r');
    } catch (error) {
      throw diskError(NAME, path, error);
    }
    const journal = new StoredJournal(file, path);
    try {
      journal.index();
      return journal;
    } catch (error) {
      closeSync(file);
      throw error instanceof LensError ? error : diskError(NAME, path, error);
    }
  }

  /** All results of a subject, by key. */
  of(subject: string): Map<string, unknown> {
    const results = new Map<string, unknown>();
    for (const { start, end } of this.places.get(subject) ?? []) {
      for (const { head, whole } of linesIn(this.file, start, end, MOST_LINE_BYTES)) {
        const entry = whole ? entryOf(head.toString('utf8')) : null;
        // Another process may have added lines since the places were noted.
        if (entry?.[0] === subject) results.set(entry[1], entry[2]);
      }
    }
    return results;
  }

  close(): void {
    closeSync(this.file);
  }

  /** Finds the lines of every subject; returns the length of the file. */
  protected index(): number {
    const total = fstatSync(this.file).size;
    for (const { length, head } of linesIn(this.file, 0, total, HEAD_BYTES)) {
      // The subject stands first and needs no escapes: the rest of the line is parsed when it is wanted.
      this.place(/^\["([^"\\]+)",/.exec(head.toString('utf8'))?.[1] ?? '', length);
    }
    return total;
  }

  /** Notes that the next `length` bytes belong to a subject. */
  protected place(subject: string, length: number): void {
    const spans = this.places.get(subject) ?? [];
    if (spans.length === 0) this.places.set(subject, spans);
    const last = spans.at(-1);
    if (last?.end === this.size) last.end += length;
    else if (++this.stretches > MOST_STRETCHES) throw this.overfull();
    else spans.push({ start: this.size, end: this.size + length });
    this.size += length;
  }

  private overfull(): LensError {
    return new LensError({
      code: 'disk',
      what: `${NAME} has more than ${MOST_STRETCHES} stretches of lines about one input`,
      where: this.path,
      next: 'Choose another folder for the results',
    });
  }
}

/**
 * Finished results in an append-only file, one line `["subject","key",value]` each, so that a run may be killed at any
 * point.
 */
export class Journal extends StoredJournal {
  /**
   * Opens or begins a journal; a last line that was cut short is dropped. @throws LensError `disk`, also for one that is
   * a link
   */
  constructor(path: string) {
    const { handle, path: own } = openAppended(path, NAME);
    super(handle, path);
    try {
      // By path: a handle that appends cannot cut a file on Windows.
      if (this.index() > this.size) truncateSync(own, this.size);
    } catch (error) {
      closeSync(handle);
      throw error instanceof LensError ? error : diskError(NAME, path, error);
    }
  }

  /** Bytes so far. */
  get length(): number {
    return this.size;
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
      throw diskError(NAME, this.path, error);
    }
    this.place(subject, line.length);
    return entryOf(text)?.[2];
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
