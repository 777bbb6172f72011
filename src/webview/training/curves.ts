import type { Measures } from '../../protocol/training-result';
import type { FoldCurve } from '../../protocol/training-panel';
import { lineChart, type Line, type LineChartContent } from '../draw/line-chart';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import { curvesOf, MEASURES, type TrainingApp } from './app';
import { inkOf, lineColor } from './colors';
import { atEpoch, linesOf, meanAt, rangeOf } from './curve-lines';
import { networkChoice } from './network-choice';

/** Loss, accuracy and F1 of every epoch: a coloured line per fold and their mean, training against validation. */
export function curves(app: TrainingApp): Component {
  const choice = networkChoice(app, 'curves-network');
  const legend = element('ul', { class: 'curve-legend', 'aria-label': t('Legend') });
  const readout = element('p', { class: 'figure curve-readout', 'aria-live': 'polite' });
  let shown: readonly FoldCurve[] = [];
  let drawn = '';
  const charts = MEASURES.map((measure) => {
    const chart = lineChart(
      () => contentOf(measure, shown, epochsOf(app), inkOf(readout)),
      (epoch) => point(epoch),
    );
    const title = element('h3', {}, titleOf(measure));
    return { measure, chart, element: element('figure', { class: 'curve' }, title, chart.element) };
  });
  const point = (epoch: number | null): void => {
    for (const { chart } of charts) chart.follow(epoch);
    setText(readout, epoch === null ? '' : sentenceAt(shown, epoch));
  };
  const node = element(
    'section',
    { class: 'block', 'aria-label': t('Curves') },
    element('div', { class: 'section-title' }, element('h2', {}, t('Curves')), choice.element),
    element('div', { class: 'curves' }, ...charts.map((one) => one.element)),
    legend,
    readout,
  );
  return {
    element: node,
    update() {
      const { run, results } = app.document;
      node.hidden = !run && !results;
      if (node.hidden) return;
      choice.update();
      shown = curvesOf(app);
      const folds = shown.map(({ fold }) => fold).join();
      if (folds !== drawn) legend.replaceChildren(...legendOf(shown));
      drawn = folds;
      for (const { measure, chart } of charts) {
        setAttribute(chart.element, 'aria-label', summaryOf(measure, shown));
        chart.redraw();
      }
    },
  };
}

const titleOf = (measure: keyof Measures): string =>
  ({ loss: t('Loss'), accuracy: t('Accuracy'), f1: t('F1') })[measure];

const textOf = (measure: keyof Measures, value: number): string =>
  measure === 'accuracy' ? percent(value) : figure(value);

/** As many as there may be: nothing moves while more come. */
function epochsOf({ document: { run, results } }: TrainingApp): number {
  return run?.started?.epochs ?? results?.result.request.epochs ?? 1;
}

function contentOf(
  measure: keyof Measures,
  shown: readonly FoldCurve[],
  epochs: number,
  ink: string,
): LineChartContent {
  const lines: Line[] = linesOf(measure, shown, (fold) => lineColor(fold - 1, ink));
  return { lines, x: [1, Math.max(2, epochs)], y: rangeOf(measure, lines), xLabel: t('epoch') };
}

/** One sentence for those who do not see the lines. */
function summaryOf(measure: keyof Measures, shown: readonly FoldCurve[]): string {
  const last = Math.max(0, ...shown.map(({ history }) => history.length));
  if (last === 0) return t('{0}: no epoch is done yet', titleOf(measure));
  const [training, validation] = (['training', 'validation'] as const).map((part) =>
    textOf(measure, meanAt(shown, last, part, measure)),
  );
  return t(
    '{0} after epoch {1}: validation {2}, training {3}; arrow keys read other epochs',
    titleOf(measure),
    last,
    validation,
    training,
  );
}

function sentenceAt(shown: readonly FoldCurve[], epoch: number): string {
  const parts = MEASURES.map((measure) => {
    const [training, validation] = (['training', 'validation'] as const).map((part) =>
      textOf(measure, meanAt(shown, epoch, part, measure)),
    );
    return t('{0} {1} (training {2})', titleOf(measure), validation, training);
  });
  const rate = atEpoch(shown, epoch)[0]?.learningRate;
  return [
    shown.length > 1 ? t('Epoch {0}, mean of the folds', epoch) : t('Epoch {0}', epoch),
    ...parts,
    rate !== undefined && t('learning rate {0}', figure(rate)),
  ]
    .filter(Boolean)
    .join(' · ');
}

function legendOf(shown: readonly FoldCurve[]): HTMLElement[] {
  const swatch = (style: string, color: string | null): HTMLElement => {
    const mark = element('span', { class: `curve-swatch ${style}`, 'aria-hidden': 'true' });
    if (color !== null) mark.style.borderColor = color;
    return mark;
  };
  const item = (mark: HTMLElement, text: string): HTMLElement => element('li', {}, mark, text);
  return [
    ...shown.map(({ fold }) => item(swatch('', lineColor(fold - 1)), t('Fold {0}', fold))),
    ...(shown.length > 1 ? [item(swatch('mean', null), t('Mean'))] : []),
    item(swatch('', null), t('Validation')),
    item(swatch('dashed', null), t('Training, while it learned')),
  ];
}
