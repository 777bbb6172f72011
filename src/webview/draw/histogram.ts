import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';

/**
 * Counts of equal bins as bars, with a line where zero lies; `behind` holds others over the same bins, drawn as an
 * outline, each to its own height.
 */
export function drawHistogram(
  context: CanvasRenderingContext2D,
  counts: readonly number[],
  behind: readonly number[],
  {
    width,
    height,
    range: [low, high],
    colors,
  }: {
    width: number;
    height: number;
    range: readonly [number, number];
    colors: { bars: string; outline: string; axis: string };
  },
): void {
  const x = scaleLinear([0, counts.length], [0, width]);
  const y = (values: readonly number[]) => scaleLinear([0, max(values) || 1], [height, 2]);
  const inner = y(counts);
  context.fillStyle = colors.bars;
  counts.forEach((count, i) => context.fillRect(x(i), inner(count), Math.max(1, x(1) - 0.5), height - inner(count)));
  const outer = y(behind);
  context.strokeStyle = colors.outline;
  context.beginPath();
  behind.forEach((count, i) => {
    context.lineTo(x(i), outer(count));
    context.lineTo(x(i + 1), outer(count));
  });
  context.stroke();
  if (low >= 0 || high <= 0) return;
  const zero = scaleLinear([low, high], [0, width])(0);
  context.strokeStyle = colors.axis;
  context.beginPath();
  context.moveTo(zero, 0);
  context.lineTo(zero, height);
  context.stroke();
}
