import type { CsvValue } from '../../../../protocol/csv';
import type { Link } from '../../../../protocol/model';
import { predictionsOf, type Predictions } from '../../../metric/classification/predictions';
import { floats } from '../../../tensor/tensor';
import type { Tally, TallySummary } from '../judge';
import { classificationOf } from './classification';

/** Logits and labels in columns, so that memory is some bytes per number. */
export class ClassTally implements Tally<number | null, Float32Array> {
  private readonly logits: Float32Array;
  private readonly labels: Int32Array;
  private count = 0;
  private hits = 0;
  private known: Predictions | null = null;

  constructor(
    private readonly names: readonly string[],
    /** Logits per input, 1 for a binary classifier of one logit. */
    private readonly width: number,
    private readonly link: Link,
    capacity: number,
  ) {
    this.logits = new Float32Array(capacity * width);
    this.labels = new Int32Array(capacity).fill(-1);
  }

  add(label: number | null, logits: Float32Array): void {
    this.logits.set(logits, this.count * this.width);
    this.labels[this.count] = label ?? -1;
    if (label === predictedOf(logits, this.link)) this.hits++;
    this.count++;
    this.known = null;
  }

  get right(): number | null {
    return this.count === 0 || this.labels.subarray(0, this.count).includes(-1) ? null : this.hits / this.count;
  }

  predictions(): Predictions {
    const { count, width } = this;
    this.known ??= predictionsOf(
      floats([count, width], this.logits.subarray(0, count * width)),
      this.labels.subarray(0, count),
      this.link,
    );
    return this.known;
  }

  cells(input: number): CsvValue[] {
    const { labels, predicted, probabilities, classes } = this.predictions();
    const label = labels[input];
    const [top, own] = [predicted[input], label].map((k) => (k < 0 ? null : probabilities[input * classes + k]));
    return [
      label < 0 ? null : this.names[label],
      this.names[predicted[input]],
      label < 0 ? null : predicted[input] === label,
      top,
      own,
    ];
  }

  summary(_inputs: readonly string[], seed: number): TallySummary {
    return { classification: classificationOf(this.predictions(), this.names, seed) };
  }
}

/** The class that logits speak for. */
export function predictedOf(logits: Float32Array, link: Link): number {
  return predictionsOf(floats([1, logits.length], logits), [0], link).predicted[0];
}
