import type { EpochMeasures, Measures } from '../../protocol/training-result';
import type { FoldCurve } from '../../protocol/training-panel';
import type { Line } from '../draw/line-chart';

type Part = 'training' | 'validation';

/** What the folds brought in an epoch, as far as they had it. */
export const atEpoch = (shown: readonly FoldCurve[], epoch: number): EpochMeasures[] =>
  shown.flatMap(({ history }) => history.filter((one) => one.epoch === epoch));

/** Mean of the folds that had the epoch. */
export function meanAt(shown: readonly FoldCurve[], epoch: number, part: Part, measure: keyof Measures): number {
  const values = atEpoch(shown, epoch).map((one) => one[part][measure]);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Every fold's lines, training thin and validation strong, and over them the mean where there are several. */
export function linesOf(measure: keyof Measures, shown: readonly FoldCurve[], color: (fold: number) => string): Line[] {
  const several = shown.length > 1;
  const parts: readonly Part[] = ['training', 'validation'];
  const own = parts.flatMap((part) =>
    shown.map(({ fold, history }): Line => ({
      name: `${part} ${fold}`,
      color: color(fold),
      width: part === 'training' ? 1 : 1.5,
      dashed: part === 'training',
      opacity: several ? (part === 'training' ? 0.55 : 0.9) : 1,
      x: history.map(({ epoch }) => epoch),
      y: history.map((one) => one[part][measure]),
    })),
  );
  if (!several) return own;
  const epochs = [...new Set(shown.flatMap(({ history }) => history.map(({ epoch }) => epoch)))].sort((a, b) => a - b);
  const means = parts.map((part): Line => ({
    name: `${part} mean`,
    color: null,
    width: part === 'training' ? 1.25 : 2.5,
    dashed: part === 'training',
    x: epochs,
    y: epochs.map((epoch) => meanAt(shown, epoch, part, measure)),
  }));
  return [...own, ...means];
}

/** Shares end at 1, losses begin at 0. */
export function rangeOf(measure: keyof Measures, lines: readonly Line[]): [number, number] {
  const values = lines.flatMap(({ y }) => y).filter(Number.isFinite);
  if (measure === 'loss') return [0, values.length > 0 ? Math.max(...values) * 1.05 : 1];
  const lowest = values.length > 0 ? Math.min(...values) : 0;
  return [Math.max(0, Math.floor((lowest - 0.02) * 10) / 10), 1];
}
