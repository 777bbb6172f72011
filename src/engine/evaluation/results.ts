import type { ExplanationFacts } from './explained-image';
import type { MaskState } from './image-evaluation';
import type { Tally } from './judge/judge';
import { NumberColumns } from './number-columns';
import type { Pair, Place } from './pairs';

/** What one input gave under one model. */
export interface ModelOutcome {
  readonly truth: unknown;
  readonly answer: unknown;
  readonly mask: MaskState;
}

/** A number of a map: a metric, by its index in the plan, and which part of it; null is the metric itself. */
export interface MetricPart {
  readonly metric: number;
  readonly part: string | null;
}

/** What explaining one input cost, in forward passes of one image. */
const COSTS = ['forwardPasses', 'backwardPasses', 'leastPasses'] as const;
type Cost = (typeof COSTS)[number];

/**
 * The numbers of all inputs, one column each, so that memory is some bytes per number and nothing else grows.
 * Values that were not computed are NaN.
 */
export class Results {
  /** Inputs that took part, in order. */
  readonly names: string[] = [];
  readonly hashes: string[] = [];
  private readonly masks: readonly {
    readonly states: MaskState['state'][];
    readonly shares: Float64Array;
  }[];
  private readonly metrics: NumberColumns<Place & MetricPart>;
  private readonly costs: NumberColumns<Place & { readonly cost: Cost }>;
  private readonly comparisons: NumberColumns<Pair & { readonly comparison: string }>;
  /** Parts of each metric, in the order in which they first came. */
  private readonly parts: Set<string>[] = [];
  private readonly counts = new Map<string, number>();

  /** @param tallies of the models' answers */
  constructor(
    readonly capacity: number,
    readonly tallies: readonly Tally[],
  ) {
    this.masks = tallies.map(() => ({ states: [], shares: new Float64Array(capacity) }));
    this.metrics = new NumberColumns(capacity, (key) => JSON.stringify([key.model, key.method, key.metric, key.part]));
    this.costs = new NumberColumns(capacity, (key) => JSON.stringify([key.model, key.method, key.cost]));
    this.comparisons = new NumberColumns(capacity, ({ first, second, comparison }) =>
      JSON.stringify([first.model, first.method, second.model, second.method, comparison]),
    );
  }

  get count(): number {
    return this.names.length;
  }

  /** Begins the next input; what is set from now on belongs to it. */
  begin(name: string, hash: string, outcomes: readonly ModelOutcome[]): void {
    const at = this.names.push(name) - 1;
    this.hashes.push(hash);
    outcomes.forEach(({ truth, answer, mask }, m) => {
      this.tallies[m].add(truth, answer);
      this.masks[m].states.push(mask.state);
      this.masks[m].shares[at] = mask.share;
    });
  }

  /** Sets a number of the current input. */
  setMetric(place: Place, { metric, part }: MetricPart, value: number): void {
    this.metrics.set({ ...place, metric, part }, this.count - 1, value);
    const parts = (this.parts[metric] ??= new Set());
    if (part !== null) parts.add(part);
  }

  /** Sets what a map of the current input cost, and notes what was odd about it. */
  setCosts(place: Place, facts: ExplanationFacts): void {
    for (const cost of COSTS) this.costs.set({ ...place, cost }, this.count - 1, facts[cost]);
    for (const warning of facts.warnings) this.note(place, warning);
  }

  /** Sets how alike two maps of the current input are. */
  setComparison(pair: Pair, comparison: string, value: number): void {
    this.comparisons.set({ ...pair, comparison }, this.count - 1, value);
  }

  /** Counts a remark about a method's maps. */
  note({ model, method }: Place, text: string): void {
    const key = JSON.stringify([model, method, text]);
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** Remarks in the order of models and methods, with how many inputs they apply to. */
  get notes(): { model: number; method: number; text: string; images: number }[] {
    const notes = [...this.counts].map(([key, images]) => {
      const [model, method, text] = JSON.parse(key) as [number, number, string];
      return { model, method, text, images };
    });
    return notes.sort((a, b) => a.model - b.model || a.method - b.method || (a.text < b.text ? -1 : 1));
  }

  /** The parts that a metric gave, in the order in which they first came. */
  partsOf(metric: number): string[] {
    return [...(this.parts[metric] ?? [])];
  }

  /** One value per input; undefined for a number that no input has. */
  metric(place: Place, { metric, part }: MetricPart): Float64Array | undefined {
    return this.metrics.get({ ...place, metric, part }, this.count);
  }

  cost(place: Place, cost: Cost): Float64Array | undefined {
    return this.costs.get({ ...place, cost }, this.count);
  }

  comparison(pair: Pair, comparison: string): Float64Array | undefined {
    return this.comparisons.get({ ...pair, comparison }, this.count);
  }

  mask(model: number, input: number): MaskState {
    const { states, shares } = this.masks[model];
    return { state: states[input], share: shares[input] };
  }
}
