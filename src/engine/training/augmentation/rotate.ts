import { choice, number } from '../../parameter/kinds';
import type { Augmentation } from './augmentation';
import { ofEachChannel } from './channels';

interface Rotation {
  /** Counter-clockwise, in degrees. */
  readonly angle: number;
  readonly interpolation: 'nearest' | 'bilinear';
  /** Of every channel, or of all alike, where the rotated image does not reach; null leaves what was sampled, 0. */
  readonly fill: readonly number[] | number | null;
}

const params = [
  number({
    name: 'degrees',
    label: 'Degrees',
    description: 'How far the image turns at most, in either direction',
    default: 15,
    minimum: 0,
    maximum: 180,
  }),
  choice({
    name: 'interpolation',
    label: 'Interpolation',
    description: 'How a pixel is read between pixels',
    choices: [
      { value: 'bilinear', label: 'bilinear' },
      { value: 'nearest', label: 'nearest' },
    ],
    default: 'bilinear',
  }),
] as const;

/** Turned about its centre, at the same size; what lies outside is 0, or the fill (torchvision's `rotate`). */
export const rotate: Augmentation<Rotation, typeof params> = {
  id: 'rotate',
  label: 'Rotation',
  of: 'images',
  params,
  draw: (random, { degrees, interpolation }) => ({
    angle: degrees * (2 * random.uniform() - 1),
    interpolation,
    fill: null,
  }),
  apply(image, { angle, interpolation, fill }) {
    const [height, width] = image.dims.slice(1);
    const taps = samplers[interpolation](sourcesOf(height, width, angle), height, width);
    return ofEachChannel(image, [height, width], (plane, c) =>
      Float64Array.from(taps, ({ places, weights }) => {
        const value = weights.reduce((sum, weight, k) => sum + weight * plane[places[k]], 0);
        if (fill === null) return value;
        const own = typeof fill === 'number' ? fill : fill[fill.length === 1 ? 0 : c];
        const share = weights.reduce((sum, weight) => sum + weight, 0);
        // The value lacks what is outside already, so that the share counts twice: torchvision does so.
        return value * share + (1 - share) * own;
      }),
    );
  },
};

interface Sources {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Where every pixel of the result reads the image. */
function sourcesOf(height: number, width: number, angle: number): Sources {
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const sources = { x: new Float64Array(height * width), y: new Float64Array(height * width) };
  for (let p = 0; p < height * width; p++) {
    const [right, down] = [(p % width) - (width - 1) / 2, Math.floor(p / width) - (height - 1) / 2];
    sources.x[p] = cos * right - sin * down + (width - 1) / 2;
    sources.y[p] = sin * right + cos * down + (height - 1) / 2;
  }
  return sources;
}

/** What one pixel reads: places inside the image, and the weight of each. */
interface Taps {
  readonly places: readonly number[];
  readonly weights: readonly number[];
}

type Sampler = (sources: Sources, height: number, width: number) => Taps[];

const samplers: Readonly<Record<Rotation['interpolation'], Sampler>> = {
  nearest: ({ x, y }, height, width) =>
    Array.from(x, (_, p) => inside([[halfToEven(x[p]), halfToEven(y[p]), 1]], height, width)),
  bilinear: ({ x, y }, height, width) =>
    Array.from(x, (_, p) => {
      const [left, top] = [Math.floor(x[p]), Math.floor(y[p])];
      const [u, v] = [x[p] - left, y[p] - top];
      const corners = [
        [left, top, (1 - u) * (1 - v)],
        [left + 1, top, u * (1 - v)],
        [left, top + 1, (1 - u) * v],
        [left + 1, top + 1, u * v],
      ] as const;
      return inside(corners, height, width);
    }),
};

function inside(corners: readonly (readonly [x: number, y: number, weight: number])[], height: number, width: number) {
  const there = corners.filter(([x, y]) => x >= 0 && x < width && y >= 0 && y < height);
  return { places: there.map(([x, y]) => y * width + x), weights: there.map(([, , weight]) => weight) };
}

function halfToEven(value: number): number {
  const below = Math.floor(value);
  const part = value - below;
  if (part === 0.5) return below + (below % 2 === 0 ? 0 : 1);
  return part < 0.5 ? below : below + 1;
}
