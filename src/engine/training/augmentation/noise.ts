import { number } from '../../parameter/kinds';
import type { Augmentation } from './augmentation';
import { changed } from './channels';

interface Noise {
  /** One number per value of the input. */
  readonly noise: ArrayLike<number>;
}

const params = [
  number({
    name: 'deviation',
    label: 'Deviation',
    description: 'Standard deviation of the noise, in the values of the input (images: 0 to 1)',
    default: 0.02,
    minimum: 0,
  }),
] as const;

/** Normal noise on every value. */
export const noise: Augmentation<Noise, typeof params> = {
  id: 'noise',
  label: 'Noise',
  of: 'any',
  params,
  draw: (random, { deviation }, dims) => ({
    noise: Float64Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => deviation * random.normal()),
  }),
  apply(input, drawn) {
    const size = input.data.length / input.dims[0];
    return changed(input, (value, c, p) => value + drawn.noise[c * size + p]);
  },
};
