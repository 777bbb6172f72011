import { number } from '../../parameter/kinds';
import { floats } from '../../tensor/tensor';
import type { Augmentation } from './augmentation';
import { channelOf, clipped } from './channels';

interface Shift {
  /** Around the circle of colours, in turns. */
  readonly shift: number;
}

const params = [
  number({
    name: 'turns',
    label: 'Turns',
    description: 'How far the colours turn at most, in either direction; half a turn gives the opposite colours',
    default: 0.05,
    minimum: 0,
    maximum: 0.5,
  }),
] as const;

/** Turns the colours around their circle; an image of one channel has none. */
export const hue: Augmentation<Shift, typeof params> = {
  id: 'hue',
  label: 'Hue',
  of: 'images',
  params,
  draw: (random, { turns }) => ({ shift: turns * (2 * random.uniform() - 1) }),
  apply(image, { shift }) {
    if (image.dims[0] !== 3) return image;
    const result = floats(image.dims);
    const [red, green, blue] = [0, 1, 2].map((c) => channelOf(image, c));
    const [ownRed, ownGreen, ownBlue] = [0, 1, 2].map((c) => channelOf(result, c));
    for (let p = 0; p < red.length; p++) {
      const [h, s, v] = hsvOf(red[p], green[p], blue[p]);
      const turned = h + shift;
      [ownRed[p], ownGreen[p], ownBlue[p]] = rgbOf(turned - Math.floor(turned), s, v);
    }
    return result;
  },
};

type Triple = readonly [number, number, number];

/** Hue in turns, saturation and value; grey has hue and saturation 0. */
function hsvOf(r: number, g: number, b: number): Triple {
  const most = Math.max(r, g, b);
  const range = most - Math.min(r, g, b);
  if (range === 0) return [0, 0, most];
  const sixths = most === r ? (g - b) / range : most === g ? 2 + (b - r) / range : 4 + (r - g) / range;
  return [(sixths / 6 + 1) % 1, range / most, most];
}

function rgbOf(h: number, s: number, v: number): Triple {
  const sector = Math.floor(h * 6);
  const part = h * 6 - sector;
  const p = clipped(v * (1 - s));
  const q = clipped(v * (1 - s * part));
  const t = clipped(v * (1 - s * (1 - part)));
  const sectors: readonly Triple[] = [
    [v, t, p],
    [q, v, p],
    [p, v, t],
    [p, q, v],
    [t, p, v],
    [v, p, q],
  ];
  return sectors[sector % 6];
}
