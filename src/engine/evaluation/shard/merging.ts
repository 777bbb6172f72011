import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LensError, type ErrorReport } from '../../../protocol/error';
import { RESULTS_MARK } from '../../dataset/walk';
import { StoredJournal } from '../journal';
import type { ResultSource } from '../result-source';
import { lockShards, namedShards, shardFolders } from '../../shard/ended-shards';
import { partOfName, shardOf } from '../../shard/shard';
import { failureKey } from './failures';

/**
 * The results of all parts of a run, by what they depend on: which part has them, and whether two do, does not matter.
 * Nothing is computed; what is missing is noted.
 */
export class MergedShards implements ResultSource {
  /** Where the parts lie. */
  readonly folders: readonly string[];
  private readonly journals: StoredJournal[] = [];
  private readonly unlock: () => void = () => undefined;
  private readonly missing = new Set<string>();
  private turn?: { readonly subject: string; readonly known: readonly ReadonlyMap<string, unknown>[] };
  private readonly counts: ReadonlySet<number>;

  /**
   * @param ended whether all parts must have ended; otherwise what they have by now is taken
   * @throws LensError `not-found` where there are no parts, `disk` where one that must have ended is being written
   */
  constructor(
    private readonly out: string,
    ended: boolean,
  ) {
    this.folders = shardFolders(out);
    this.counts = new Set(this.folders.map((folder) => partOfName(basename(folder))!.count));
    if (ended) this.unlock = lockShards(this.folders);
    try {
      for (const folder of this.folders) {
        const journal = join(folder, RESULTS_MARK);
        // A part that was killed at its very beginning has none.
        if (existsSync(journal)) this.journals.push(StoredJournal.open(journal));
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  async of(subject: string, key: string): Promise<unknown> {
    let failure: ErrorReport | undefined;
    for (const known of this.knownOf(subject)) {
      if (known.has(key)) return known.get(key);
      failure ??= known.get(failureKey(key)) as ErrorReport | undefined;
    }
    if (failure) throw new LensError(failure);
    this.missing.add(subject);
    throw new LensError({ code: 'not-found', what: 'no part of the run has its results' });
  }

  /** @throws LensError `not-found` that names the parts that have not finished */
  checkComplete(): void {
    if (this.missing.size === 0) return;
    throw new LensError({
      code: 'not-found',
      what: `${this.missing.size} ${this.missing.size === 1 ? 'input has' : 'inputs have'} no or not all results: ${this.unfinished()}`,
      where: this.out,
      next: 'Run these parts again with the same options, then merge',
    });
  }

  close(): void {
    for (const journal of this.journals) journal.close();
    this.unlock();
  }

  /** What the parts know of a subject, read once while it is its turn. */
  private knownOf(subject: string): readonly ReadonlyMap<string, unknown>[] {
    if (this.turn?.subject !== subject)
      this.turn = { subject, known: this.journals.map((journal) => journal.of(subject)) };
    return this.turn.known;
  }

  private unfinished(): string {
    const [count] = this.counts;
    if (this.counts.size > 1) return `the parts are ${[...this.counts].join(' and ')} to a run`;
    return namedShards(
      [...this.missing].map((subject) => shardOf(subject, count)),
      count,
    );
  }
}
