import { number } from '../../parameter/kinds';
import type { RandomStream } from '../../tensor/random';
import { antialiasedMap } from '../../tensor/antialias';
import { resizedMap } from '../../tensor/resize';
import type { Augmentation } from './augmentation';
import { ofEachChannel } from './channels';

interface Crop {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
  /** Rows and columns of the result. */
  readonly size: readonly [number, number];
  readonly antialias: boolean;
}

const params = [
  number({
    name: 'smallest',
    label: 'Smallest part',
    description: 'The share of the image that a crop keeps at least',
    default: 0.6,
    minimum: 0.01,
    maximum: 1,
  }),
  number({
    name: 'stretch',
    label: 'Stretch',
    description: 'How many times as wide or as high, against the image, a crop may be at most',
    default: 4 / 3,
    minimum: 1,
    maximum: 4,
  }),
] as const;

/** A part of the image at the size of the whole. */
export const resizedCrop: Augmentation<Crop, typeof params> = {
  id: 'resized-crop',
  label: 'Resized crop',
  of: 'images',
  params,
  draw(random, { smallest, stretch }, [, rows, columns]) {
    const whole = { top: 0, left: 0, height: rows, width: columns };
    return {
      ...(partOf(random, smallest, Math.log(stretch), [rows, columns]) ?? whole),
      size: [rows, columns],
      antialias: true,
    };
  },
  apply(image, { top, left, height, width, size, antialias }) {
    const columns = image.dims[2];
    const resized = antialias ? antialiasedMap : resizedMap;
    return ofEachChannel(image, size, (plane) => {
      const part = new Float32Array(height * width);
      for (let y = 0; y < height; y++) {
        const start = (top + y) * columns + left;
        part.set(plane.subarray(start, start + width), y * width);
      }
      return resized(part, [height, width], size);
    });
  },
};

/** Tries before the whole image is taken, as torchvision's `RandomResizedCrop` does. */
const TRIES = 10;

/** Area and stretch drawn evenly, the latter on a logarithmic scale; none where ten draws did not fit. */
function partOf(
  random: RandomStream,
  smallest: number,
  most: number,
  [rows, columns]: readonly [number, number],
): Pick<Crop, 'top' | 'left' | 'height' | 'width'> | undefined {
  for (let n = 0; n < TRIES; n++) {
    const side = Math.sqrt(smallest + (1 - smallest) * random.uniform());
    const stretched = Math.exp((most * (2 * random.uniform() - 1)) / 2);
    const [height, width] = [Math.round((rows * side) / stretched), Math.round(columns * side * stretched)];
    if (height < 1 || width < 1 || height > rows || width > columns) continue;
    return { top: random.below(rows - height + 1), left: random.below(columns - width + 1), height, width };
  }
  return undefined;
}
