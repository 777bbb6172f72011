import type { CsvValue } from '../../../../protocol/csv';
import type { Judgement, MeasureColumn } from '../../../../protocol/judgement';
import { Neighbours } from '../../../metric/embedding/neighbours';
import type { JudgedColumn, Tally, TallySummary } from '../judge';
import { measured, partsOf, worstOf } from '../measures';
import type { EmbeddingAnswer } from './answer';
import { MEASURES, PART_MEASURES } from './measures';
import type { LabelledTruth } from './labelled-set';

/** Which labels the nearest have is counted of so many classes at most: counts grow with their square. */
const MOST_CONFUSED = 200;

const MARGIN: MeasureColumn = {
  id: 'margin',
  label: 'Margin',
  formula: 'cosine of the nearest input with the same label − cosine of the nearest with another',
  better: 'higher',
};

/** From this margin on the nearest input has the same label. */
const RIGHT = 0;

/** Embeddings, and what label the nearest of each has. */
export class NeighbourTally implements Tally<LabelledTruth, EmbeddingAnswer> {
  /** It changes with every input that comes. */
  readonly right = null;
  private readonly neighbours: Neighbours;

  constructor(
    private readonly names: readonly string[],
    width: number,
    capacity: number,
  ) {
    this.neighbours = new Neighbours(width, names.length, capacity);
  }

  add({ label }: LabelledTruth, { embedding }: EmbeddingAnswer): void {
    this.neighbours.add(label, embedding);
  }

  cells(input: number, inputs: readonly string[]): CsvValue[] {
    const { neighbours } = this;
    const { index, cosine } = neighbours.nearest(input);
    const isAlone = index < 0;
    return [
      this.labelOf(input),
      isAlone ? null : inputs[index],
      isAlone ? null : this.labelOf(index),
      neighbours.isFound(input, 1) ?? null,
      isAlone ? null : cosine,
      ...[neighbours.nearestOwn(input), neighbours.nearestOther(input)].map((value) =>
        Number.isNaN(value) ? null : value,
      ),
    ];
  }

  numbers(): JudgedColumn[] {
    const { neighbours } = this;
    const margin = (input: number): number => neighbours.nearestOwn(input) - neighbours.nearestOther(input);
    return [{ ...MARGIN, values: Array.from({ length: neighbours.size }, (_, input) => margin(input)) }];
  }

  summary(inputs: readonly string[]): TallySummary {
    return { classification: null, judgement: this.judgement(inputs) };
  }

  private judgement(inputs: readonly string[]): Judgement {
    const { names, neighbours } = this;
    const [{ values, ...column }] = this.numbers();
    const judged = inputs.map((_, input) => ({
      value: Math.min(values[input], RIGHT),
      remark: this.remarkOn(input, inputs),
    }));
    return {
      task: 'embedding',
      measures: measured(MEASURES, neighbours),
      parts: partsOf('Class', names, PART_MEASURES, neighbours),
      confusion: names.length > MOST_CONFUSED ? null : { unit: 'nearest inputs', names, counts: this.confused() },
      errors: [],
      worst: worstOf({ ...column, perfect: RIGHT }, inputs, judged),
    };
  }

  /** Inputs by their own label and that of the nearest. */
  private confused(): number[][] {
    const { neighbours } = this;
    const counts = this.names.map(() => this.names.map(() => 0));
    for (let input = 0; input < neighbours.size; input++) {
      const { index } = neighbours.nearest(input);
      if (index >= 0) counts[neighbours.labelOf(input)][neighbours.labelOf(index)]++;
    }
    return counts;
  }

  private labelOf(input: number): string {
    return this.names[this.neighbours.labelOf(input)];
  }

  private remarkOn(input: number, inputs: readonly string[]): string {
    const { index, cosine } = this.neighbours.nearest(input);
    if (index < 0) return '';
    return `${this.labelOf(input)}, and the nearest is ${inputs[index]} of ${this.labelOf(index)} (${cosine.toFixed(3)})`;
  }
}
