import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { csvLines } from '../../protocol/csv';
import type { Estimates } from '../../protocol/judgement';
import { withUnit } from '../../protocol/value-difference';
import { printedSvg } from '../draw/printed-svg';
import type { FigurePart } from '../figure/part';
import type { Component } from '../ui/component';
import { select, setOptions } from '../ui/controls';
import { element, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { memo } from '../ui/memo';
import { roving } from '../ui/roving';
import { pressable, svg } from '../ui/svg';
import { exportMenu } from '../ui/table';
import { modelIndex, modelOf, type EvaluationApp } from './app';

const size = { width: 480, height: 280 };
const margin = { left: 64, bottom: 36, top: 8, right: 24 };

type Quantity = Estimates['quantities'][number];

/** By how much each estimate is off, over what is true; a point explains its input, by mouse and by keyboard. */
export function estimates(app: EvaluationApp): Component & FigurePart {
  let shown: Estimates | null = null;
  let place = 0;
  const plot = roving(element('div', {}));
  const told = element('p', { class: 'quiet plot-told', role: 'status' });
  for (const come of ['focusin', 'pointerover'] as const)
    plot.addEventListener(come, ({ target }) => {
      const point = (target as Element).closest('.point');
      if (point) setText(told, point.getAttribute('aria-label') ?? '');
    });
  const choice = select(t('Quantity'), [], '0', (value) => {
    place = Number(value);
    update();
  });
  const save = exportMenu(t('Residuals'), 'residuals', () => (shown ? csvOf(shown) : ''), app.post);
  const node = element(
    'section',
    { class: 'block', 'aria-label': t('Residuals') },
    element('div', { class: 'section-title' }, element('h2', {}, t('Residuals')), choice, save),
    plot,
    told,
  );
  const draw = memo((found: Estimates, quantity: Quantity) =>
    plot.replaceChildren(
      diagram(found, quantity, (name) =>
        app.post({ kind: 'explain', name, names: [name], truths: [null], model: modelIndex(app), method: null }),
      ),
    ),
  );
  function update(): void {
    shown = modelOf(app)?.judgement?.estimates ?? null;
    node.hidden = !shown;
    if (!shown) return;
    const { quantities } = shown;
    place = Math.min(place, quantities.length - 1);
    setOptions(
      choice,
      quantities.map(({ name }, k) => ({ value: String(k), label: name })),
      String(place),
    );
    choice.hidden = quantities.length < 2;
    draw(shown, quantities[place]);
  }
  return {
    element: node,
    update,
    async tiles() {
      const drawing = plot.querySelector('svg');
      if (node.hidden || !drawing) return [];
      return [{ title: t('Residuals'), image: await printedSvg(drawing, 2 * size.width), legend: null, note: '' }];
    },
  };
}

function diagram({ inputs }: Estimates, { name, unit, truth, predicted }: Quantity, explain: (name: string) => void) {
  const errors = truth.map((value, n) => predicted[n] - value);
  // The arrow keys go from point to point along the axis.
  const fromLeft = [...inputs.keys()].sort((a, b) => truth[a] - truth[b]);
  const reach = Math.max(...errors.map(Math.abs), Number.EPSILON);
  const right = size.width - margin.right;
  const bottom = size.height - margin.bottom;
  const x = scaleLinear(extent(truth) as [number, number], [margin.left, right]).nice();
  const y = scaleLinear([-reach, reach], [bottom, margin.top]).nice();
  return svg(
    'svg',
    {
      viewBox: `0 0 ${size.width} ${size.height}`,
      class: 'plot residuals',
      role: 'group',
      'aria-label': t('Errors of {0} over its true values, {1} inputs', name, inputs.length),
    },
    [
      ...y
        .ticks(5)
        .flatMap((tick) => [
          svg('line', { class: tick === 0 ? 'zero' : 'grid', x1: margin.left, x2: right, y1: y(tick), y2: y(tick) }),
          svg('text', { class: 'tick', x: margin.left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, [figure(tick)]),
        ]),
      ...x
        .ticks(5)
        .map((tick) =>
          svg('text', { class: 'tick', x: x(tick), y: bottom + 14, 'text-anchor': 'middle' }, [figure(tick)]),
        ),
      ...fromLeft.map((n) => {
        const say = t('{0}: true {1}, predicted {2}', inputs[n], figure(truth[n]), figure(predicted[n]));
        const place = { cx: x(truth[n]), cy: y(errors[n]), r: 2.5 };
        const point = svg('circle', { class: 'point', role: 'button', tabindex: -1, 'aria-label': say, ...place }, [
          svg('title', {}, [say]),
        ]);
        return pressable(point, () => explain(inputs[n]));
      }),
      svg('text', { class: 'axis', x: (margin.left + right) / 2, y: size.height - 2, 'text-anchor': 'middle' }, [
        t('true {0}', name),
      ]),
      svg('text', { class: 'axis', transform: `translate(10 ${y(0)}) rotate(-90)`, 'text-anchor': 'middle' }, [
        withUnit(t('predicted − true'), unit),
      ]),
    ],
  );
}

const csvOf = ({ inputs, quantities }: Estimates): string =>
  csvLines([
    ['input', ...quantities.flatMap(({ name }) => [`${name} truth`, `${name} predicted`])],
    ...inputs.map((input, n) => [input, ...quantities.flatMap(({ truth, predicted }) => [truth[n], predicted[n]])]),
  ]);
