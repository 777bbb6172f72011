import { LensError } from '../../protocol/error';
import type { Loading } from '../../protocol/loading';

/** What a part of a document holds when it is there. */
export type ValueOf<L> = L extends { readonly state: 'done'; readonly value: infer V } ? V : never;

/** Names of a document's parts that are asked for. */
export type PartOf<D> = { [K in keyof D]: D[K] extends Loading<unknown> ? K : never }[keyof D];

/**
 * The questions behind a panel's document: each part is loading, there, or in error. Of two questions about one part
 * the answer to the older is dropped; a cancelled one leaves nothing.
 */
export class Questions<D> {
  private readonly turns = new Map<PartOf<D>, number>();

  constructor(private readonly change: (part: PartOf<D>, loading: Loading<never>) => void) {}

  /** Asks for a part; with `quietly` what is shown stays until the answer is there. */
  async ask<K extends PartOf<D>>(
    part: K,
    question: (tell: (loading: Loading<never>) => void) => Promise<ValueOf<D[K]>>,
    quietly = false,
  ): Promise<void> {
    const turn = this.drop(part);
    const tell = (loading: Loading<unknown>): void => {
      if (this.turns.get(part) === turn) this.change(part, loading as Loading<never>);
    };
    if (!quietly) tell({ state: 'loading' });
    try {
      tell({ state: 'done', value: await question(tell) });
    } catch (thrown) {
      const error = LensError.from(thrown).toReport();
      tell(error.code === 'cancelled' ? { state: 'none' } : { state: 'error', error });
    }
  }

  /** An answer that is still to come is of no interest any more. */
  drop(part: PartOf<D>): number {
    const turn = (this.turns.get(part) ?? 0) + 1;
    this.turns.set(part, turn);
    return turn;
  }

  dropAll(): void {
    for (const part of this.turns.keys()) this.drop(part);
  }
}
