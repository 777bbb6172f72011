import type { LayerDescription } from '../../protocol/model';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { count, shape } from '../ui/format';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { roving } from '../ui/roving';
import { textField } from '../ui/toolkit';
import { structureKey, type ModelApp } from './app';

interface Group {
  readonly name: string;
  readonly layers: LayerDescription[];
}

/** The layers in order, folded by the module they belong to, with a filter; layers that stop gradients are marked. */
export function layerList(app: ModelApp): Component {
  const total = element('span', { class: 'quiet' });
  const list = roving(element('div', { class: 'layers' }));
  const filter = textField({
    label: t('Filter layers'),
    placeholder: t('Filter by name, operator or shape'),
    onInput: (text) => apply(text),
  });
  const head = element(
    'div',
    { class: 'layer-head quiet', 'aria-hidden': 'true' },
    ...[t('Layer'), t('Operator'), t('Output'), t('Parameters')].map((name) => element('span', {}, name)),
  );
  const node = element(
    'section',
    { class: 'block layers-block', 'aria-label': t('Layers') },
    element('h2', {}, t('Layers'), ' ', total),
    filter,
    head,
    list,
  );
  let drawn = '';
  let all = 0;

  /**
   * Rows that do not match are hidden and groups without a match with them; groups with one are unfolded while a filter
   * is set.
   */
  function apply(text: string): void {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const group of list.querySelectorAll('details')) {
      let matches = 0;
      for (const row of group.querySelectorAll<HTMLElement>('.layer')) {
        row.hidden = !words.every((word) => row.dataset.search?.includes(word));
        if (!row.hidden) matches++;
      }
      group.hidden = matches === 0;
      group.open = words.length ? matches > 0 : group.dataset.open === 'true';
      shown += matches;
    }
    setText(total, words.length ? t('{0} of {1}', shown, all) : String(all));
  }
  return {
    element: node,
    update() {
      const { description } = app.document;
      const key = structureKey(description);
      if (!description || key === drawn) return;
      drawn = key;
      const { layers } = description;
      all = layers.length;
      const groups = grouped(layers);
      list.replaceChildren(
        ...groups.map((group) => groupNode(app, group, { open: groups.length <= 24, alone: groups.length === 1 })),
      );
      apply(filter.value);
    },
  };
}

/** Consecutive layers of one top module; layers without a module stand for themselves together. */
function grouped(layers: readonly LayerDescription[]): Group[] {
  const groups: Group[] = [];
  for (const layer of layers) {
    const name = layer.module?.split('.')[0] ?? '';
    const last = groups[groups.length - 1];
    if (last?.name === name) last.layers.push(layer);
    else groups.push({ name, layers: [layer] });
  }
  return groups;
}

/** A group that is alone, as that of a network without modules, and one of a single layer need no line of their own. */
function groupNode(
  app: ModelApp,
  { name, layers }: Group,
  state: { readonly open: boolean; readonly alone: boolean },
): HTMLElement {
  const parameters = layers.reduce((sum, layer) => sum + layer.parameters, 0);
  const single = state.alone || layers.length === 1;
  const summary = element(
    'summary',
    { class: 'layer-group', hidden: single },
    element('span', { class: 'strong' }, name || layers[0].label),
    element(
      'span',
      { class: 'quiet figure' },
      t('{0} layers', layers.length),
      parameters > 0 && ` · ${count(parameters)}`,
    ),
  );
  const open = state.open || single;
  return element(
    'details',
    { open, class: single ? 'single' : null, 'data-open': String(open) },
    summary,
    ...layers.map((layer) => row(app, layer)),
  );
}

function row(app: ModelApp, layer: LayerDescription): HTMLElement {
  const name = layer.label;
  // The first axis is the batch, which says nothing about the layer.
  const dims = shape(layer.shape && layer.shape.slice(1));
  // Weights of convolutions are [out, in, …window]; of others they say no more than the shape does.
  const kernel = layer.kernel?.slice(2).join('×');
  const mark =
    layer.stopsGradient &&
    element('span', { class: 'stop', title: t('Gradients cannot pass this operator') }, icon('warning'));
  return element(
    'div',
    {
      class: 'layer',
      'data-search': [name, layer.op, dims, layer.tensor].join(' ').toLowerCase(),
      title: [
        name,
        [layer.op, kernel].filter(Boolean).join(' '),
        dims,
        layer.tensor,
        t('{0} multiply-adds', count(layer.macs)),
      ].join('\n'),
    },
    element('span', { class: 'layer-name' }, name, mark),
    element('span', { class: 'quiet' }, [layer.op, kernel].filter(Boolean).join(' ')),
    element('span', { class: 'figure' }, dims),
    element('span', { class: 'figure layer-parameters' }, layer.parameters ? count(layer.parameters) : ''),
  );
}
