import type { ComparisonResult } from '../../protocol/comparison';
import type { Column, Report, Table } from './table';

const text = (label: string): Column => ({ label, text: true });

/** The report of maps compared two by two. */
export function comparisonReport(result: ComparisonResult, command: string): Report {
  const { maps, comparisons, hypotheses, corrections, threshold } = result;
  return {
    title: `Comparison of ${maps.map(({ name }) => name).join(', ')}`,
    sections: [
      {
        title: 'Maps',
        tables: [
          {
            caption: 'Channels added',
            columns: [text('Map'), text('Size'), ...['Minimum', 'Mean', 'Maximum'].map((label) => ({ label }))],
            rows: maps.map(({ name, dims, minimum, mean, maximum }) => [
              name,
              dims.join(' × '),
              minimum,
              mean,
              maximum,
            ]),
          },
        ],
      },
      {
        title: 'Correlations and distances',
        tables: [pairTable(result)],
        terms: comparisons.map(({ label, formula, alike }) => ({
          term: label,
          text: `${formula}; ${alike} is more alike`,
        })),
      },
      {
        title: 'Tests',
        paragraphs: [
          'Values are min-max scaled before each test. Neighbouring positions of a map are not independent, so p values are smaller than they should be: read the effect sizes first.',
        ],
        tables: hypotheses.map(({ id }) => testTable(result, id)),
        terms: hypotheses.map(({ label, formula, effectLabel }) => ({
          term: label,
          text: `${formula}; effect size: ${effectLabel}`,
        })),
      },
      {
        title: `Histograms above ${threshold}`,
        tables: [histogramTable(result)],
      },
      {
        title: 'How to get the same numbers',
        paragraphs: [
          `p values are corrected for ${result.pairs.length} pairs by ${corrections.map(({ label }) => label).join(', ')}.`,
          'Command:',
        ],
        command,
      },
    ],
  };
}

const pairTable = ({ comparisons, pairs }: ComparisonResult): Table => ({
  caption: 'Every two maps',
  columns: [text('First'), text('Second'), ...comparisons.map(({ label, formula }) => ({ label, hint: formula }))],
  rows: pairs.map(({ first, second, values }) => [first, second, ...comparisons.map(({ id }) => values[id])]),
});

function testTable({ hypotheses, corrections, tests }: ComparisonResult, id: string): Table {
  const { label, effectLabel } = hypotheses.find((h) => h.id === id)!;
  return {
    caption: label,
    columns: [
      text('First'),
      text('Second'),
      { label: 'Statistic' },
      { label: 'p' },
      ...corrections.map((c) => ({ label: `p (${c.label})` })),
      { label: effectLabel },
    ],
    rows: tests
      .filter(({ hypothesis }) => hypothesis === id)
      .map(({ first, second, statistic, p, effect, corrected }) => [
        first,
        second,
        statistic,
        p,
        ...corrections.map((c) => corrected[c.id]),
        effect,
      ]),
  };
}

const histogramTable = ({ histograms }: ComparisonResult): Table => ({
  caption: 'Positions per bin of the min-max scaled map',
  columns: [
    text('From'),
    text('To'),
    ...histograms.map(({ name, share }) => ({ label: name, hint: `${(100 * share).toFixed(2)} % of the positions` })),
  ],
  rows: histograms[0].counts.map((_, bin) => [
    histograms[0].edges[bin].toFixed(3),
    histograms[0].edges[bin + 1].toFixed(3),
    ...histograms.map(({ counts }) => counts[bin]),
  ]),
});
