import type { CsvValue } from '../../../../protocol/csv';
import type { Judgement } from '../../../../protocol/judgement';
import { segmentationSummary } from '../../../metric/segmentation/confusion';
import { sum } from '../../../statistics/values';
import type { JudgedColumn, Tally, TallySummary } from '../judge';
import { measured, numbersOf, partsOf, worstOf } from '../measures';
import { INPUT_MEASURES, MEASURES, PART_MEASURES, type JudgedPixels } from './measures';
import type { TruePixels } from './true-pixels';

/** The pixels of an input by true and predicted class. */
export interface PixelCounts {
  /** True class, predicted class and pixels, one after the other. */
  readonly counts: readonly number[];
  /** Pixels that the network does not see. */
  readonly unseen: number;
}

/** What one input adds. */
interface InputSummary extends JudgedPixels {
  readonly pixels: number;
  /** The class pair that is wrong most often. */
  readonly remark: string;
}

/** The confusion of all pixels, and a few numbers of each input. */
export class PixelTally implements Tally<TruePixels, PixelCounts> {
  readonly right = null;
  private readonly confusion: Float64Array;
  private readonly inputs: InputSummary[] = [];

  constructor(private readonly names: readonly string[]) {
    this.confusion = new Float64Array(names.length ** 2);
  }

  add(_truth: TruePixels, answer: PixelCounts): void {
    const own = confusionOf(answer, this.names.length);
    for (const [at, count] of own.entries()) this.confusion[at] += count;
    const { meanIou, meanDice, pixelAccuracy } = segmentationSummary(own, this.names.length);
    this.inputs.push({ meanIou, meanDice, pixelAccuracy, pixels: sum(own), remark: this.remarkOn(answer) });
  }

  cells(input: number): CsvValue[] {
    const { pixels, pixelAccuracy, meanIou, meanDice } = this.inputs[input];
    return [pixels, ...[pixelAccuracy, meanIou, meanDice].map((value) => (Number.isNaN(value) ? null : value))];
  }

  numbers(): JudgedColumn[] {
    return numbersOf(INPUT_MEASURES, this.inputs);
  }

  summary(inputs: readonly string[]): TallySummary {
    return { classification: null, judgement: this.judgement(inputs) };
  }

  private judgement(inputs: readonly string[]): Judgement {
    const { names, confusion } = this;
    const counted = segmentationSummary(confusion, names.length);
    const judged = this.inputs.map(({ meanIou, remark }) => ({ value: meanIou, remark }));
    return {
      task: 'segmentation',
      measures: measured(MEASURES, counted),
      parts: partsOf('Class', names, PART_MEASURES, counted),
      confusion: {
        unit: 'pixels',
        names,
        counts: names.map((_, t) => Array.from(confusion.subarray(t * names.length, (t + 1) * names.length))),
      },
      errors: [],
      worst: worstOf({ ...INPUT_MEASURES[0], perfect: 1 }, inputs, judged),
    };
  }

  private remarkOn({ counts }: PixelCounts): string {
    let [at, most] = [-1, 0];
    for (let i = 0; i < counts.length; i += 3)
      if (counts[i] !== counts[i + 1] && counts[i + 2] > most) [at, most] = [i, counts[i + 2]];
    return at < 0 ? '' : `${most} pixels of ${this.names[counts[at]]} are taken for ${this.names[counts[at + 1]]}`;
  }
}

function confusionOf({ counts }: PixelCounts, classes: number): Float64Array {
  const confusion = new Float64Array(classes * classes);
  for (let at = 0; at < counts.length; at += 3) confusion[counts[at] * classes + counts[at + 1]] += counts[at + 2];
  return confusion;
}
