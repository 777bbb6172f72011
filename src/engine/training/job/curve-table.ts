import { csvLines } from '../../../protocol/csv';
import type { SampleCurve } from '../../../protocol/training-result';
import type { Section, Table } from '../../report/table';
import { CURVE_FILE, curveChart } from './curve-chart';

/** A row per network, size and run. */
export const curveCsv = ({ networks }: SampleCurve): string =>
  csvLines([
    ['network', 'size', 'run', 'accuracy', 'f1', 'loss'],
    ...networks.flatMap(({ network, points }) =>
      points.flatMap(({ size, runs }) =>
        runs.map(({ accuracy, f1, loss }, r) => [network, size, r + 1, accuracy, f1, loss]),
      ),
    ),
  ]);

/** The curve in a report: the answer first, then numbers, and what is mistaken at the smallest size. */
export function curveSection(curve: SampleCurve, classes: readonly string[]): Section {
  const { part, sizes, networks, crossings } = curve;
  const inputs = part === 'test' ? 'the inputs to test with' : 'the validation parts';
  const table = (measure: 'accuracy' | 'f1', caption: string): Table => ({
    caption,
    columns: [{ label: 'Inputs' }, ...networks.map(({ network }) => ({ label: network }))],
    rows: sizes.map((size, s) => [size, ...networks.map(({ points }) => points[s][measure])]),
  });
  const confusion = networks.map(({ network, confusion: rows }): Table => ({
    caption: `${network}, learned from ${sizes[0]}`,
    columns: [{ label: 'Class', text: true }, ...classes.map((label) => ({ label }))],
    rows: classes.map((label, row) => [label, ...rows[row]]),
  }));
  return {
    title: 'Sample size',
    paragraphs: [
      ...crossings.map(({ text }) => text),
      `Measured on ${inputs}, after the last epoch; intervals are 95 % bootstrap intervals over the runs.`,
    ],
    figures: [
      {
        svg: curveChart(curve),
        file: CURVE_FILE,
        caption: 'Accuracy and F1 by the number of inputs learned from',
      },
    ],
    tables: [table('accuracy', 'Accuracy'), table('f1', 'F1'), ...confusion],
  };
}
