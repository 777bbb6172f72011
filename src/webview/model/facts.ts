import type { ModelDescription, TensorDescription } from '../../protocol/model';
import type { Component } from '../ui/component';
import { element } from '../ui/element';
import { shape } from '../ui/format';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { structureKey, type ModelApp } from './app';

/** Inputs and outputs, which tensor is taken as logits and why, where gradients stop, and what else is odd. */
export function facts(app: ModelApp): Component {
  const content = element('div', {});
  const node = element(
    'section',
    { class: 'block', 'aria-label': t('Inputs and outputs') },
    element('h2', {}, t('Inputs and outputs')),
    content,
  );
  let drawn = '';
  return {
    element: node,
    update() {
      const { description } = app.document;
      const key = structureKey(description);
      if (!description || key === drawn) return;
      drawn = key;
      content.replaceChildren(tensors(description), reasons(description), remarks(description));
    },
  };
}

function tensors({ inputs, outputs }: ModelDescription): HTMLElement {
  const line =
    (kind: string) =>
    ({ name, type, shape: dims }: TensorDescription) =>
      element(
        'tr',
        {},
        element('td', { class: 'quiet' }, kind),
        element('td', {}, name),
        element('td', { class: 'figure' }, shape(dims)),
        element('td', { class: 'quiet' }, type),
      );
  return element(
    'table',
    { class: 'tensors' },
    element('tbody', {}, ...inputs.map(line(t('in'))), ...outputs.map(line(t('out')))),
  );
}

/** A tensor by what its layer is called everywhere, and by its own name where that is another. */
function named(layers: ModelDescription['layers'], tensor: string): string {
  const label = layers.find((layer) => layer.tensor === tensor)?.label;
  return label === undefined || label === tensor ? tensor : `${label} · ${tensor}`;
}

function reasons({ task, logits, camLayer, layers }: ModelDescription): HTMLElement {
  const kinds: Readonly<Record<typeof logits.kind, string>> = {
    classification: t('{0} classes', logits.classes),
    binary: t('binary'),
    multilabel: t('{0} labels, each by itself', logits.classes),
    regression: t('{0} estimated values', logits.classes),
    dense: task.id === 'regression' ? t('dense, {0} values', logits.classes) : t('dense, {0} classes', logits.classes),
  };
  const term = (name: string, value: string, why: string) => [
    element('dt', {}, name),
    element(
      'dd',
      {},
      value,
      element('div', { class: 'quiet' }, why.startsWith(`${value} `) ? why.slice(value.length + 1) : why),
    ),
  ];
  return element(
    'dl',
    { class: 'reasons' },
    ...term(t('Logits'), `${named(layers, logits.tensor)} · ${kinds[logits.kind]}`, logits.reason),
    ...(camLayer ? term(t('Layer of CAMs'), named(layers, camLayer.tensor), camLayer.reason) : []),
  );
}

function remarks({ gradientBarriers, warnings }: ModelDescription): HTMLElement {
  const stops = gradientBarriers.map(({ op, node }) =>
    t('Gradients stop at {0} ({1}); methods that need none still work.', op, node),
  );
  const good =
    stops.length === 0 ? [element('li', { class: 'quiet' }, t('Gradients pass from the logits to the input.'))] : [];
  return element(
    'ul',
    { class: 'warnings' },
    ...good,
    ...[...stops, ...warnings].map((text) => element('li', {}, icon('warning'), text)),
  );
}
