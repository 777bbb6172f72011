import { integer, numbers } from '../../parameter/kinds';
import { appendClassifier } from './classifier';
import { Layers } from './layers';
import type { NetworkKind } from './network';
import { dropout, kernelsOf, sizes } from './parameters';

const params = [
  numbers({ name: 'channels', label: 'Channels', description: 'Of every convolution', default: [25, 25, 25] }),
  numbers({
    name: 'kernels',
    label: 'Kernel sizes',
    description: 'Of every convolution, or one for all',
    default: [5, 3, 3],
  }),
  integer({ name: 'stride', label: 'Stride', description: 'Of every convolution', default: 2, minimum: 1, maximum: 8 }),
  dropout(0),
] as const;

/** The network of the MNIST-1D paper: https://arxiv.org/abs/2011.14439 */
export const cnn1d: NetworkKind<typeof params> = {
  id: 'cnn-1d',
  label: '1-D CNN',
  description: 'shallow: three strided convolutions with ReLU, then one fully connected layer',
  of: 'signals',
  params,
  build({ channels, kernels, stride, dropout: share }, facts) {
    const layers = Layers.from('cnn-1d', facts);
    const each = kernelsOf(kernels, channels);
    const features = sizes(channels, 'channels').reduce(
      (x, width, i) => layers.relu(layers.convolution(x, width, { kernel: each[i], stride, padding: 1 })),
      layers.input,
    );
    appendClassifier(layers, features, { dropout: share }, facts.classes);
    return layers.build();
  },
};
