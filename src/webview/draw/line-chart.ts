import { scaleLinear, scaleLog } from 'd3-scale';
import { Chart, drawAxisBelow, drawAxisLeft, type AxisScale, type ChartColors, type ChartPaint } from './chart';

/** Numbers against numbers; `y` may have gaps (NaN). */
export interface Line {
  readonly name: string;
  /** As a style sheet has it; null: the colour of the text. */
  readonly color: string | null;
  readonly width: number;
  readonly dashed?: boolean;
  readonly opacity?: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** An interval around each value. */
  readonly low?: readonly number[];
  readonly high?: readonly number[];
}

export interface LineChartContent {
  readonly lines: readonly Line[];
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Places of the x axis that are marked, on a logarithmic axis. */
  readonly logTicks?: readonly number[];
  /** What the x axis counts, below it. */
  readonly xLabel: string;
  /** A place that is marked with its interval: where two curves cross. */
  readonly mark?: { readonly at: number; readonly low: number; readonly high: number };
}

const MARGIN = { left: 40, right: 10, top: 8, bottom: 34 };

/** Lines in a box; the place pointed at, or reached with the arrow keys, is told to `onCursor` as a value of x. */
export function lineChart(content: () => LineChartContent | null, onCursor: (x: number | null) => void) {
  let cursor: number | null = null;
  let across: AxisScale | undefined;
  const paint: ChartPaint = (context, { width, height }, colors) => {
    const now = content();
    if (!now) return;
    const range: [number, number] = [MARGIN.left, width - MARGIN.right];
    const x = now.logTicks ? logarithmic(now, range) : scaleLinear(now.x, range);
    const y = scaleLinear(now.y, [height - MARGIN.bottom, MARGIN.top]);
    across = x;
    drawAxisBelow(context, x, height - MARGIN.bottom + 1, colors, Math.min(6, Math.max(1, now.x[1] - now.x[0])));
    drawAxisLeft(context, y, MARGIN.left - 1, colors);
    context.textAlign = 'center';
    context.textBaseline = 'bottom';
    context.fillText(now.xLabel, (range[0] + range[1]) / 2, height - 1);
    if (now.mark) drawMark(context, now.mark, x, y, colors);
    if (cursor !== null) drawCursor(context, x(cursor), y, colors);
    for (const line of now.lines) drawLine(context, line, x, y, colors);
  };
  const chart = new Chart(paint);
  const { canvas } = chart;
  canvas.tabIndex = 0;
  canvas.classList.add('line-chart');

  const places = (): number[] => {
    const all = new Set(content()?.lines.flatMap((line) => line.x) ?? []);
    return [...all].sort((a, b) => a - b);
  };
  const point = (next: number | null): void => {
    if (next === cursor) return;
    cursor = next;
    chart.redraw();
    onCursor(next);
  };
  canvas.addEventListener('pointermove', ({ offsetX }) => {
    if (!across) return;
    const x = across;
    const near = (place: number): number => Math.abs(x(place) - offsetX);
    point(
      places().reduce<number | null>((best, place) => (best === null || near(place) < near(best) ? place : best), null),
    );
  });
  canvas.addEventListener('pointerleave', () => point(null));
  canvas.addEventListener('blur', () => point(null));
  canvas.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const all = places();
    if (!step || all.length === 0) return;
    event.preventDefault();
    const at = cursor === null ? (step > 0 ? -1 : all.length) : all.indexOf(cursor);
    point(all[Math.max(0, Math.min(all.length - 1, at + step))]);
  });
  return {
    element: canvas,
    redraw: () => chart.redraw(),
    png: () => chart.png(),
    /** Shows the place that another chart of the same x axis points at. */
    follow(x: number | null): void {
      cursor = x;
      chart.redraw();
    },
  };
}

function logarithmic({ x: domain, logTicks = [] }: LineChartContent, range: [number, number]) {
  const scale = scaleLog(domain, range);
  return Object.assign((value: number) => scale(value), {
    range: () => range,
    ticks: () => apart(logTicks, scale),
    tickFormat: () => String,
  });
}

/** Those of the ticks whose numbers do not run into each other. */
function apart(ticks: readonly number[], scale: (value: number) => number): number[] {
  const kept: number[] = [];
  for (const tick of ticks) if (kept.length === 0 || scale(tick) - scale(kept[kept.length - 1]) > 32) kept.push(tick);
  return kept;
}

function drawLine(
  context: CanvasRenderingContext2D,
  { x: at, y: values, low, high, color, width, dashed, opacity = 1 }: Line,
  x: AxisScale,
  y: AxisScale,
  { ink }: ChartColors,
): void {
  context.save();
  context.strokeStyle = context.fillStyle = color ?? ink;
  context.globalAlpha = opacity;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.setLineDash(dashed ? [3, 3] : []);
  context.beginPath();
  let drawing = false;
  at.forEach((place, k) => {
    if (!Number.isFinite(values[k])) return void (drawing = false);
    if (drawing) context.lineTo(x(place), y(values[k]));
    else context.moveTo(x(place), y(values[k]));
    drawing = true;
  });
  context.stroke();
  context.setLineDash([]);
  const dots = at.length === 1 || low !== undefined;
  at.forEach((place, k) => {
    if (!Number.isFinite(values[k]) || !dots) return;
    context.beginPath();
    context.arc(x(place), y(values[k]), 2.5, 0, 2 * Math.PI);
    context.fill();
    if (low && high) whisker(context, x(place), y(low[k]), y(high[k]));
  });
  context.restore();
}

function whisker(context: CanvasRenderingContext2D, x: number, from: number, to: number): void {
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, from);
  context.lineTo(x, to);
  for (const end of [from, to]) {
    context.moveTo(x - 3, end);
    context.lineTo(x + 3, end);
  }
  context.stroke();
}

function drawCursor(context: CanvasRenderingContext2D, x: number, y: AxisScale, { quiet }: ChartColors): void {
  const [bottom, top] = y.range();
  context.strokeStyle = quiet;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, bottom);
  context.lineTo(Math.round(x) + 0.5, top);
  context.stroke();
}

/** A band over the interval, and a dashed line at its middle. */
function drawMark(
  context: CanvasRenderingContext2D,
  { at, low, high }: NonNullable<LineChartContent['mark']>,
  x: AxisScale,
  y: AxisScale,
  { quiet }: ChartColors,
): void {
  const [bottom, top] = y.range();
  const [from, to] = x.range();
  const inside = (place: number): number => Math.max(from, Math.min(to, x(place)));
  context.save();
  context.fillStyle = context.strokeStyle = quiet;
  context.globalAlpha = 0.15;
  context.fillRect(inside(low), top, inside(high) - inside(low), bottom - top);
  context.globalAlpha = 1;
  context.setLineDash([4, 4]);
  context.beginPath();
  context.moveTo(inside(at), bottom);
  context.lineTo(inside(at), top);
  context.stroke();
  context.restore();
}
