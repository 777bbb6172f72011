import { stateAfter, type SeenExchange } from '../../protocol/metric-evidence';
import { lineChart } from '../draw/line-chart';
import { element, setAttribute, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { drawInput, imageCanvas } from './image';

/** A curve of scores with a slider along it, and the input where the slider stands. */
export function exchangeView(exchange: SeenExchange): HTMLElement {
  const { scores } = exchange;
  const last = scores.length - 1;
  const x = Array.from(scores, (_, k) => (100 * k) / last);
  const canvas = imageCanvas(t('The input at the slider'));
  const said = element('output', { class: 'figure evidence-said' });
  const slider = element('input', {
    class: 'slider evidence-slider',
    type: 'range',
    min: 0,
    max: last,
    step: 1,
    'aria-label': t('Step'),
  });
  const line = { name: '', color: null, width: 1.5, x, y: Array.from(scores) };
  const top = 1.05 * Math.max(1e-3, ...line.y);
  const chart = lineChart(
    () => ({ lines: [line], x: [0, 100], y: [Math.min(0, ...line.y), top], xLabel: t('exchanged positions, %') }),
    (place) => place !== null && show(Math.round((place * last) / 100)),
  );
  setAttribute(chart.element, 'aria-label', t('Score at each step'));
  function show(step: number): void {
    slider.value = String(step);
    const text = t('step {0} of {1}: {2}', step, last, figure(scores[step]));
    setText(said, text);
    setAttribute(said, 'title', String(scores[step]));
    setAttribute(slider, 'aria-valuetext', text);
    drawInput(canvas, stateAfter(exchange, step));
    chart.follow(x[step]);
  }
  slider.addEventListener('input', () => show(Number(slider.value)));
  show(Math.round(last / 4));
  return element(
    'div',
    { class: 'evidence-exchange' },
    element('div', { class: 'evidence-curve' }, chart.element, slider, said),
    element('figure', {}, canvas),
  );
}
