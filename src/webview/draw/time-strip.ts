import { scaleLinear } from 'd3-scale';
import { drawAxisBelow, type ChartColors } from './chart';
import { tableSize, type Palette } from './palette';

/** Height of the axis of steps, and of the number above the highest bar and below the lowest one. */
const [axis, line] = [20, 15];
/** How far from the neutral middle of the colours bars are, so that they are seen on light and dark. */
const strength = 0.62;

export interface TimeStripContent {
  readonly sums: readonly number[];
  /** The part of time in sight, in fractions of the whole. */
  readonly from: number;
  readonly to: number;
  readonly palette: Palette;
  /** The step that is pointed at. */
  readonly at: number | null;
  /** How a sum is written. */
  readonly text: (value: number) => string;
}

/** The step under a place of the strip, in fractions of its width; null outside. */
export function stepAt({ sums, from, to }: Pick<TimeStripContent, 'sums' | 'from' | 'to'>, x: number): number | null {
  const step = Math.floor((from + x * (to - from)) * sums.length);
  return step >= 0 && step < sums.length ? step : null;
}

/** A bar for every step, up or down from zero, over an axis of steps that begins with 0. */
export function drawTimeStrip(
  context: CanvasRenderingContext2D,
  { sums, from, to, palette, at, text }: TimeStripContent,
  { width, height }: { readonly width: number; readonly height: number },
  colors: Pick<ChartColors, 'ink' | 'quiet' | 'line' | 'font'>,
): void {
  const steps = sums.length;
  const finite = sums.filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...finite), Math.max(0, ...finite)];
  const x = scaleLinear([from * steps - 0.5, to * steps - 0.5], [0, width]);
  const y = scaleLinear(
    [low, low === high ? low + 1 : high],
    [height - axis - (low < 0 ? line : 4), high > 0 ? line : 4],
  );
  const wide = Math.abs(x(1) - x(0));
  const gap = wide > 4 ? 1 : 0;
  const zero = y(0);
  if (at !== null) {
    context.fillStyle = colors.quiet;
    context.globalAlpha = 0.3;
    context.fillRect(x(at - 0.5), 0, wide, height - axis);
    context.globalAlpha = 1;
  }
  sums.forEach((sum, step) => {
    if (!Number.isFinite(sum)) return;
    context.fillStyle = barColor(palette, sum);
    const top = Math.min(zero, y(sum));
    context.fillRect(x(step - 0.5) + gap / 2, top, Math.max(1, wide - gap), Math.abs(y(sum) - zero));
  });
  context.fillStyle = colors.line;
  context.fillRect(0, Math.round(zero), width, 1);
  Object.assign(context, { fillStyle: colors.ink, font: colors.font, textAlign: 'left' });
  if (high > 0) write(context, text(high), y(high), 'bottom');
  if (low < 0) write(context, text(low), y(low) + 2, 'top');
  drawAxisBelow(context, x, height - axis, colors, Math.max(2, Math.round(width / 80)));
}

function write(context: CanvasRenderingContext2D, text: string, y: number, textBaseline: CanvasTextBaseline): void {
  context.textBaseline = textBaseline;
  context.fillText(text, 4, y);
}

function barColor({ diverging }: Palette, sum: number): string {
  const middle = (tableSize - 1) / 2;
  const at = 3 * Math.round(middle + Math.sign(sum) * strength * middle);
  return `rgb(${diverging[at]} ${diverging[at + 1]} ${diverging[at + 2]})`;
}
