import { toBytes } from './oklab';
import { wordOf } from './tiles';

/** What zero is drawn as: black leaves brightness to the magnitude, white leaves saturation. */
export type ZeroColor = 'black' | 'white';

const hues = 360;
const [lightness, chroma] = [0.72, 0.14];
/**
 * One colour for every degree, all of one lightness (OKLab), so that the magnitude alone makes something look bright.
 */
const wheel: readonly (readonly [number, number, number])[] = Array.from({ length: hues }, (_, degree) => {
  const angle = (degree * Math.PI) / 180;
  return toBytes([lightness, chroma * Math.cos(angle + 0.5), chroma * Math.sin(angle + 0.5)]);
});

/**
 * A complex value as a colour: hue is its phase, and its magnitude (relative to `peak`) how far the colour is from that
 * of zero.
 */
export function phaseWord(re: number, im: number, peak: number, zero: ZeroColor): number {
  const size = peak > 0 ? Math.min(1, Math.hypot(re, im) / peak) : 0;
  const degree = Math.round((Math.atan2(im, re) * 180) / Math.PI + hues) % hues;
  const from = zero === 'black' ? 0 : 255;
  const [red, green, blue] = wheel[degree].map((level) => Math.round(from + (level - from) * size));
  return wordOf(red, green, blue);
}

/** The legend: phase around (anticlockwise from the right), magnitude outwards. */
export function paintWheel(canvas: HTMLCanvasElement, side: number, zero: ZeroColor): void {
  Object.assign(canvas, { width: side, height: side });
  const image = new ImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [re, im] = [(2 * x + 1) / side - 1, 1 - (2 * y + 1) / side];
      if (Math.hypot(re, im) <= 1) pixels[y * side + x] = phaseWord(re, im, 1, zero);
    }
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
