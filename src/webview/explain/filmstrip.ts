import type { ExplainInput } from '../../protocol/explain-document';
import type { Component } from '../ui/component';
import { element, keyed } from '../ui/element';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';

/** The images chosen together, side by side; hidden for a single one. */
export function filmstrip(app: ExplainApp): Component {
  const node = element('nav', { class: 'filmstrip', role: 'radiogroup', 'aria-label': t('Images') });
  return {
    element: node,
    update() {
      const { inputs, current } = app.document;
      node.hidden = inputs.length < 2;
      const make = (input: ExplainInput): HTMLElement =>
        frame(input, () =>
          app.post({ kind: 'input', index: app.document.inputs.findIndex(({ uri }) => uri === input.uri) }),
        );
      keyed(
        node,
        inputs,
        ({ uri }) => uri,
        make,
        (label, { uri }) => {
          (label.firstElementChild as HTMLInputElement).checked = inputs[current].uri === uri;
        },
      );
    },
  };
}

function frame({ name, thumbnail }: ExplainInput, choose: () => void): HTMLElement {
  const ending = name.slice(name.lastIndexOf('.') + 1);
  const image = thumbnail
    ? element('img', { src: thumbnail, alt: '', loading: 'lazy' })
    : element('span', { class: 'frame-ending' }, ending);
  return element(
    'label',
    { class: 'frame', title: name },
    element('input', { type: 'radio', name: 'input', 'aria-label': name, onchange: choose }),
    image,
    element('span', { class: 'frame-name' }, name),
  );
}
