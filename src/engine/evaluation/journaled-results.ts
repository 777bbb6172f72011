import type { Journal } from './journal';
import { COMPUTED, type ResultSource } from './result-source';

/**
 * The results about one subject (an input, by its content): taken from the journal where they are there, else from the
 * source, and added to it.
 */
export class JournaledResults {
  private readonly known: Map<string, unknown>;

  constructor(
    private readonly journal: Journal,
    private readonly subject: string,
    private readonly source: ResultSource = COMPUTED,
  ) {
    this.known = journal.of(subject);
  }

  /** @param make gives a value that JSON can hold; where it throws nothing is kept, so that a later run tries again */
  async of<T>(key: string, make: () => Promise<T> | T): Promise<T> {
    if (!this.known.has(key))
      this.known.set(key, this.journal.add(this.subject, key, await this.source.of(this.subject, key, make)));
    return this.known.get(key) as T;
  }
}
