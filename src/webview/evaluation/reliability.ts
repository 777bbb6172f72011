import { scaleLinear } from 'd3-scale';
import { csvLines } from '../../protocol/csv';
import type { ClassificationSummary, ReliabilityBar } from '../../protocol/evaluation-summary';
import { printedSvg } from '../draw/printed-svg';
import type { FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { roving } from '../ui/roving';
import { pressable, svg } from '../ui/svg';
import { exportMenu } from '../ui/table';
import { modelOf, type EvaluationApp } from './app';

const size = 240;
const margin = { left: 40, bottom: 32, top: 8, right: 8 };
/** Height of the counts below the diagram. */
const counts = 40;
/** Of the image in a figure, in pixels. */
const printedWidth = 640;

/** How often the model is right at each confidence, against the diagonal of a calibrated one. */
export function reliability(app: EvaluationApp): Component & FigurePart {
  const image = element('div', { class: 'reliability' });
  const said = element('p', { class: 'quiet tabular' });
  let bars: readonly ReliabilityBar[] = [];
  const save = exportMenu(t('Reliability'), 'reliability', () => csvOf(bars), app.post);
  const node = roving(
    element(
      'section',
      { class: 'block', 'aria-label': t('Reliability') },
      element('div', { class: 'section-title' }, element('h2', {}, t('Reliability')), save),
      image,
      key(),
      said,
    ),
  );
  const choose = ({ from, to }: ReliabilityBar): void => {
    const { confidence } = app.view;
    const same = confidence?.from === from && confidence.to === to;
    app.setView({ confidence: same ? null : { from, to }, cell: null, filter: 'all' });
  };
  const draw = memo((classification: ClassificationSummary) => {
    bars = classification.reliability;
    image.replaceChildren(diagram(bars, choose));
    const error = classification.measures.find(({ id }) => id === 'ece');
    setText(
      said,
      error?.value == null ? '' : t('Calibration error (ECE) {0}: {1}', figure(error.value), error.formula),
    );
  });
  return {
    element: node,
    update() {
      const classification = modelOf(app)?.classification;
      node.hidden = !classification;
      if (!classification) return;
      draw(classification);
      const { confidence } = app.view;
      for (const bin of image.querySelectorAll<SVGElement>('.bin'))
        setAttribute(bin, 'aria-pressed', String(Number(bin.dataset.from) === confidence?.from));
    },
    async tiles() {
      const drawing = image.querySelector('svg');
      if (node.hidden || !drawing) return [];
      const note = [t('Blue: accuracy; red: its gap to the confidence; dashed: a calibrated model.'), said.textContent]
        .filter(Boolean)
        .join(' ');
      return [{ title: t('Reliability'), image: await printedSvg(drawing, printedWidth), legend: null, note }];
    },
  };
}

/** What the diagram's colours and its line stand for. */
function key(): HTMLElement {
  const items: readonly (readonly [string, string])[] = [
    ['value', t('Accuracy: how often the class was right')],
    ['gap', t('Gap between accuracy and confidence')],
    ['count', t('Inputs in the bin')],
    ['diagonal', t('A model that is calibrated')],
  ];
  return element(
    'ul',
    { class: 'plot-key', 'aria-label': t('Legend') },
    ...items.map(([kind, text]) =>
      element('li', {}, element('span', { class: `key-swatch ${kind}`, 'aria-hidden': 'true' }), text),
    ),
  );
}

function diagram(bars: readonly ReliabilityBar[], choose: (bar: ReliabilityBar) => void): SVGElement {
  const x = scaleLinear([0, 1], [margin.left, margin.left + size]);
  const y = scaleLinear([0, 1], [margin.top + size, margin.top]);
  const most = bars.reduce((largest, { count }) => Math.max(largest, count), 1);
  const bottom = margin.top + size;
  const histogram = scaleLinear([0, most], [0, counts - 8]);
  const height = bottom + counts + margin.bottom;
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return svg(
    'svg',
    {
      viewBox: `0 0 ${margin.left + size + margin.right} ${height}`,
      class: 'plot',
      role: 'group',
      'aria-label': t('Accuracy against confidence in {0} bins', bars.length),
    },
    [
      ...ticks.flatMap((tick) => [
        svg('line', { class: 'grid', x1: x(0), x2: x(1), y1: y(tick), y2: y(tick) }),
        svg('text', { class: 'tick', x: margin.left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, [String(tick)]),
        svg('text', { class: 'tick', x: x(tick), y: bottom + counts + 14, 'text-anchor': 'middle' }, [String(tick)]),
      ]),
      svg('line', { class: 'diagonal', x1: x(0), y1: y(0), x2: x(1), y2: y(1) }),
      ...bars
        .filter(({ count }) => count > 0)
        .map((bar) => pressable(barOf(bar, { x, y, bottom, histogram }), () => choose(bar))),
      svg('text', { class: 'axis', x: x(0.5), y: height - 2, 'text-anchor': 'middle' }, [t('confidence')]),
      svg('text', { class: 'axis', transform: `translate(10 ${y(0.5)}) rotate(-90)`, 'text-anchor': 'middle' }, [
        t('accuracy'),
      ]),
      svg('text', { class: 'tick', x: margin.left - 6, y: bottom + counts - 4, 'text-anchor': 'end' }, [t('inputs')]),
    ],
  );
}

type Scale = (value: number) => number;

function barOf(
  { from, to, count, confidence, accuracy }: ReliabilityBar,
  { x, y, bottom, histogram }: { x: Scale; y: Scale; bottom: number; histogram: Scale },
): SVGElement {
  const [left, width] = [x(from) + 0.5, Math.max(1, x(to) - x(from) - 1)];
  const say = t(
    '{0} inputs of confidence {1} to {2}: mean confidence {3}, accuracy {4}',
    count,
    figure(from),
    figure(to),
    figure(confidence ?? NaN),
    percent(accuracy ?? 0),
  );
  const top = Math.min(y(accuracy ?? 0), y(confidence ?? 0));
  return svg('g', { class: 'bin', role: 'button', tabindex: 0, 'aria-label': say, 'data-from': from }, [
    svg('title', {}, [`${say}\n${t('Click to see these inputs')}`]),
    svg('rect', { class: 'hit', x: left, width, y: y(1), height: bottom - y(1) + counts }),
    svg('rect', {
      class: 'value',
      x: left,
      width,
      y: y(accuracy ?? 0),
      height: Math.max(1, bottom - y(accuracy ?? 0)),
    }),
    svg('rect', { class: 'gap', x: left, width, y: top, height: Math.abs(y(accuracy ?? 0) - y(confidence ?? 0)) }),
    svg('rect', { class: 'count', x: left, width, y: bottom + 4, height: Math.max(1, histogram(count)) }),
  ]);
}

function csvOf(bars: readonly ReliabilityBar[]): string {
  return csvLines([
    ['from', 'to', 'inputs', 'confidence', 'accuracy'],
    ...bars.map(({ from, to, count, confidence, accuracy }) => [from, to, count, confidence, accuracy]),
  ]);
}
