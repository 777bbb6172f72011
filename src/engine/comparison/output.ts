import { join } from 'node:path';
import type { ComparisonResult } from '../../protocol/comparison';
import { comparisonReport } from '../report/comparison';
import { csvPieces } from '../report/csv';
import { REPORT_FORMATS } from '../report';
import { writeWhole } from '../report/whole-file';

/** Writes `comparison.json`, its reports and three tables, each whole or not at all. @throws LensError `disk` */
export function writeComparison(out: string, result: ComparisonResult, command: string): void {
  const { comparisons, corrections, pairs, tests, histograms } = result;
  const write = (name: string, content: string | Iterable<string>): void => writeWhole(join(out, name), content);
  write(
    'pairs.csv',
    csvPieces(
      ['first', 'second', ...comparisons.map(({ id }) => id)],
      pairs.map(({ first, second, values }) => [first, second, ...comparisons.map(({ id }) => values[id])]),
    ),
  );
  write(
    'tests.csv',
    csvPieces(
      ['hypothesis', 'first', 'second', 'statistic', 'p', ...corrections.map(({ id }) => `p ${id}`), 'effect'],
      tests.map(({ hypothesis, first, second, statistic, p, effect, corrected }) => [
        hypothesis,
        first,
        second,
        statistic,
        p,
        ...corrections.map(({ id }) => corrected[id]),
        effect,
      ]),
    ),
  );
  write(
    'histograms.csv',
    csvPieces(
      ['map', 'from', 'to', 'count'],
      histograms.flatMap(({ name, edges, counts }) =>
        counts.map((count, bin) => [name, edges[bin], edges[bin + 1], count]),
      ),
    ),
  );
  const report = comparisonReport(result, command);
  for (const format of REPORT_FORMATS) write(`comparison.${format.ending}`, format.write(report));
  write('comparison.json', `${JSON.stringify({ ...result, command }, null, 2)}\n`);
}
