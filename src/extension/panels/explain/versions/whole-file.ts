import { LensError } from '../../../../protocol/error';

/** A file that others write, and how a copy of it is made and read. */
export interface WrittenFile<T> {
  /** Its size and time; null while it is not there. */
  stamp(): Promise<string | null>;
  take(): Promise<T>;
  /** Reads what was taken to its end. @throws where it is not whole */
  check(taken: T): Promise<void>;
  /** Throws away what was taken. */
  drop(taken: T): Promise<void>;
}

/** What becomes of it. */
export interface Heard<T> {
  /** It was written, and what was taken of it is whole. */
  whole(taken: T): void;
  /** It has stayed as it is for a while and is not whole; null once it is whole again. */
  broken(error: LensError | null): void;
}

/** How it is waited, in milliseconds. */
export interface Patience {
  /** So long a file must rest before it is taken. */
  readonly rest: number;
  /** So often it is looked at unasked: not every file system tells of changes. */
  readonly look: number;
  /** So long a file that is not whole may stay as it is before that is said. */
  readonly broken: number;
  now(): number;
  wait(milliseconds: number): Promise<void>;
}

const patience: Patience = Object.freeze({
  rest: 200,
  look: 250,
  broken: 10_000,
  now: () => performance.now(),
  wait: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
});

/**
 * Follows a file that is written again and again, and tells of every state in which it is whole. A file that grows is
 * left alone; one that rests is copied at once and read afterwards, so that the next overwrite cannot outrun a reader
 * that is busy; a copy during which the file changed, or that cannot be read to its end, is dropped.
 */
export class WholeFile<T> {
  private stopped = false;
  private wake: () => void = () => undefined;
  /** The state that was taken last. */
  private taken: string | null = null;
  private fault: { readonly error: LensError; readonly since: number; said: boolean } | null = null;
  private checks: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: WrittenFile<T>,
    private readonly heard: Heard<T>,
    private readonly pace: Patience = patience,
  ) {}

  /** Follows the file until it is told to stop. */
  async follow(): Promise<void> {
    while (!this.stopped) {
      await this.look();
      const touched = new Promise<void>((resolve) => (this.wake = resolve));
      await Promise.race([touched, this.pace.wait(this.pace.look)]);
    }
    await this.checks;
  }

  /** It is said to have changed. */
  touch(): void {
    this.wake();
  }

  stop(): void {
    this.stopped = true;
    this.wake();
  }

  private async look(): Promise<void> {
    const stamp = await this.file.stamp();
    if (stamp === null || stamp === this.taken) return this.sayFault(stamp);
    await this.pace.wait(this.pace.rest);
    if (this.stopped) return;
    if ((await this.file.stamp()) !== stamp) return this.look();
    let copy: T;
    try {
      copy = await this.file.take();
    } catch {
      // It went away while it was copied: what takes its place is looked at in its turn.
      return;
    }
    if ((await this.file.stamp()) !== stamp) {
      await this.file.drop(copy);
      return this.look();
    }
    this.taken = stamp;
    this.checks = this.checks.then(() => this.judge(copy, stamp));
  }

  private async judge(copy: T, stamp: string): Promise<void> {
    try {
      await this.file.check(copy);
    } catch (thrown) {
      await this.file.drop(copy);
      // Of one that was written again since, the newer state decides.
      if (this.taken === stamp)
        this.fault = { error: LensError.from(thrown), since: this.pace.now(), said: this.fault?.said ?? false };
      return;
    }
    if (this.fault?.said) this.heard.broken(null);
    this.fault = null;
    if (!this.stopped) this.heard.whole(copy);
  }

  private sayFault(stamp: string | null): void {
    const { fault } = this;
    if (!fault || fault.said || stamp === null || this.pace.now() - fault.since < this.pace.broken) return;
    fault.said = true;
    this.heard.broken(fault.error);
  }
}
