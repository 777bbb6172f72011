import { numbers } from '../../parameter/kinds';
import { appendClassifier } from './classifier';
import { Layers } from './layers';
import type { NetworkKind } from './network';
import { dropout, hidden, kernelsOf, sizes } from './parameters';

const params = [
  numbers({ name: 'channels', label: 'Channels', description: 'Of every convolution', default: [16, 32, 32] }),
  numbers({
    name: 'kernels',
    label: 'Kernel sizes',
    description: 'Of every convolution, or one for all',
    default: [5, 3, 3],
  }),
  hidden([64, 32]),
  dropout(0.2),
] as const;

export const cnn: NetworkKind<typeof params> = {
  id: 'cnn',
  label: 'CNN',
  description: 'three convolutions, each with ReLU and max pooling, then three fully connected layers with ReLU',
  of: 'any',
  params,
  build({ channels, kernels, ...classifier }, facts) {
    const layers = Layers.from('cnn', facts);
    const each = kernelsOf(kernels, channels);
    const features = sizes(channels, 'channels').reduce(
      (x, width, i) => layers.pooled(layers.relu(layers.convolution(x, width, { kernel: each[i] })), 2),
      layers.input,
    );
    appendClassifier(layers, features, classifier, facts.classes);
    return layers.build();
  },
};
