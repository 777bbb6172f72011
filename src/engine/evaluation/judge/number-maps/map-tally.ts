import type { CsvValue } from '../../../../protocol/csv';
import type { Judgement, Measure } from '../../../../protocol/judgement';
import { joinedErrors, meanError, NO_PIXELS, type PixelErrors } from '../../../metric/regression/pixel-errors';
import type { JudgedColumn, Tally, TallySummary } from '../judge';
import { measured, numbersOf, partsOf, worstOf } from '../measures';
import { IN_UNITS, INPUT_MEASURES, MEASURES, PART_MEASURES } from './measures';
import type { MapAnswer } from './map-answer';

/** Errors of every number over all pixels, and over those of each input. */
export class MapTally implements Tally<unknown, MapAnswer> {
  readonly right = null;
  private readonly inputs: (readonly PixelErrors[])[] = [];
  private all: readonly PixelErrors[];

  /** @param names of the numbers, with their units */
  constructor(
    private readonly names: readonly string[],
    private readonly units: readonly string[] | undefined,
  ) {
    this.all = names.map(() => NO_PIXELS);
  }

  add(_truth: unknown, { errors }: MapAnswer): void {
    this.inputs.push(errors);
    this.all = this.all.map((sum, k) => joinedErrors(sum, errors[k]));
  }

  cells(input: number): CsvValue[] {
    const errors = this.inputs[input];
    return [errors[0][0], ...INPUT_MEASURES.map(({ value }) => value(errors))];
  }

  numbers(): JudgedColumn[] {
    return numbersOf(INPUT_MEASURES, this.inputs);
  }

  summary(inputs: readonly string[]): TallySummary {
    return { classification: null, judgement: this.judgement(inputs) };
  }

  private judgement(inputs: readonly string[]): Judgement {
    const [{ value, ...column }] = INPUT_MEASURES;
    const judged = this.inputs.map((errors) => ({ value: value(errors), remark: this.remarkOn(errors) }));
    return {
      task: 'regression',
      measures: measured(MEASURES, this.all).map((one) => ({ ...one, ...this.unitOf(one) })),
      parts: partsOf('Quantity', this.names, PART_MEASURES, this.all),
      confusion: null,
      errors: [],
      worst: worstOf({ ...column, perfect: 0 }, inputs, judged),
    };
  }

  /** Of a mean over all quantities, where they have one. */
  private unitOf({ id }: Measure): Pick<Measure, 'unit'> {
    const [unit, ...others] = new Set(this.units);
    return IN_UNITS.has(id) && unit && others.length === 0 ? { unit } : {};
  }

  private remarkOn(errors: readonly PixelErrors[]): string {
    return this.names
      .map((name, k) => {
        const off = meanError(errors[k]);
        return `${name} is too ${off < 0 ? 'small' : 'large'} by ${Math.abs(off).toPrecision(3)} on average`;
      })
      .join('; ');
  }
}
