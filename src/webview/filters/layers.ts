import type { FilterLayer } from '../../protocol/filters';
import { valueOf } from '../../protocol/loading';
import { element, keyed, setAttribute } from '../ui/element';
import { count, figure, percent, shape } from '../ui/format';
import { t } from '../ui/l10n';
import { button, textField } from '../ui/toolkit';
import type { Component } from '../ui/component';
import { selectedIn } from '../ui/list-keys';
import { showsChange, type FiltersApp } from './app';
import { changeText } from './words';

/** A row: a layer with kernels, or in the view of feature maps any other. */
interface Row {
  readonly tensor: string;
  readonly name: string;
  readonly op: string;
  readonly dims: string;
  readonly parameters: number;
  readonly layer?: FilterLayer;
}

/** The layers in graph order, with what can be said of their kernels; the arrow keys move between them. */
export function layerList(app: FiltersApp): Component {
  let search = '';
  const list = element('div', { class: 'layer-rows', role: 'listbox', tabindex: 0, 'aria-label': t('Layers') });
  const filter = textField({
    label: t('Filter layers'),
    placeholder: t('Filter layers'),
    onInput: (text) => {
      search = text.trim().toLowerCase();
      update();
    },
  });
  const health = button({
    label: t('Check all layers'),
    title: t('Reads every weight of the file'),
    onClick: () => app.post({ kind: 'health' }),
  });
  const node = element('section', { class: 'layers-pane', 'aria-label': t('Layers') }, filter, list, health);
  const select = (tensor: string): void => {
    if (tensor !== app.document.layer) app.post({ kind: 'layer', tensor });
  };
  const keys = selectedIn(list, select);

  function update(): void {
    const rows = rowsOf(app).filter((row) =>
      search
        .split(/\s+/)
        .every((word) => [row.name, row.op, row.dims, row.tensor].join(' ').toLowerCase().includes(word)),
    );
    filter.hidden = rows.length < 8 && search === '';
    health.hidden = valueOf(app.document.layers)?.layers.every((layer) => layer.health) ?? true;
    keyed(
      list,
      rows,
      ({ tensor }) => tensor,
      rowNode,
      (row, content) => updateRow(app, row, content),
    );
    keys.update(app.document.layer);
  }
  return { element: node, update };
}

function rowsOf({ document: { layers, structure }, view }: FiltersApp): Row[] {
  const kernels = valueOf(layers)?.layers ?? [];
  const known = new Map(kernels.map((layer) => [layer.tensor, layer]));
  const all = view.view === 'kernels' || structure.length === 0 ? kernels : structure;
  return all.map(({ tensor, label, op, parameters, ...rest }) => {
    const layer = known.get(tensor);
    // The batch says nothing about a layer.
    const dims = layer ? shape(layer.dims) : shape('shape' in rest ? (rest.shape?.slice(1) ?? null) : null);
    return { tensor, name: label, op, dims, parameters, ...(layer && { layer }) };
  });
}

function rowNode(): HTMLElement {
  const part = (name: string): HTMLElement => element('span', { class: name });
  const line = (...parts: HTMLElement[]): HTMLElement => element('div', { class: 'layer-line' }, ...parts);
  return element(
    'div',
    { class: 'layer-row', role: 'option' },
    line(part('layer-title'), part('quiet figure layer-count')),
    line(part('quiet layer-kind'), part('quiet figure layer-dims')),
    part('layer-health figure'),
  );
}

function updateRow(app: FiltersApp, node: HTMLElement, row: Row): void {
  const say = (name: string, text: string): void => {
    const part = node.querySelector(`.${name}`);
    if (part && part.textContent !== text) part.textContent = text;
  };
  say('layer-title', row.name);
  say('layer-count', row.parameters ? count(row.parameters) : '');
  const remarks = remarksOf(app, row);
  // What is as it should be stands beside the operator; what is not has a line of its own.
  const kind = [row.op, !remarks.ill && remarks.text].filter(Boolean).join(' · ');
  say('layer-kind', kind);
  say('layer-dims', row.dims);
  say('layer-health', remarks.ill ? remarks.text : '');
  node.querySelector('.layer-health')?.classList.toggle('layer-ill', remarks.ill);
  setAttribute(
    node,
    'title',
    [row.name, row.name !== row.tensor && row.tensor, kind, remarks.ill && remarks.text, ...remarks.lines]
      .filter(Boolean)
      .join('\n'),
  );
}

/** What can be said of a layer's kernels: the change where that is shown, else how healthy they are. */
function remarksOf(app: FiltersApp, { layer, parameters }: Row): { text: string; ill: boolean; lines: string[] } {
  const health = layer?.health;
  const lines: string[] = [];
  if (layer) lines.push(t('{0} filters of {1} channels, {2} × {3}; {4} parameters', ...layer.dims, count(parameters)));
  if (!health) return { text: '', ill: false, lines };
  const { norm, dead, duplicates, nearZero } = health;
  lines.push(
    t('Norm of all weights: {0}', figure(norm)),
    dead.length
      ? t('{0} dead filters (norm at most a thousandth of the median): {1}', dead.length, some(dead.map(String)))
      : t('No dead filters'),
    duplicates === null
      ? t('Not compared for duplicates')
      : t(
          '{0} pairs of duplicates (cosine at least 0.99): {1}',
          duplicates.length,
          some(duplicates.map(({ first, second }) => `${first}≈${second}`)),
        ),
    t('{0} of the weights are near zero', percent(nearZero)),
  );
  if (typeof layer?.change === 'number')
    lines.push(t('Changed by {0} since the previous version', changeText(layer.change)));
  if (showsChange(app))
    return { text: typeof layer?.change === 'number' ? `Δ ${changeText(layer.change)}` : '', ill: false, lines };
  const parts = [
    `‖w‖ ${figure(norm)}`,
    dead.length > 0 && t('{0} dead', dead.length),
    duplicates && duplicates.length > 0 && t('{0} alike', duplicates.length),
    nearZero > 0.05 && t('{0} ≈ 0', percent(nearZero)),
  ];
  return { text: parts.filter(Boolean).join(' · '), ill: dead.length > 0 || Boolean(duplicates?.length), lines };
}

function some(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(', ')}, …` : names.join(', ') || '–';
}
