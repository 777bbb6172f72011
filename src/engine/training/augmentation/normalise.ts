import { numbers } from '../../parameter/kinds';
import type { ValuesOf } from '../../parameter/schema';
import type { Augmentation } from './augmentation';
import { changed } from './channels';

const params = [
  numbers({ name: 'mean', label: 'Mean', description: 'Of every channel, or of all alike', default: [0.5] }),
  numbers({ name: 'std', label: 'Deviation', description: 'Of every channel, or of all alike', default: [0.25] }),
] as const;

type Moments = ValuesOf<typeof params>;

/** (x − mean) / deviation; nothing is drawn. */
export const normalise: Augmentation<Moments, typeof params> = {
  id: 'normalise',
  label: 'Normalisation',
  of: 'any',
  params,
  draw: (_, moments) => moments,
  apply(input, { mean, std }) {
    const of = (values: readonly number[], c: number): number => values[values.length === 1 ? 0 : c];
    return changed(input, (value, c) => (value - of(mean, c)) / of(std, c));
  },
};
