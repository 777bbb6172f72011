import { timeSteps, type StepKind, type TimeSteps } from '../../protocol/time-steps';
import type { FloatMap } from '../../protocol/raster';
import { Chart } from '../draw/chart';
import { paletteOf } from '../draw/palette';
import { drawTimeStrip, stepAt, type TimeStripContent } from '../draw/time-strip';
import type { Axis } from '../draw/volume';
import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import { cardOf, type ExplainApp } from './app';
import { mapOf, showsErrors } from './planes';
import { moveTo } from './crosshair';
import { unitOf } from './unit';
import { extentShown } from './volume';

const known = new WeakMap<FloatMap, TimeSteps>();

/** The map of a card along time; null where it has none, or its network reads no steps. */
export function timeOf(app: ExplainApp, id: string): TimeSteps | null {
  const axis = app.document.prediction?.input.timeAxis;
  const map = mapOf(cardOf(app, id));
  if (axis === undefined || !map || map.dims.length <= axis || showsErrors(app, id)) return null;
  const steps = known.get(map) ?? timeSteps(map, axis);
  known.set(map, steps);
  return steps;
}

/** Below a map what it says of every time step together: a strip of bars, with the value of the step pointed at. */
export function timeStrip(app: ExplainApp, id: string): Component {
  const chart = new Chart((context, box, colors) => {
    const steps = timeOf(app, id);
    if (steps) drawTimeStrip(context, contentOf(app, steps), box, colors);
  });
  const { canvas } = chart;
  canvas.className = 'time-canvas';
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'slider');
  canvas.setAttribute('aria-label', t('Along time'));
  const says = t('The sum of the map at each time step: points of a signal, rows or columns of an image');
  const value = element('span', { class: 'figure' });
  const node = element(
    'div',
    { class: 'time-strip' },
    element('div', { class: 'time-head', title: says }, element('span', { class: 'quiet' }, t('Along time')), value),
    canvas,
  );
  const tell = (): void => {
    const steps = timeOf(app, id);
    const at = steps && (pointed(app, steps) ?? largest(steps));
    const said =
      steps && at !== null ? `${names()[steps.axis]} ${at}: ${figure(steps.sums[at])} ${unitOf(app, id).text}` : '';
    setText(value, said);
    setAttribute(canvas, 'aria-valuemin', 0);
    setAttribute(canvas, 'aria-valuemax', Math.max(0, (steps?.sums.length ?? 1) - 1));
    setAttribute(canvas, 'aria-valuenow', at ?? 0);
    setAttribute(canvas, 'aria-valuetext', said || t('No map yet'));
    chart.redraw();
  };
  app.viewport.onChange(tell);
  const point = (step: number | null): void => {
    const steps = timeOf(app, id);
    const axis = steps && volumeAxis(app, steps);
    if (steps && typeof axis === 'number') {
      if (step !== null) moveTo(app, { [axis]: (step + 0.5) / steps.sums.length });
    } else if (steps) app.viewport.point(step === null ? null : placeOf(app, steps, step));
  };
  canvas.addEventListener('pointermove', ({ offsetX }) => {
    const steps = timeOf(app, id);
    if (steps) point(stepAt(contentOf(app, steps), offsetX / canvas.clientWidth));
  });
  for (const leave of ['pointerleave', 'blur']) canvas.addEventListener(leave, () => point(null));
  canvas.addEventListener('keydown', (event) => {
    const steps = timeOf(app, id);
    const to = steps && !event.ctrlKey && !event.metaKey && !event.altKey && moved(app, steps, event.key);
    if (typeof to !== 'number') return;
    // The arrows lead to other images elsewhere on the page.
    event.preventDefault();
    point(to);
  });
  return {
    element: node,
    update() {
      node.hidden = app.document.prediction?.input.timeAxis === undefined || showsErrors(app, id);
      if (!node.hidden) tell();
    },
  };
}

/** The strip as it is drawn where nothing is zoomed or pointed at. */
export const wholeStrip = (app: ExplainApp, steps: TimeSteps): TimeStripContent => ({
  sums: steps.sums,
  from: 0,
  to: 1,
  palette: paletteOf(app.view.palette ?? app.document.palette),
  at: null,
  text: figure,
});

/** The strip of what is in sight: along the columns of the map it lies below them. */
function contentOf(app: ExplainApp, steps: TimeSteps): TimeStripContent {
  const isVolume = volumeAxis(app, steps) !== undefined;
  const [from, to] = [0, 1].map((end) => (isVolume ? end : along(steps, app.viewport.toImage(end, end))));
  return { ...wholeStrip(app, steps), from, to, at: pointed(app, steps) };
}

/** How far along time a place of the map is. */
const along = ({ axis }: TimeSteps, { u, v }: { readonly u: number; readonly v: number }): number =>
  axis === 'row' ? v : u;

/** The axis of a volume along which steps lie; undefined of images and signals. */
const volumeAxis = (app: ExplainApp, { axis }: TimeSteps): Axis | undefined =>
  extentShown(app) && ({ slice: 0, row: 1, column: 2, step: 2 } as const)[axis];

function pointed(app: ExplainApp, steps: TimeSteps): number | null {
  const axis = volumeAxis(app, steps);
  if (axis !== undefined) return Math.floor(app.view.volume.at[axis] * steps.sums.length);
  const { viewport } = app;
  return viewport.pointer && stepAt({ sums: steps.sums, from: 0, to: 1 }, along(steps, viewport.pointer));
}

function placeOf({ viewport }: ExplainApp, { axis, sums }: TimeSteps, step: number) {
  const place = (step + 0.5) / sums.length;
  const { u, v } = viewport.pointer ?? { u: 0.5, v: 0.5 };
  return axis === 'row' ? { u, v: place } : { u: place, v };
}

function largest({ sums }: TimeSteps): number {
  return sums.reduce((best, sum, step) => (Math.abs(sum) > Math.abs(sums[best]) ? step : best), 0);
}

/** The step that a key leads to; undefined for other keys. */
function moved(app: ExplainApp, steps: TimeSteps, key: string): number | undefined {
  const last = steps.sums.length - 1;
  const at = pointed(app, steps);
  const keys: Readonly<Record<string, number>> = {
    ArrowLeft: at === null ? last : Math.max(0, at - 1),
    ArrowRight: at === null ? 0 : Math.min(last, at + 1),
    Home: 0,
    End: last,
  };
  return keys[key];
}

const names = (): Readonly<Record<StepKind, string>> => ({
  step: t('step'),
  row: t('row'),
  column: t('column'),
  slice: t('slice'),
});
