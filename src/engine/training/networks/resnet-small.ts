import { integer } from '../../parameter/kinds';
import { appendClassifier } from './classifier';
import { Layers, type Layer } from './layers';
import type { NetworkKind } from './network';

const params = [
  integer({
    name: 'width',
    label: 'Width',
    description: 'Channels of the first block; the others have two and three times as many',
    default: 16,
    minimum: 1,
  }),
] as const;

/** Two 3 × 3 convolutions with batch normalisation beside a 1 × 1 shortcut of the same stride. */
function block(layers: Layers, x: Layer, channels: number, stride: number): Layer {
  const normal = (from: Layer, kernel: number, step: number, hint?: string): Layer =>
    layers.normalised(layers.convolution(from, channels, { kernel, stride: step, bias: false }, hint));
  const body = normal(layers.relu(normal(x, 3, stride)), 3, 1);
  return layers.relu(layers.add(body, normal(x, 1, stride, 'shortcut')));
}

/** @see https://arxiv.org/abs/1512.03385 */
export const resnetSmall: NetworkKind<typeof params> = {
  id: 'resnet-small',
  label: 'Small ResNet',
  description:
    'a strided convolution, three residual blocks with batch normalisation, the mean over positions, one fully connected layer',
  of: 'any',
  params,
  build({ width }, facts) {
    const layers = Layers.from('resnet-small', facts);
    const stem = layers.convolution(layers.input, width, { kernel: 5, stride: 2, bias: false });
    const start = layers.pooled(layers.relu(layers.normalised(stem)), 2);
    const end = [1, 2, 1].reduce(
      (x, stride, i) => layers.part(`block${i + 1}`, () => block(layers, x, width * (i + 1), stride)),
      start,
    );
    appendClassifier(layers, layers.mean(end), {}, facts.classes);
    return layers.build();
  },
};
