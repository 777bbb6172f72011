import type { Raster } from '../../protocol/raster';
import { letter } from './lettering';
import { blank, paste } from './sheet';

/**
 * The colour of a phase, of nearly constant lightness all the way round: cos² of the distance to each primary's phase.
 */
function hue(phase: number, channel: number): number {
  return 255 * Math.cos((phase - (2 * Math.PI * channel) / 3) / 2) ** 2;
}

/** Complex values as colours: hue is phase, brightness is magnitude; black is zero. */
export function phaseColored(
  re: ArrayLike<number>,
  im: ArrayLike<number>,
  height: number,
  width: number,
  peak: number,
): Raster {
  const raster = blank(width, height, 0);
  for (let p = 0; p < height * width; p++) {
    const brightness = peak > 0 ? Math.min(1, Math.hypot(re[p], im[p]) / peak) : 0;
    const phase = Math.atan2(im[p], re[p]);
    for (let c = 0; c < 3; c++) raster.rgba[4 * p + c] = brightness * hue(phase, c);
  }
  return raster;
}

const RADIUS = 40;
const MARGIN = 36;

/**
 * The legend wheel: phase around it (in degrees, anticlockwise from the right), magnitude from nought in the middle to
 * the peak at the rim.
 */
export function phaseWheel(): Raster {
  const side = 2 * RADIUS + 1;
  const wheel = blank(side + 2 * MARGIN, side + 2 * MARGIN);
  const [re, im] = [0, 1].map((axis) =>
    Float64Array.from({ length: side * side }, (_, i) =>
      axis === 0 ? (i % side) - RADIUS : RADIUS - Math.floor(i / side),
    ),
  );
  const disc = phaseColored(re, im, side, side, RADIUS);
  for (let i = 0; i < side * side; i++) if (Math.hypot(re[i], im[i]) > RADIUS) disc.rgba.fill(255, 4 * i, 4 * i + 4);
  paste(wheel, disc, MARGIN, MARGIN);
  const labels: readonly (readonly [string, number, number])[] = [
    ['0', 2 * RADIUS + MARGIN + 6, RADIUS + MARGIN - 5],
    ['90', RADIUS + MARGIN - 8, MARGIN - 16],
    ['180', MARGIN - 30, RADIUS + MARGIN - 5],
    ['-90', RADIUS + MARGIN - 12, 2 * RADIUS + MARGIN + 6],
  ];
  for (const [text, left, top] of labels) letter(wheel, text, left, top, 2, [70, 70, 70]);
  return wheel;
}
