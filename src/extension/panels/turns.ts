/** Work of which only the latest of a kind matters: what is begun anew aborts what was begun before. */
export class Turns {
  private readonly latest = new Map<PropertyKey, AbortController>();

  /** Aborted once newer work of the kind begins, or the kind is ended: an answer that comes then is dropped. */
  begin(kind: PropertyKey): AbortSignal {
    this.end(kind);
    const controller = new AbortController();
    this.latest.set(kind, controller);
    return controller.signal;
  }

  isAtWork(kind: PropertyKey): boolean {
    return this.latest.has(kind);
  }

  end(kind: PropertyKey): void {
    this.latest.get(kind)?.abort();
    this.latest.delete(kind);
  }

  endAll(): void {
    for (const kind of [...this.latest.keys()]) this.end(kind);
  }
}
