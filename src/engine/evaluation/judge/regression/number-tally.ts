import type { CsvValue } from '../../../../protocol/csv';
import type { Estimates, Judgement, Measure, MeasureColumn } from '../../../../protocol/judgement';
import { regressionErrors } from '../../../metric/regression/regression';
import { mean, standardDeviation } from '../../../statistics/values';
import type { JudgedColumn, Tally, TallySummary } from '../judge';
import { measured, partsOf, worstOf } from '../measures';
import { IN_UNITS, MEASURES, PART_MEASURES } from './measures';

/** Inputs of which the summary tells each number; all are in `images.csv`. */
const MOST_ESTIMATES = 1000;

const ERROR: MeasureColumn = { id: 'error', label: '|error|', formula: '|predicted − true|', better: 'lower' };
const SPREAD_ERROR: MeasureColumn = {
  id: 'spread-error',
  label: 'Mean |error| in standard deviations of the truth',
  formula: 'the mean over outputs of |predicted − true| / standard deviation of what is true',
  better: 'lower',
};

/** What is estimated. */
interface Quantities {
  /** With their units. */
  readonly names: readonly string[];
  readonly units?: readonly string[];
}

/** Numbers and their truth, [inputs, outputs]. */
export class NumberTally implements Tally<readonly number[], Float32Array> {
  readonly right = null;
  private readonly truth: Float64Array;
  private readonly predicted: Float64Array;
  private readonly names: readonly string[];
  private readonly units?: readonly string[];
  private count = 0;

  constructor({ names, units }: Quantities, capacity: number) {
    this.names = names;
    this.units = units;
    this.truth = new Float64Array(capacity * names.length);
    this.predicted = new Float64Array(capacity * names.length);
  }

  add(truth: readonly number[], values: Float32Array): void {
    const at = this.count++ * this.names.length;
    this.truth.set(truth, at);
    this.predicted.set(values, at);
  }

  cells(input: number): CsvValue[] {
    return this.judged(input).flatMap(({ truth, predicted }) => [truth, predicted, predicted - truth]);
  }

  /** Outputs of different units are made alike. */
  numbers(): JudgedColumn[] {
    const { names } = this;
    const truth = this.truth.subarray(0, this.count * names.length);
    const spreads = names.map((_, k) => standardDeviation(truth.filter((_value, at) => at % names.length === k)) || 1);
    const units = names.length > 1 ? spreads : [1];
    const values = Array.from({ length: this.count }, (_, n) =>
      mean(this.judged(n).map((one, k) => Math.abs(one.predicted - one.truth) / units[k])),
    );
    return [{ ...(names.length > 1 ? SPREAD_ERROR : ERROR), values }];
  }

  summary(inputs: readonly string[]): TallySummary {
    return { classification: null, judgement: this.judgement(inputs) };
  }

  private judgement(inputs: readonly string[]): Judgement {
    const { names } = this;
    const length = this.count * names.length;
    const [truth, predicted] = [this.truth.subarray(0, length), this.predicted.subarray(0, length)];
    const errors = regressionErrors(truth, predicted, names.length);
    const [{ values, ...column }] = this.numbers();
    const judged = inputs.map((_, n) => ({
      value: values[n],
      remark: this.judged(n)
        .map((one, k) => `${names[k]} is ${short(one.truth)}, predicted ${short(one.predicted)}`)
        .join('; '),
    }));
    return {
      task: 'regression',
      measures: measured(MEASURES, errors).map((one) => ({ ...one, ...this.unitOf(one) })),
      parts: partsOf('Quantity', names, PART_MEASURES, errors),
      confusion: null,
      errors: [],
      estimates: this.estimates(inputs),
      worst: worstOf({ ...column, perfect: 0 }, inputs, judged),
    };
  }

  /** Of a mean over all quantities, where they have one. */
  private unitOf({ id }: Measure): Pick<Measure, 'unit'> {
    const [unit, ...others] = new Set(this.units);
    return IN_UNITS.has(id) && unit && others.length === 0 ? { unit } : {};
  }

  private estimates(inputs: readonly string[]): Estimates {
    const step = Math.max(1, Math.ceil(inputs.length / MOST_ESTIMATES));
    const shown = inputs.map((_, n) => n).filter((n) => n % step === 0);
    return {
      inputs: shown.map((n) => inputs[n]),
      quantities: this.names.map((name, k) => ({
        name,
        ...(this.units && { unit: this.units[k] }),
        truth: shown.map((n) => this.judged(n)[k].truth),
        predicted: shown.map((n) => this.judged(n)[k].predicted),
      })),
    };
  }

  private judged(input: number): { truth: number; predicted: number }[] {
    return this.names.map((_, k) => {
      const at = input * this.names.length + k;
      return { truth: this.truth[at], predicted: this.predicted[at] };
    });
  }
}

const short = (value: number): string => String(Number(value.toPrecision(5)));
