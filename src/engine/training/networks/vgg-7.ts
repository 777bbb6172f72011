import { integer } from '../../parameter/kinds';
import { appendClassifier } from './classifier';
import { Layers, type Layer } from './layers';
import type { NetworkKind } from './network';
import { dropout, hidden } from './parameters';

const params = [
  integer({
    name: 'width',
    label: 'Width',
    description: 'Channels of the first block; each block doubles them',
    default: 16,
    minimum: 1,
  }),
  hidden([128]),
  dropout(0.5),
] as const;
const BLOCKS = 3;

/** The seven-layer network of the VGG family. @see https://arxiv.org/abs/1409.1556 */
export const vgg7: NetworkKind<typeof params> = {
  id: 'vgg-7',
  label: 'VGG-7',
  description: 'three blocks of two 3 × 3 convolutions with ReLU and max pooling, then fully connected layers',
  of: 'any',
  params,
  build({ width, ...classifier }, facts) {
    const layers = Layers.from('vgg-7', facts);
    let x: Layer = layers.input;
    for (let block = 0; block < BLOCKS; block++) {
      for (let n = 0; n < 2; n++) x = layers.relu(layers.convolution(x, width * 2 ** block, { kernel: 3 }));
      x = layers.pooled(x, 2);
    }
    appendClassifier(layers, x, classifier, facts.classes);
    return layers.build();
  },
};
