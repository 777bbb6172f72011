import type { ExplainInput } from '../../protocol/explain-document';
import type { GridRow } from '../../protocol/map-grid';
import { element, keyed, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { gridCell, type GridCellView } from './grid-cell';
import type { GridColumn } from './grid-column';
import { drawGridImage } from './grid-image';
import { said } from './said';

export interface GridRowView {
  readonly element: HTMLElement;
  update(row: GridRow, input: ExplainInput | undefined, columns: readonly GridColumn[]): void;
}

/** One image with what the model says of it and what it is, then its maps. @param open shows one of its cards, or all */
export function gridRow(app: ExplainApp, open: (card: string | null) => void): GridRowView {
  const canvas = element('canvas', { class: 'grid-canvas', 'aria-hidden': 'true' });
  const thumbnail = element('img', { class: 'grid-canvas', alt: '', loading: 'lazy' });
  const [name, label, value, truth] = ['name', 'label', 'value', 'truth'].map((part) =>
    element('span', { class: `grid-${part}` }),
  );
  const press = element(
    'button',
    { class: 'grid-press grid-image', type: 'button', onclick: () => open(null) },
    canvas,
    thumbnail,
    element('span', { class: 'grid-words' }, name, element('span', { class: 'grid-said' }, label, value), truth),
  );
  const head = element('div', { class: 'grid-head', role: 'rowheader' }, press);
  const cells = element('div', { class: 'grid-cells', role: 'presentation' });
  const node = element('div', { class: 'grid-line', role: 'row' }, head, cells);
  const views = new Map<string, GridCellView>();
  let shown: readonly GridColumn[] = [];
  let drawn: unknown = null;
  return {
    element: node,
    update(row, input, columns) {
      shown = columns;
      const file = input?.name ?? '';
      const isReady = row.image !== null || row.signal !== null;
      canvas.hidden = !isReady;
      thumbnail.hidden = isReady || !input?.thumbnail;
      setAttribute(thumbnail, 'src', isReady ? null : (input?.thumbnail ?? null));
      if (isReady && drawn !== (row.image ?? row.signal)) drawGridImage(canvas, { ...row, map: null });
      drawn = row.image ?? row.signal;
      const { prediction, error } = row;
      const first = prediction?.first;
      const texts = [file, error?.what ?? first?.label ?? '', first ? said(app, first) : '', truthText(row)];
      [name, label, value, truth].forEach((part, i) => setText(part, texts[i]));
      setAttribute(node, 'data-state', row.state);
      truth.classList.toggle('wrong', isWrong(row));
      setAttribute(press, 'aria-label', [...texts, t('all its maps')].filter(Boolean).join(', '));
      setAttribute(press, 'title', texts.filter(Boolean).join('\n'));
      keyed(
        cells,
        columns,
        ({ id }) => id,
        ({ id }) => {
          const column = (): GridColumn => shown.find((one) => one.id === id)!;
          const view = gridCell(app, column, () => open(id));
          views.set(id, view);
          return view.element;
        },
        (_, { id }) => views.get(id)?.update(row, file),
      );
    },
  };
}

const isWrong = ({ prediction, truth }: GridRow): boolean =>
  prediction !== null && truth !== null && truth !== prediction.first.label;

/** The true class, and whether the model says so. */
export function truthText(row: GridRow): string {
  if (row.truth === null) return '';
  return isWrong(row) ? t('✗ true: {0}', row.truth) : row.prediction ? t('✓ true') : t('true: {0}', row.truth);
}
