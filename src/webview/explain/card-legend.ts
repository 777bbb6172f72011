import { diverges, type Coloring } from '../draw/heatmap';
import { legendValues, paintLegend } from '../draw/legend';
import { valueAt } from '../draw/plane';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { coloringOf, goesBeyond } from './coloring';
import { unitOf } from './unit';
import { errorPlaneOf, planeOf, showsErrors } from './planes';

/** The colour bar with the values at its ends and their unit; an end that values go beyond says so. */
export function cardLegend(app: ExplainApp, id: string): Component {
  const bar = element('canvas', { class: 'legend-bar', 'aria-hidden': 'true' });
  const [low, high] = ['low', 'high'].map((name) => element('span', { class: `figure legend-${name}` }));
  const unit = element('span', { class: 'quiet legend-unit' });
  const node = element(
    'div',
    { class: 'legend' },
    element('div', { class: 'legend-scale', role: 'group', 'aria-label': t('Legend') }, low, bar, high, unit),
  );
  let painted = '';
  return {
    element: node,
    update() {
      const coloring = coloringOf(app, id);
      node.classList.toggle('empty', !coloring);
      if (!coloring) return;
      const [from, to] = endsOf(app, id, coloring);
      setText(low, from);
      setText(high, to);
      const { text, meaning } = unitOf(app, id);
      setText(unit, text);
      setAttribute(unit, 'title', meaning);
      const key = `${coloring.palette.id} ${coloring.view} ${coloring.signed}`;
      if (key !== painted) paintLegend(bar, coloring);
      painted = key;
    },
  };
}

/** The values at the ends of a card's colour bar; a legend that does not diverge begins with the smallest there is. */
export function endsOf(app: ExplainApp, id: string, coloring: Coloring): readonly [string, string] {
  const [from, to] = legendValues(coloring);
  const beyond = goesBeyond(app, id, coloring);
  return [ending(from, beyond && diverges(coloring)), ending(to, beyond)];
}

function ending(value: number, beyond: boolean): string {
  if (!beyond || value === 0) return figure(value);
  return `${value < 0 ? '≤' : '≥'} ${figure(value)}`;
}

/** Place and value under the pointer, in the image's corner. */
export function pointerValue(app: ExplainApp, id: string): HTMLElement {
  const node = element('span', { class: 'figure pointer-value' });
  app.viewport.onChange(() => setText(node, readOut(app, id)));
  return node;
}

function readOut(app: ExplainApp, id: string): string {
  const plane = planeOf(app, id);
  const { pointer } = app.viewport;
  const found = plane && pointer && valueAt(plane, pointer.u, pointer.v);
  if (!found) return '';
  const errors = showsErrors(app, id) ? null : errorPlaneOf(app, id);
  const error = errors && valueAt(errors, pointer.u, pointer.v);
  const value = error ? `${figure(found.value)} ± ${figure(error.value)}` : figure(found.value);
  return app.document.prediction?.input.signal ? `${found.x}: ${value}` : `${found.x}, ${found.y}: ${value}`;
}
