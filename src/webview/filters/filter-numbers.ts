import type { FilterKernels, WeightStatistics } from '../../protocol/filters';
import { drawHistogram } from '../draw/histogram';
import type { Component } from '../ui/component';
import { element, setAttribute } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { kernelsOf, showsChange, shownValues, type FiltersApp } from './app';
import { placeOf } from './images';
import { filterStatistics } from './statistics';

/** Statistics and histogram of the picked filter's values, the layer's as an outline behind. */
export function filterNumbers(app: FiltersApp): Component {
  const list = element('dl', { class: 'numbers figure' });
  const canvas = element('canvas', { class: 'histogram', role: 'img' });
  const ends = element('div', { class: 'frequency-axis quiet figure' });
  const node = element(
    'div',
    { class: 'detail-part' },
    element('h3', {}, t('Statistics')),
    list,
    canvas,
    ends,
    element('p', { class: 'quiet' }, t('Filled: this filter. Outline: the layer.')),
  );
  let draw = (): void => undefined;
  new ResizeObserver(() => draw()).observe(canvas);
  return {
    element: node,
    update() {
      const kernels = kernelsOf(app);
      const place = kernels ? placeOf(kernels, app.view.selected ?? -1) : -1;
      node.hidden = !kernels || place < 0;
      if (!kernels || place < 0) return;
      const layer = layerStatistics(app, kernels);
      const size = kernels.kernels.data.length / kernels.kernels.dims[0];
      const own = filterStatistics(shownValues(app, kernels).subarray(place * size, (place + 1) * size), layer);
      const rows: [string, number][] = [
        [t('Norm'), own.norm],
        [t('Mean'), own.mean],
        [t('Standard deviation'), own.deviation],
        [t('Least'), own.minimum],
        [t('Greatest'), own.maximum],
      ];
      list.replaceChildren(
        ...rows.flatMap(([name, value]) => [
          element('dt', { class: 'quiet' }, name),
          element('dd', { title: String(value) }, figure(value)),
        ]),
      );
      setAttribute(
        canvas,
        'aria-label',
        t('Histogram of the values from {0} to {1}', figure(layer.minimum), figure(layer.maximum)),
      );
      ends.replaceChildren(...[layer.minimum, layer.maximum].map((value) => element('span', {}, figure(value))));
      draw = () => paint(canvas, own.histogram, layer);
      draw();
    },
  };
}

/** The layer's own, or of a change the range it has. */
function layerStatistics(app: FiltersApp, kernels: FilterKernels): WeightStatistics {
  const { change, statistics } = kernels;
  if (!showsChange(app) || !change?.known) return statistics;
  return { ...statistics, minimum: -change.peak, maximum: change.peak, histogram: statistics.histogram.map(() => 0) };
}

function paint(
  canvas: HTMLCanvasElement,
  counts: readonly number[],
  { histogram, minimum, maximum }: WeightStatistics,
): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext('2d');
  if (!context || width === 0) return;
  const ratio = window.devicePixelRatio;
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const style = getComputedStyle(canvas);
  const color = (name: string): string => style.getPropertyValue(name) || style.color;
  const colors = {
    bars: color('--vscode-charts-blue'),
    outline: color('--vscode-descriptionForeground'),
    axis: color('--vscode-foreground'),
  };
  drawHistogram(context, counts, histogram, { width, height, range: [minimum, maximum], colors });
}
