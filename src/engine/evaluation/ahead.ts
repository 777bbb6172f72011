/**
 * Values by their places in a list, each made some places before it is asked for: a run blocks the thread, and what
 * other threads do for it (decoding, above all) goes one step on between two runs.
 */
export class Ahead<T> {
  private readonly begun = new Map<number, Promise<T>>();

  /** @param depth how many behind the one asked for are begun with it */
  constructor(
    private readonly count: number,
    private readonly depth: number,
    private readonly make: (place: number) => Promise<T>,
  ) {}

  /** A value, while those behind it are made; any others that were begun are given up: who asks has jumped. */
  of(place: number): Promise<T> {
    const last = Math.min(place + this.depth, this.count - 1);
    for (const other of this.begun.keys()) if (other < place || other > last) this.begun.delete(other);
    for (let next = place; next <= last; next++) if (!this.begun.has(next)) this.begin(next);
    const found = this.begun.get(place)!;
    this.begun.delete(place);
    return found;
  }

  private begin(place: number): void {
    const value = this.make(place);
    // Nobody may ever ask for it; who does is told.
    value.catch(() => undefined);
    this.begun.set(place, value);
  }
}
