import type { ComparedInput, MapsComparison, PairScatter } from '../../../protocol/comparison';
import type { ComparedImage, ShownComparison, ShownSummary } from '../../../protocol/comparison-panel';
import type { EngineProcess } from '../../engine/process';
import { addedScatters } from './sums';

/** Images and maps of so many images stay in memory; those of others are made again when they are looked at. */
const mostKept = 24;

/** What is known of every image of a comparison. */
export class ComparisonResults {
  private inputs: ComparedInput[] = [];
  private scatters: readonly PairScatter[] = [];
  private terms: ShownSummary['terms'] | null = null;
  private readonly kept = new Map<number, ShownComparison>();

  get isEmpty(): boolean {
    return this.inputs.length === 0;
  }

  clear(): void {
    this.inputs = [];
    this.scatters = [];
    this.terms = null;
    this.kept.clear();
  }

  /** Takes an image's result into the whole; returns what the list of images shows of it. */
  add(index: number, shown: ShownComparison): ComparedImage {
    const { result, distributions, scatters } = shown.comparison;
    const { pairs, tests, comparisons, hypotheses, corrections } = result;
    this.inputs.push({ distributions, result: { pairs, tests } });
    this.scatters = addedScatters(this.scatters, scatters);
    this.terms ??= { comparisons, hypotheses, corrections };
    this.keep(index, shown);
    return { state: 'done', pairs };
  }

  keep(index: number, shown: ShownComparison): void {
    this.kept.delete(index);
    this.kept.set(index, shown);
    for (const oldest of [...this.kept.keys()].slice(0, -mostKept)) this.kept.delete(oldest);
  }

  of(index: number): ShownComparison | undefined {
    return this.kept.get(index);
  }

  /** All images that are done, together; null while there are none. */
  async summary(engine: EngineProcess): Promise<ShownSummary | null> {
    const { terms, scatters, inputs } = this;
    if (!terms) return null;
    return { summary: await engine.call('maps.summarise', { inputs: [...inputs] }), scatters, terms };
  }

  /** What a later session needs to go on. */
  stored(): StoredResults {
    return { inputs: this.inputs, scatters: this.scatters, terms: this.terms };
  }

  restore({ inputs, scatters, terms }: StoredResults): void {
    this.clear();
    this.inputs = [...inputs];
    this.scatters = scatters;
    this.terms = terms;
  }
}

export interface StoredResults {
  readonly inputs: readonly ComparedInput[];
  readonly scatters: readonly PairScatter[];
  readonly terms: Pick<MapsComparison['result'], 'comparisons' | 'hypotheses' | 'corrections'> | null;
}
