import { integer } from '../../parameter/kinds';
import { pathCount2d } from '../../scattering/paths';
import { scatteringMetadata } from '../../scattering/metadata';
import { appendScattering2d, type ScatteringOptions } from '../../scattering/transform2d';
import { appendClassifier } from './classifier';
import { Layers } from './layers';
import type { NetworkKind } from './network';
import { dropout, hidden } from './parameters';

const params = [
  integer({ name: 'J', label: 'Scales', default: 3, minimum: 1, maximum: 6 }),
  integer({ name: 'L', label: 'Angles', default: 8, minimum: 1, maximum: 16 }),
  integer({ name: 'order', label: 'Largest order', default: 2, minimum: 1, maximum: 2 }),
  integer({
    name: 'positions',
    label: 'Positions',
    description: 'Coefficients are averaged until about so many are left along the shorter side',
    default: 4,
    minimum: 1,
  }),
  hidden([64, 32]),
  dropout(0.2),
] as const;

/** Its coefficients are the tensor `scattering`. @see https://doi.org/10.1109/TPAMI.2012.230 */
export const scatnet: NetworkKind<typeof params> = {
  id: 'scatnet',
  label: 'ScatNet',
  description: 'wavelet scattering, which does not learn, then three fully connected layers with ReLU as the CNN has',
  of: 'images',
  params,
  build({ J, L, order, positions, ...classifier }, facts) {
    const [channels, height, width] = facts.inputDims;
    const options: ScatteringOptions = { channels, height, width, J, L, maxOrder: order === 1 ? 1 : 2 };
    const [rows, columns] = [height, width].map((n) => Math.floor(n / 2 ** J));
    const layers = Layers.from('scatnet', facts, scatteringMetadata(options));
    const name = appendScattering2d(layers.builder, layers.input.name, options, 'scattering');
    const coefficients = { name, dims: [channels * pathCount2d(J, L, options.maxOrder), rows, columns] };
    const window = Math.max(1, Math.floor(Math.min(rows, columns) / positions));
    const features = layers.pooled(coefficients, window, 'AveragePool');
    // Paths of higher order are smaller by far: each is brought to one scale first.
    appendClassifier(layers, layers.normalised(features), classifier, facts.classes);
    return layers.build(features);
  },
};
