import type { Judgement, Measure, MeasureColumn } from '../../../protocol/judgement';
import type { JudgedColumn } from './judge';

/** Inputs that the summary names; all are in `images.csv`. */
const MOST_WORST = 50;

/** A measure of a model, taken from what was counted. */
export interface MeasureOf<S> extends MeasureColumn {
  value(counted: S): number;
}

/** A measure per class, label or quantity. */
export interface PartMeasureOf<S> extends MeasureColumn {
  value(counted: S, part: number): number;
}

/** A number of every input by each measure. */
export const numbersOf = <S>(list: readonly MeasureOf<S>[], inputs: readonly S[]): JudgedColumn[] =>
  list.map(({ value, ...column }) => ({ ...column, values: inputs.map((input) => value(input)) }));

/** What is 0/0 has no value. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

export const measured = <S>(list: readonly MeasureOf<S>[], counted: S): Measure[] =>
  list.map(({ value, ...column }) => ({ ...column, value: finite(value(counted)) }));

export const partsOf = <S>(
  heading: string,
  names: readonly string[],
  list: readonly PartMeasureOf<S>[],
  counted: S,
): Judgement['parts'] => ({
  heading,
  columns: list.map(({ value: _value, ...column }) => column),
  rows: names.map((name, part) => ({ name, values: list.map(({ value }) => finite(value(counted, part))) })),
});

/** One input as the model is judged on it. */
interface Judged {
  readonly value: number;
  readonly remark: string;
}

/** The inputs of the worst values, the worst first; those without a value, and those without a fault, are none of them. */
export function worstOf(
  { label, better, perfect }: Pick<MeasureColumn, 'label' | 'better'> & { readonly perfect: number },
  inputs: readonly string[],
  judged: readonly Judged[],
): Judgement['worst'] {
  const sign = better === 'higher' ? 1 : -1;
  const images = judged
    .map(({ value, remark }, n) => ({ name: inputs[n], value, remark }))
    .filter(({ value }) => Number.isFinite(value) && value !== perfect)
    .sort((a, b) => sign * (a.value - b.value))
    .slice(0, MOST_WORST);
  return { measure: label, images };
}
