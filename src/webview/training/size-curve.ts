import type { Crossing, NetworkCurve, SampleCurve } from '../../protocol/training-result';
import { confusion } from '../confusion/confusion';
import type { Confused } from '../confusion/counted-matrix';
import { lineChart, type LineChartContent } from '../draw/line-chart';
import type { Component } from '../ui/component';
import { segments } from '../ui/controls';
import { element, setAttribute, setText } from '../ui/element';
import { figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import type { TrainingApp } from './app';
import { inkOf, lineColor } from './colors';
import { pointsTable } from './points-table';

type Measure = Crossing['measure'];

/** How good networks are by the number of inputs they learned from, and where one overtakes another. */
export function sizeCurve(app: TrainingApp): Component {
  const choice = element('div', {});
  const legend = element('ul', { class: 'curve-legend', 'aria-label': t('Legend') });
  const sentences = element('ul', { class: 'crossings' });
  const readout = element('p', { class: 'figure curve-readout', 'aria-live': 'polite' });
  const matrices = element('div', { class: 'matrices' });
  const smallest = element('h3', {});
  const points = pointsTable(app);
  let curve: SampleCurve | null = null;
  let parts: readonly Component[] = [];
  const chart = lineChart(
    () => curve && contentOf(curve, app.view.sizeMeasure, inkOf(readout)),
    (size) => setText(readout, curve && size !== null ? sentenceAt(curve, app.view.sizeMeasure, size) : ''),
  );
  const node = element(
    'section',
    { class: 'block size-curve', 'aria-label': t('Sample size') },
    element('div', { class: 'section-title' }, element('h2', {}, t('Sample size')), choice),
    sentences,
    chart.element,
    legend,
    readout,
    points.element,
    smallest,
    matrices,
  );
  const draw = memo((now: SampleCurve, measure: Measure) => {
    sentences.replaceChildren(
      ...now.crossings.filter((one) => one.measure === measure).map(({ text }) => element('li', {}, text)),
    );
    setAttribute(chart.element, 'aria-label', summaryOf(now, measure));
    const focused = choice.contains(document.activeElement);
    choice.replaceChildren(
      segments(
        t('Measure'),
        'size-measure',
        [
          { value: 'accuracy', label: t('Accuracy'), title: t('Accuracy') },
          { value: 'f1', label: t('F1'), title: t('F1') },
        ],
        measure,
        (next) => app.setView({ sizeMeasure: next as Measure }),
      ),
    );
    if (focused) choice.querySelector<HTMLElement>(':checked')?.focus();
  });
  const drawNetworks = memo((now: SampleCurve, names: readonly string[]) => {
    legend.replaceChildren(...now.networks.map(legendItem));
    setText(smallest, t('What is taken for what, learned from {0} inputs', now.sizes[0]));
    parts = now.networks.map(({ network, confusion: counts }) => matrixOf(app, network, { names, counts }));
    matrices.replaceChildren(
      ...parts.map((part, n) =>
        element('div', { class: 'matrix-of' }, element('h3', {}, now.networks[n].network), part.element),
      ),
    );
  });
  return {
    element: node,
    update() {
      const { run, results } = app.document;
      curve = run ? null : (results?.result.curve ?? null);
      node.hidden = curve === null;
      if (!curve || !results) return;
      drawNetworks(curve, results.result.classes);
      draw(curve, app.view.sizeMeasure);
      for (const part of [...parts, points]) part.update();
      chart.redraw();
    },
  };
}

/** The matrix of a network; its cells list nothing, since models of single sizes are not looked into here. */
function matrixOf(app: TrainingApp, name: string, confused: Confused): Component {
  return confusion({ name, confused: () => confused, chosen: () => null, post: app.post });
}

function contentOf({ networks, sizes, crossings }: SampleCurve, measure: Measure, ink: string): LineChartContent {
  const lowest = Math.min(...networks.flatMap(({ points }) => points.map((point) => point[measure].low)));
  const [first] = crossings.filter((one) => one.measure === measure && one.from !== null);
  const [least, most] = [sizes[0], sizes[sizes.length - 1]];
  return {
    lines: networks.map(({ network, points }, n) => ({
      name: network,
      color: lineColor(n, ink),
      width: 2,
      x: points.map(({ size }) => size),
      y: points.map((point) => point[measure].mean),
      low: points.map((point) => point[measure].low),
      high: points.map((point) => point[measure].high),
    })),
    x: [least * 0.9, Math.max(most, least + 1) * 1.1],
    y: [Math.max(0, Math.floor((lowest - 0.02) * 10) / 10), 1],
    logTicks: sizes,
    xLabel: t('inputs learned from'),
    ...(networks.length === 2 &&
      first && { mark: { at: first.from!, low: first.low ?? least * 0.9, high: first.high ?? most * 1.1 } }),
  };
}

const textOf = (measure: Measure, value: number): string => (measure === 'accuracy' ? percent(value) : figure(value));

function sentenceAt({ networks }: SampleCurve, measure: Measure, size: number): string {
  const parts = networks.flatMap(({ network, points }) => {
    const point = points.find((one) => one.size === size)?.[measure];
    return point
      ? [
          t(
            '{0} {1} ({2} to {3})',
            network,
            textOf(measure, point.mean),
            textOf(measure, point.low),
            textOf(measure, point.high),
          ),
        ]
      : [];
  });
  return [t('{0} inputs', size), ...parts].join(' · ');
}

function summaryOf({ networks, sizes, part }: SampleCurve, measure: Measure): string {
  return [
    t(
      '{0} by the number of inputs learned from, {1} to {2}, on a logarithmic axis',
      measure === 'f1' ? t('F1') : t('Accuracy'),
      sizes[0],
      sizes[sizes.length - 1],
    ),
    part === 'test' ? t('measured on the part to test with') : t('measured on the validation parts'),
    networks.map(({ network }) => network).join(', '),
    t('arrow keys read the sizes'),
  ].join('; ');
}

function legendItem({ network }: NetworkCurve, n: number): HTMLElement {
  const mark = element('span', { class: 'curve-swatch', 'aria-hidden': 'true' });
  mark.style.borderColor = lineColor(n);
  return element('li', {}, mark, network);
}
