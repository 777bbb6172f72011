import { legendValues, paintLegend } from '../draw/legend';
import { valueAt } from '../draw/plane';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import type { Component, ExplainApp } from './app';
import { coloringOf } from './coloring';
import { planeOf } from './planes';

/** The colour bar with its values, and the value under the pointer. Robust scales mark that values go beyond their ends. */
export function cardLegend(app: ExplainApp, method: string): Component {
  const bar = element('canvas', { class: 'legend-bar', 'aria-hidden': 'true' });
  const [low, middle, high] = ['low', 'middle', 'high'].map((name) => element('span', { class: `figure legend-${name}` }));
  const value = element('span', { class: 'figure pointer-value' });
  const node = element('div', { class: 'legend' }, element('div', { class: 'legend-scale', role: 'group', 'aria-label': t('Legend') }, low, bar, high, middle), value);
  app.viewport.onChange(() => setText(value, readOut(app, method)));
  let painted = '';
  return {
    element: node,
    update() {
      const coloring = coloringOf(app, method);
      node.classList.toggle('empty', !coloring);
      if (!coloring) return;
      const [from, at, to] = legendValues(coloring);
      setText(low, figure(from));
      setText(middle, figure(at));
      setText(high, figure(to));
      setText(value, readOut(app, method));
      const key = `${coloring.palette.id} ${coloring.view} ${coloring.signed}`;
      if (key !== painted) paintLegend(bar, coloring);
      painted = key;
    },
  };
}

function readOut(app: ExplainApp, method: string): string {
  const plane = planeOf(app, method);
  const { pointer } = app.viewport;
  const found = plane && pointer && valueAt(plane, pointer.u, pointer.v);
  if (!found) return '';
  return app.document.prediction?.input.signal ? `${found.x}: ${figure(found.value)}` : `${found.x}, ${found.y}: ${figure(found.value)}`;
}
