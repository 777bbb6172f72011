import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { csvLines } from '../../protocol/csv';
import type { MapDistribution } from '../../protocol/comparison';
import { Chart, drawAxisBelow } from '../draw/chart';
import type { FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { select, slider } from '../ui/controls';
import { element, keyed, setAttribute, setText } from '../ui/element';
import { percent } from '../ui/format';
import { t } from '../ui/l10n';
import { comparedOf, type ComparisonApp } from './app';

const bins = 100;
const foot = 20;
/** In a figure. */
const printed = { width: 320, height: 120 };

export interface Histograms extends Component, FigurePart {
  images(): Promise<{ readonly name: string; readonly png: Uint8Array }[]>;
  /** All bins, and the share of the positions above each one's start. */
  file(): { readonly name: string; readonly text: string };
}

/**
 * How the min-max scaled values of each map are spread above a threshold, on one scale, so that heights can be
 * compared.
 */
export function histograms(app: ComparisonApp): Histograms {
  const views = new Map<string, ReturnType<typeof histogram>>();
  const value = element('span', { class: 'figure' });
  const control = slider(t('Threshold'), app.view.threshold, (threshold) =>
    app.setView({ threshold: Math.min(0.99, threshold) }),
  );
  const heights = select(
    t('Heights'),
    [
      { value: 'shared', label: t('Shared') },
      { value: 'own', label: t('Own') },
    ],
    app.view.heights,
    (value) => app.setView({ heights: value as 'shared' | 'own' }),
  );
  const list = element('div', { class: 'histograms' });
  const hint = t('Positions per bin of the min-max scaled map, (v − min) / (max − min)');
  const labelled = (text: string, ...controls: HTMLElement[]): HTMLElement =>
    element('label', { class: 'labelled' }, element('span', {}, text), ...controls);
  const title = element('h2', { title: hint }, t('Attributions above a threshold'));
  const head = element(
    'div',
    { class: 'section-head' },
    title,
    element('span', { class: 'quiet' }, t('min-max scaled')),
    labelled(t('Threshold'), control, value),
    labelled(t('Heights'), heights),
  );
  const node = element('section', { 'aria-label': t('Histograms') }, head, list);
  return {
    element: node,
    update() {
      const compared = comparedOf(app);
      node.hidden = !compared;
      if (!compared) return;
      const { threshold } = app.view;
      const { distributions } = compared;
      const from = Math.round(threshold * bins);
      setText(value, threshold.toFixed(2));
      const peakOf = (one: MapDistribution): number =>
        max(one.counts.slice(from).map((count) => count / total(one))) || 0;
      const peak = max(distributions, peakOf) || 1;
      keyed(
        list,
        distributions,
        ({ name }) => name,
        ({ name }) => {
          const view = histogram(name);
          views.set(name, view);
          return view.element;
        },
        (_node, one) => views.get(one.name)?.update(one, from, (app.view.heights === 'own' && peakOf(one)) || peak),
      );
    },
    file() {
      const rows = (comparedOf(app)?.distributions ?? []).flatMap(({ name, counts, above }) =>
        counts.map((count, bin) => [name, bin / bins, (bin + 1) / bins, count, above[bin]]),
      );
      return {
        name: 'histograms.csv',
        text: csvLines([['map', 'from', 'to', 'count', 'share above from'], ...rows]),
      };
    },
    tiles: () =>
      (comparedOf(app)?.distributions ?? []).map(({ name, above }) => ({
        title: name,
        image: views.get(name)?.chart.printed(printed.width, printed.height) ?? null,
        legend: null,
        note: aboveText(above, app.view.threshold),
      })),
    images: async () => {
      const shown = comparedOf(app)?.distributions ?? [];
      return Promise.all(
        shown.map(async ({ name }) => ({
          name: `histogram-${name}.png`,
          png: (await views.get(name)?.chart.png()) ?? new Uint8Array(),
        })),
      );
    },
  };
}

/** Of the positions of a min-max scaled map. */
const aboveText = (above: ArrayLike<number>, threshold: number): string =>
  t(
    '{0} of the positions above {1}, min-max scaled',
    percent(above[Math.round(threshold * bins)]),
    threshold.toFixed(2),
  );

function total({ counts }: MapDistribution): number {
  return counts.reduce((sum, count) => sum + count, 0) || 1;
}

function histogram(name: string) {
  let shown: { readonly one: MapDistribution; readonly from: number; readonly peak: number } | null = null;
  const share = element('span', { class: 'figure' });
  const chart = new Chart((context, { width, height }, colors) => {
    if (!shown) return;
    const { one, from, peak } = shown;
    const x = scaleLinear([from / bins, 1], [0, width]);
    const y = scaleLinear([0, peak], [height - foot, 2]);
    context.fillStyle = colors.data;
    for (let bin = from; bin < bins; bin++) {
      const top = y(one.counts[bin] / total(one));
      const left = x(bin / bins);
      context.fillRect(left, top, Math.max(1, x((bin + 1) / bins) - left - (width > 300 ? 1 : 0)), y(0) - top);
    }
    drawAxisBelow(context, x, height - foot, colors, 6);
    context.textAlign = 'right';
    context.fillText(t('highest bar: {0} of the positions', percent(peak)), width, 2);
  });
  chart.canvas.className = 'histogram';
  chart.canvas.addEventListener('pointermove', ({ offsetX }) => {
    if (!shown) return;
    const { one, from } = shown;
    const bin = Math.min(bins - 1, from + Math.floor((offsetX / chart.canvas.clientWidth) * (bins - from)));
    chart.canvas.title = t(
      '{0} to {1}: {2} positions, {3}',
      (bin / bins).toFixed(2),
      ((bin + 1) / bins).toFixed(2),
      one.counts[bin],
      percent(one.counts[bin] / total(one)),
    );
  });
  return {
    chart,
    element: element(
      'div',
      { class: 'histogram-row' },
      element('div', { class: 'histogram-head' }, element('h3', { title: name }, name), share),
      chart.canvas,
    ),
    update(one: MapDistribution, from: number, peak: number): void {
      shown = { one, from, peak };
      const says = t('{0} above', percent(one.above[from]));
      setText(share, says);
      setAttribute(chart.canvas, 'aria-label', `${name}: ${says} ${(from / bins).toFixed(2)}`);
      chart.redraw();
    },
  };
}
