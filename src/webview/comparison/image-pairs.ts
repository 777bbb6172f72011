import type { Figure } from '../../protocol/figure';
import { pairFigure } from '../../protocol/pair-figure';
import { pairLines, type PairTable } from '../../protocol/pair-table';
import { csvLines } from '../../protocol/csv';
import { figureItems } from '../figure/menu';
import type { Component } from '../ui/component';
import { select, setOptions } from '../ui/controls';
import { element } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { menu, menuButton } from '../ui/menu';
import { table, type TableColumn } from '../ui/table';
import type { ComparisonApp } from './app';
import { pairTableOf } from './pair-table';

type Row = PairTable['rows'][number];

export interface ImagePairs extends Component {
  files(): { readonly name: string; readonly text: string }[];
}

/** Images × pairs of methods, models side by side: how alike the maps of each image are. */
export function imagePairs(app: ComparisonApp): ImagePairs {
  const title = t('Image by image');
  const measure = select(t('Measure'), [], app.view.measure, (id) => app.setView({ measure: id }));
  const view = table<Row>({
    label: title,
    name: 'correlations',
    post: app.post,
    onSort: (sort) => app.setView({ imageSort: sort && { id: sort.key, down: sort.descending } }),
  });
  const trigger = menuButton({ label: t('Figure'), title: t('Save as a figure: {0}', title) });
  const drawn = (): Figure => {
    const shown = now()!;
    return pairFigure([shown], titleOf(app, shown), []);
  };
  const figures = menu(
    trigger,
    figureItems(app, {
      name: () => 'correlations',
      layout: () => ({ ...drawn(), tiles: [] }),
      notes: () => drawn().notes,
    }),
  );
  const labelled = element('label', { class: 'labelled' }, element('span', {}, t('Measure')), measure);
  const head = element('div', { class: 'section-head' }, element('h2', {}, title), labelled, view.exporting, figures);
  const node = element('section', { 'aria-label': title }, head, view.element);
  const made = memo((document: ComparisonApp['document'], id: string) => {
    const of = document.summary?.terms.comparisons.find((one) => one.id === id);
    return of && document.current === null ? pairTableOf(document, of) : null;
  });
  const now = (): PairTable | null => made(app.document, app.view.measure);
  const columns = memo(columnsOf);
  return {
    element: node,
    update() {
      const shown = now();
      node.hidden = !shown;
      if (!shown) return;
      const { comparisons } = app.document.summary!.terms;
      setOptions(
        measure,
        comparisons.map(({ id, label }) => ({ value: id, label })),
        app.view.measure,
      );
      const { imageSort: sort } = app.view;
      view.update({ columns: columns(shown), rows: shown.rows, sort: sort && { key: sort.id, descending: sort.down } });
    },
    files() {
      const shown = now();
      return shown ? [{ name: 'correlations.csv', text: csvLines(pairLines(shown)) }] : [];
    },
  };
}

const titleOf = ({ document: { models } }: ComparisonApp, { measure }: PairTable): string =>
  [t('How alike'), measure.label, models.map(({ name }) => name).join(', ')].join(' · ');

function columnsOf({ pairs, models, measure }: PairTable): TableColumn<Row>[] {
  const single = models.length < 2;
  const numbers = pairs.flatMap((pair, p) =>
    models.map((model, m): TableColumn<Row> => ({
      key: single ? pair : `${pair} · ${model}`,
      title: single ? pair : model,
      ...(!single && { group: pair }),
      hint: `${pair}, ${model}\n${measure.formula}`,
      numeric: true,
      value: ({ values }) => values[p][m],
      cell: ({ values }) => cellOf(values[p][m], measure.alike),
    })),
  );
  return [{ key: 'image', title: t('Image'), value: ({ image }) => image }, ...numbers];
}

/** A correlation stands on a colour, blue or red around zero, the stronger the further from it. */
function cellOf(value: number | null, alike: 'higher' | 'lower'): HTMLElement {
  const cell = element('span', { class: 'pair-value', title: value === null ? null : String(value) });
  cell.append(value === null ? '—' : figure(value));
  if (value === null || alike === 'lower') return cell;
  cell.dataset.sign = value < 0 ? 'negative' : 'positive';
  cell.style.setProperty('--share', `${Math.round(45 * Math.min(1, Math.abs(value)))}%`);
  return cell;
}
