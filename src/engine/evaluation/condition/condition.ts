import { LensError } from '../../../protocol/error';
import type { Figure } from './figures';

/** What a figure is compared by. */
interface Comparison {
  readonly sign: string;
  /** Whether the evaluation fails. @param before the same figure of the baseline */
  fails(value: number, limit: number, before: number): boolean;
  /** A clause behind the name of the figure. */
  told(value: string, limit: string, before: string): string;
  readonly usesBaseline?: boolean;
}

const plain = (sign: string, fails: (value: number, limit: number) => boolean): Comparison => ({
  sign,
  fails,
  told: (value, limit) => `is ${value}, and the run fails where it is ${sign} ${limit}`,
});

const against = (sign: string, change: (value: number, before: number) => number): Comparison => ({
  sign,
  usesBaseline: true,
  fails: (value, limit, before) => change(value, before) > limit,
  told: (value, limit, before) =>
    `is ${value} after ${before} in the baseline, and the run fails where it ${sign} by more than ${limit}`,
});

/** Two characters before one, since `<=` begins with `<`. */
const COMPARISONS: readonly Comparison[] = [
  plain('<=', (value, limit) => value <= limit),
  plain('>=', (value, limit) => value >= limit),
  plain('!=', (value, limit) => value !== limit),
  plain('==', (value, limit) => value === limit),
  plain('<', (value, limit) => value < limit),
  plain('>', (value, limit) => value > limit),
  against('drops', (value, before) => before - value),
  against('rises', (value, before) => value - before),
];

/** A condition under which an evaluation counts as failed. */
export interface Condition {
  readonly text: string;
  /** The figures it is about, by one of their names. */
  readonly figure: string;
  readonly comparison: Comparison;
  readonly limit: number;
}

/** What became of a condition for one figure. */
export interface Verdict {
  readonly condition: string;
  readonly figure: string;
  readonly value: number | null;
  /** The same figure of the baseline; null where there is none. */
  readonly baseline: number | null;
  readonly failed: boolean;
  /** It asks for a change, and the baseline lacks the model or method: nothing was judged. */
  readonly skipped: boolean;
  /** One sentence: what it is, and what it must not be. */
  readonly told: string;
}

const FORM = new RegExp(
  `^(.+?)\\s*(${COMPARISONS.map(({ sign }) => (/\w/.test(sign) ? `\\s${sign}\\s(?:by\\s)?` : sign)).join('|')})\\s*([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[-+]?\\d+)?)\\s*(%?)$`,
  'i',
);

/**
 * `accuracy<0.95`, `faces-cnn.grad-cam.iou < 30%` or `accuracy drops 0.01`, which is against the baseline.
 * @throws LensError `invalid-argument`
 */
export function conditionFromText(text: string): Condition {
  const [, figure, sign, number, percent] = FORM.exec(text.trim()) ?? [];
  const comparison = COMPARISONS.find((one) => one.sign === sign?.trim().split(/\s/)[0]);
  if (comparison) return { text, figure: figure.trim(), comparison, limit: Number(number) / (percent ? 100 : 1) };
  throw new LensError({
    code: 'invalid-argument',
    what: `--fail-if "${text}" cannot be read`,
    next: 'Write a figure, one of < <= > >= == != or the words drops or rises, and a number: "accuracy<0.95", "accuracy drops 0.01"',
  });
}

/**
 * What becomes of a condition: one verdict for every figure it names. A figure without a value fails, one that the
 * baseline lacks is skipped.
 * @param baseline the figures of an earlier evaluation
 * @throws LensError `invalid-argument` where it names no figure, or none that the baseline has
 */
export function verdictsOn(condition: Condition, figures: readonly Figure[], baseline: readonly Figure[]): Verdict[] {
  const named = figures.filter(({ names }) => names.includes(condition.figure));
  if (named.length === 0) throw unknown(condition, figures);
  if (!condition.comparison.usesBaseline) return named.map((one) => verdictOn(condition, one, null));
  const verdicts = named.map((one) => {
    const before = baseline.find(({ name }) => name === one.name);
    return before ? verdictOn(condition, one, before.value) : notCompared(condition, one);
  });
  if (verdicts.some(({ skipped }) => !skipped)) return verdicts;
  throw noBaseline(condition, `the baseline has no ${condition.figure}`);
}

/** @throws LensError `invalid-argument` for a condition on a change where there is nothing to compare with */
export function checkBaseline(condition: Condition, isThere: boolean): void {
  if (condition.comparison.usesBaseline && !isThere) throw noBaseline(condition, 'there is no baseline');
}

const noBaseline = ({ text }: Condition, why: string): LensError =>
  new LensError({
    code: 'invalid-argument',
    what: `--fail-if "${text}" asks for a change, but ${why}`,
    next: 'Give --baseline FOLDER with the results of an earlier evaluation of the same models',
  });

function notCompared({ text }: Condition, { name, value }: Figure): Verdict {
  const told = `${name} was not compared ("${text}"): the baseline has no such figure`;
  return { condition: text, figure: name, value, baseline: null, failed: false, skipped: true, told };
}

function verdictOn({ text, comparison, limit }: Condition, { name, value }: Figure, baseline: number | null): Verdict {
  const said = { condition: text, figure: name, value, baseline, skipped: false };
  if (value === null) return { ...said, failed: true, told: `${name} has no value` };
  if (comparison.usesBaseline && baseline === null)
    return { ...said, failed: true, told: `${name} has no value in the baseline` };
  const shown = [value, limit, baseline ?? NaN].map((number) => String(Number(number.toPrecision(6))));
  return {
    ...said,
    failed: comparison.fails(value, limit, baseline ?? NaN),
    told: `${name} ${comparison.told(shown[0], shown[1], shown[2])}`,
  };
}

const MOST_NAMED = 12;

function unknown({ text, figure }: Condition, figures: readonly Figure[]): LensError {
  const names = [...new Set(figures.map(({ names: [short] }) => short))];
  const more = names.length > MOST_NAMED ? `, and ${names.length - MOST_NAMED} more` : '';
  return new LensError({
    code: 'invalid-argument',
    what: `--fail-if "${text}": the evaluation has no figure ${figure}`,
    next: `There are ${names.slice(0, MOST_NAMED).join(', ')}${more}; before each may stand its model and its method: MODEL.METHOD.METRIC`,
  });
}
