import type { Explained, MaskState } from './examination';
import type { Pair, Place } from './pairs';

/** What one input gave under one model. */
export interface ModelOutcome {
  readonly label: number | null;
  readonly logits: Float32Array;
  readonly predicted: number;
  readonly mask: MaskState;
}

const placeKey = ({ model, method }: Place, column: string): string => `${model} ${method} ${column}`;

const pairColumn = ({ second }: Pair, comparison: string): string =>
  `pair ${second.model} ${second.method} ${comparison}`;

/**
 * The numbers of all inputs, one column each, so that memory is some bytes per number and nothing else grows.
 * Values that were not computed are NaN.
 */
export class Results {
  /** Inputs that took part, in order. */
  readonly names: string[] = [];
  readonly hashes: string[] = [];
  private readonly models: readonly {
    readonly logits: Float32Array;
    readonly labels: Int32Array;
    readonly masks: MaskState['state'][];
    readonly shares: Float64Array;
  }[];
  private readonly columns = new Map<string, Float64Array>();
  /** Names of the columns under each place, in the order in which they first came. */
  private readonly order = new Map<number, Set<string>>();
  /** Right predictions so far, per model. */
  readonly right: number[];
  private readonly counts = new Map<string, number>();

  /** @param widths logits per model, 1 for a binary classifier of one logit */
  constructor(
    readonly capacity: number,
    readonly widths: readonly number[],
  ) {
    this.right = widths.map(() => 0);
    this.models = widths.map((width) => ({
      logits: new Float32Array(capacity * width),
      labels: new Int32Array(capacity).fill(-1),
      masks: [],
      shares: new Float64Array(capacity),
    }));
  }

  get count(): number {
    return this.names.length;
  }

  /** Begins the next input; what is set from now on belongs to it. */
  begin(name: string, hash: string, outcomes: readonly ModelOutcome[]): void {
    const at = this.names.push(name) - 1;
    this.hashes.push(hash);
    outcomes.forEach(({ label, logits, predicted, mask }, m) => {
      const model = this.models[m];
      model.logits.set(logits, at * this.widths[m]);
      model.labels[at] = label ?? -1;
      if (label === predicted) this.right[m]++;
      model.masks.push(mask.state);
      model.shares[at] = mask.share;
    });
  }

  /** Sets a number of the current input. @param group columns are listed group by group */
  set(place: Place, column: string, value: number, group = 0): void {
    const key = placeKey(place, column);
    let values = this.columns.get(key);
    if (!values) {
      values = new Float64Array(this.capacity).fill(NaN);
      this.columns.set(key, values);
      const listed = this.order.get(group) ?? new Set<string>();
      this.order.set(group, listed.add(column));
    }
    values[this.count - 1] = value;
  }

  explained(place: Place, { forwardPasses, backwardPasses, leastPasses, warnings }: Explained): void {
    for (const [column, value] of Object.entries({ forwardPasses, backwardPasses, leastPasses }))
      this.set(place, `cost ${column}`, value, -1);
    for (const warning of warnings) this.note(place, warning);
  }

  setPair(pair: Pair, comparison: string, value: number): void {
    this.set(pair.first, pairColumn(pair, comparison), value, -1);
  }

  pair(pair: Pair, comparison: string): Float64Array | undefined {
    return this.column(pair.first, pairColumn(pair, comparison));
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

  /** The columns of a group that occur, in the order in which they first came. */
  columnsOf(group: number): string[] {
    return [...(this.order.get(group) ?? [])];
  }

  /** One value per input; undefined for a column that no input has. */
  column(place: Place, column: string): Float64Array | undefined {
    return this.columns.get(placeKey(place, column))?.subarray(0, this.count);
  }

  logits(model: number): Float32Array {
    return this.models[model].logits.subarray(0, this.count * this.widths[model]);
  }

  /** The class per input; −1 without labels. */
  labels(model: number): Int32Array {
    return this.models[model].labels.subarray(0, this.count);
  }

  mask(model: number, input: number): MaskState {
    const { masks, shares } = this.models[model];
    return { state: masks[input], share: shares[input] };
  }
}
