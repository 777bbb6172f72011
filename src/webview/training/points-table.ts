import type { MeanOfRuns, SampleCurve } from '../../protocol/training-result';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { table, type TableColumn } from '../ui/table';
import { sortingOf, type TrainingApp } from './app';

interface Row {
  readonly size: number;
  readonly runs: number;
  readonly of: (network: number, measure: 'accuracy' | 'f1') => MeanOfRuns | undefined;
}

/** The numbers of the sample-size curve: a row per size, with intervals. */
export function pointsTable(app: TrainingApp): Component {
  const shown = table<Row>({
    label: t('Sample sizes'),
    name: 'sample-sizes',
    onSort: (sort) => sortingOf(app, 'sizes').onSort(sort),
    post: app.post,
  });
  const node = element(
    'details',
    {},
    element('summary', {}, t('Numbers of the curve')),
    element('div', { class: 'section-title' }, shown.exporting),
    shown.element,
  );
  const content = memo((curve: SampleCurve) => ({ rows: rowsOf(curve), columns: columnsOf(curve) }));
  return {
    element: node,
    update() {
      const curve = app.document.results?.result.curve;
      if (curve) shown.update({ ...content(curve), sort: sortingOf(app, 'sizes').sort });
    },
  };
}

function rowsOf({ sizes, networks }: SampleCurve): Row[] {
  return sizes.map((size) => {
    const points = networks.map((network) => network.points.find((point) => point.size === size));
    return { size, runs: points[0]?.runs.length ?? 0, of: (network, measure) => points[network]?.[measure] };
  });
}

function columnsOf({ networks }: SampleCurve): TableColumn<Row>[] {
  const titles = { accuracy: t('Accuracy'), f1: t('F1') } as const;
  return [
    { key: 'inputs', title: t('Inputs'), numeric: true, value: ({ size }) => size },
    { key: 'runs', title: t('Runs'), hint: t('Folds and repeats'), numeric: true, value: ({ runs }) => runs },
    ...networks.flatMap(({ network }, n) =>
      (['accuracy', 'f1'] as const).map((measure): TableColumn<Row> => {
        const text = measure === 'accuracy' ? percent : figure;
        return {
          key: `${network} ${measure}`,
          title: `${network}, ${titles[measure]}`,
          better: 'higher',
          numeric: true,
          value: ({ of }) => of(n, measure)?.mean ?? null,
          cell({ of }) {
            const value = of(n, measure);
            if (!value) return '—';
            const interval = element('span', { class: 'interval' }, `${text(value.low)} … ${text(value.high)}`);
            return element('span', {}, text(value.mean), interval);
          },
          more: {
            low: ({ of }) => of(n, measure)?.low ?? null,
            high: ({ of }) => of(n, measure)?.high ?? null,
          },
        };
      }),
    ),
  ];
}
