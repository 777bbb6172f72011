import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { FloatMap } from '../../protocol/raster';
import { drawAxisBelow } from './chart';
import { colorIndex, diverges, type Coloring } from './heatmap';
import { tableSize } from './palette';
import { seen, type Plane } from './plane';
import type { Viewport } from './viewport';

const padding = 8;
const font = '11px system-ui, sans-serif';
/** Height of the axis of samples, and of a lane that has room for it. */
const [axis, leastLane] = [20, 56];

/**
 * Draws a signal [channels, length], one lane per channel: a thin line in `ink` and, where there is a map, over it a
 * thick line whose colour is the attribution; it fades where the attribution does. Only time is zoomed.
 */
export function drawSignal(
  context: CanvasRenderingContext2D,
  { dims: [channels, length], data }: FloatMap,
  map: { readonly plane: Plane; readonly coloring: Coloring } | null,
  box: {
    readonly viewport: Viewport;
    readonly width: number;
    readonly height: number;
    readonly ink: string;
    /** How values are written along axes, where these are wanted and have room. */
    readonly axes?: (value: number) => string;
  },
): void {
  const { viewport, width, height, ink, axes } = box;
  const lane = height / channels;
  const written = lane >= leastLane ? axes : undefined;
  const x = (i: number): number => viewport.toCanvas({ u: (i + 0.5) / length, v: 0 }).x * width;
  for (let channel = 0; channel < channels; channel++) {
    const values = data.subarray(channel * length, (channel + 1) * length);
    const [low, high] = extent(values) as [number, number];
    const y = scaleLinear(
      [low, low === high ? low + 1 : high],
      // The axis stands in the last lane, so that a place of the canvas is a place of the map.
      [(channel + 1) * lane - padding - (written && channel === channels - 1 ? axis : 0), channel * lane + padding],
    );
    const point = (i: number): [number, number] => [x(i), y(values[i])];
    context.lineJoin = 'round';
    line(context, length, point, ink);
    if (map) coloredLine(context, length, point, (i) => colorAt(map.plane, map.coloring, channel, i, length));
    if (written) drawEnds(context, [low, high].map(written), y.range(), ink);
  }
  if (written) drawSamples(context, length, { viewport, width, height: height - axis, ink });
}

/** The smallest and the largest value of a lane, at the heights where they lie. */
function drawEnds(
  context: CanvasRenderingContext2D,
  [low, high]: readonly string[],
  [bottom, top]: readonly number[],
  ink: string,
): void {
  Object.assign(context, { fillStyle: ink, font, textAlign: 'left', textBaseline: 'middle' });
  context.fillText(high, 4, top);
  context.fillText(low, 4, bottom);
}

/** The axis of the samples in sight. */
function drawSamples(
  context: CanvasRenderingContext2D,
  length: number,
  { viewport, width, height, ink }: { viewport: Viewport; width: number; height: number; ink: string },
): void {
  const [from, to] = [0, 1].map((x) => viewport.toImage(x, 0).u * length - 0.5);
  const x = scaleLinear([from, to], [0, width]);
  drawAxisBelow(context, x, height, { line: ink, quiet: ink, font }, Math.max(2, Math.round(width / 100)));
}

function line(
  context: CanvasRenderingContext2D,
  length: number,
  point: (i: number) => [number, number],
  color: string,
): void {
  context.beginPath();
  for (let i = 0; i < length; i++) context.lineTo(...point(i));
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.globalAlpha = 0.6;
  context.stroke();
  context.globalAlpha = 1;
}

/** Each sample colours the stretch from half-way before it to half-way after it. */
function coloredLine(
  context: CanvasRenderingContext2D,
  length: number,
  point: (i: number) => [number, number],
  color: (i: number) => string,
): void {
  const between = (a: [number, number], b: [number, number]): [number, number] => [
    (a[0] + b[0]) / 2,
    (a[1] + b[1]) / 2,
  ];
  context.lineWidth = 3;
  context.lineCap = 'round';
  for (let i = 0; i < length; i++) {
    const here = point(i);
    context.beginPath();
    context.moveTo(...between(point(Math.max(0, i - 1)), here));
    context.lineTo(...here);
    context.lineTo(...between(here, point(Math.min(length - 1, i + 1))));
    context.strokeStyle = color(i);
    context.stroke();
  }
}

/** A map with one row colours all channels alike. */
function colorAt(plane: Plane, coloring: Coloring, channel: number, i: number, length: number): string {
  const row = plane.height === 1 ? 0 : channel;
  const value = plane.values[row * plane.width + Math.floor((i * plane.width) / length)];
  const diverging = diverges(coloring);
  const table = diverging ? coloring.palette.diverging : coloring.palette.sequential;
  const index = colorIndex(seen(value, coloring.view), coloring.range, diverging, coloring.low);
  const at = index * 3;
  const share = index / (tableSize - 1);
  const size = diverging ? Math.abs(2 * share - 1) : share;
  return `rgb(${table[at]} ${table[at + 1]} ${table[at + 2]} / ${coloring.opacity * size ** 0.5})`;
}
