import type { WaveletDescription } from '../../protocol/scattering';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { roving } from '../ui/roving';
import { table, type TableColumn } from '../ui/table';
import { bankOf, type ScatteringApp } from './app';
import { degrees, filterName } from './words';

interface Row extends WaveletDescription {
  readonly number: number;
}

/** The filters as a table that sorts and can be copied; a row picks its filter. */
export function filterTable(app: ScatteringApp): Component {
  const label = t('Filters');
  const view = table<Row>({
    label,
    name: 'filters',
    onSort: (sort) => app.setView({ sort }),
    post: app.post,
    rowAttributes: ({ number }) => ({
      'data-filter': String(number),
      class: 'pickable',
      onclick: () => app.setView({ filter: number }),
    }),
  });
  const node = roving(
    element(
      'section',
      { class: 'filter-table', 'aria-label': label },
      element('div', { class: 'table-head' }, element('h2', {}, label), view.exporting),
      view.element,
    ),
  );
  const columns = columnsOf();
  const rows = memo((filters: readonly WaveletDescription[]): Row[] =>
    filters.map((filter, number) => ({ ...filter, number })),
  );
  return {
    element: node,
    update() {
      const bank = bankOf(app);
      if (!bank) return;
      view.update({ columns, rows: rows(bank.filters), sort: app.view.sort });
      for (const row of view.element.querySelectorAll<HTMLElement>('[data-filter]'))
        row.classList.toggle('picked', row.dataset.filter === String(app.view.filter));
    },
  };
}

function columnsOf(): readonly TableColumn<Row>[] {
  const number = (
    key: string,
    title: string,
    hint: string,
    value: (row: Row) => number | null,
    text: (value: number) => string = figure,
  ): TableColumn<Row> => ({
    key,
    title,
    hint,
    numeric: true,
    value,
    cell: (row) => {
      const known = value(row);
      return known === null ? '–' : text(known);
    },
  });
  return [
    { key: 'name', title: t('Filter'), value: filterName },
    number('scale', t('Scale j'), t('An octave each'), ({ scale }) => scale, String),
    number(
      'angle',
      t('Angle'),
      t('Of the wave, in degrees from the row axis towards the column axis'),
      ({ angle }) => angle,
      degrees,
    ),
    number(
      'centreFrequency',
      t('Centre frequency (1/px)'),
      t('In cycles per pixel'),
      ({ centreFrequency }) => centreFrequency,
    ),
    number(
      'bandwidth',
      t('Bandwidth (1/px)'),
      t('Full width of the energy at half its height, across the wave fronts'),
      ({ bandwidth }) => bandwidth,
    ),
    number(
      'tangentialBandwidth',
      t('Along the fronts (1/px)'),
      t('The same along the wave fronts'),
      ({ tangentialBandwidth }) => tangentialBandwidth,
    ),
    number('sigma', t('σ (px)'), t('Standard deviation of the envelope across the wave fronts'), ({ sigma }) => sigma),
  ];
}
