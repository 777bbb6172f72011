import type { CsvValue } from '../../../../protocol/csv';
import { usualThreshold } from '../../../../protocol/label-threshold';
import type { Link } from '../../../../protocol/model';
import type { Judgement } from '../../../../protocol/judgement';
import { labelRanking, multiLabelSummary } from '../../../metric/multi-label/multi-label';
import { probabilities } from '../../../session/score';
import { sum } from '../../../statistics/values';
import type { JudgedColumn, Tally, TallySummary } from '../judge';
import { measured, numbersOf, partsOf, worstOf } from '../measures';
import { INPUT_MEASURES, MEASURES, PART_MEASURES, type JudgedLabels } from './measures';

/** Probabilities and right labels in columns. */
export class LabelTally implements Tally<readonly number[], Float32Array> {
  readonly right = null;
  private readonly probabilities: Float64Array;
  private readonly truth: Uint8Array;
  private readonly link: Link;
  /** From which probability on each label counts as given. */
  private readonly thresholds: readonly number[];
  private count = 0;

  constructor(
    private readonly names: readonly string[],
    { link, thresholds }: { readonly link: Link; readonly thresholds?: readonly number[] },
    capacity: number,
  ) {
    this.link = link;
    this.thresholds = names.map((_, k) => thresholds?.[k] ?? usualThreshold);
    this.probabilities = new Float64Array(capacity * names.length);
    this.truth = new Uint8Array(capacity * names.length);
  }

  add(labels: readonly number[], logits: Float32Array): void {
    const at = this.count++ * this.names.length;
    this.probabilities.set(probabilities(logits, [1, logits.length], this.link), at);
    for (const label of labels) this.truth[at + label] = 1;
  }

  cells(input: number): CsvValue[] {
    const { right, given, f1, wrong } = this.judged(input);
    return [right.join(';'), given.join(';'), f1, wrong];
  }

  numbers(): JudgedColumn[] {
    return numbersOf(
      INPUT_MEASURES,
      Array.from({ length: this.count }, (_, n) => this.judged(n)),
    );
  }

  summary(inputs: readonly string[]): TallySummary {
    return { classification: null, judgement: this.judgement(inputs) };
  }

  private judgement(inputs: readonly string[]): Judgement {
    const { names } = this;
    const length = this.count * names.length;
    const answers = {
      probabilities: this.probabilities.subarray(0, length),
      truth: this.truth.subarray(0, length),
      labels: names.length,
      threshold: this.thresholds,
    };
    const support = names.map((_, k) => sum(answers.truth.filter((_yes, at) => at % names.length === k)));
    const counted = { ...multiLabelSummary(answers), ...labelRanking(answers), support, thresholds: this.thresholds };
    const judged = inputs.map((_, n) => this.judged(n));
    return {
      task: 'multi-label',
      measures: measured(MEASURES, counted),
      parts: partsOf('Label', names, PART_MEASURES, counted),
      confusion: null,
      errors: [],
      worst: worstOf(
        { ...INPUT_MEASURES[0], perfect: 1 },
        inputs,
        judged.map((labels) => ({
          value: INPUT_MEASURES[0].value(labels),
          remark: `is ${labels.right.join(', ') || 'nothing'}; given ${labels.given.join(', ') || 'nothing'}`,
        })),
      ),
    };
  }

  /** The labels of an input, and those the model gives it. */
  private judged(input: number): JudgedLabels & { right: string[]; given: string[] } {
    const { names } = this;
    const at = input * names.length;
    const isRight = (k: number): boolean => this.truth[at + k] === 1;
    const isGiven = (k: number): boolean => this.probabilities[at + k] >= this.thresholds[k];
    const right = names.filter((_, k) => isRight(k));
    const given = names.filter((_, k) => isGiven(k));
    const hits = names.filter((_, k) => isRight(k) && isGiven(k)).length;
    const all = right.length + given.length;
    return { right, given, f1: all > 0 ? (2 * hits) / all : 0, wrong: all - 2 * hits };
  }
}
