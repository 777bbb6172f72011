import { boolean } from '../../parameter/kinds';
import { encodeNpy } from '../../tensor/npy';
import { floats } from '../../tensor/tensor';
import type { Generator } from '../generator';
import { numbered } from '../set-folder';
import { figure } from './figure';
import { mnist1d as setOf, SIGNALS } from './set';

const params = [
  boolean({
    name: 'shuffled',
    label: 'Shuffled points',
    description: 'The points of every signal in one other order, so that neighbours say nothing',
    default: false,
  }),
] as const;

/** @see https://arxiv.org/abs/2011.14439 */
export const mnist1d: Generator<typeof params> = {
  id: 'mnist-1d',
  label: 'MNIST-1D',
  description: 'the ten digits as signals of 40 points, 4000 to learn from and 1000 to test with, and a figure',
  params,
  usualSeed: 42,
  count: () => SIGNALS,
  write(folder, { shuffled }, seed) {
    const { signals, labels, trainCount } = setOf(seed, shuffled);
    signals.forEach((signal, i) => {
      const [split, index] = i < trainCount ? ['train', i] : ['test', i - trainCount];
      const bytes = encodeNpy(floats([1, 1, signal.length], Float32Array.from(signal)));
      folder.input(split, String(labels[i]), numbered(split, index, 'npy'), bytes);
    });
    folder.file('mnist-1d.svg', figure(seed));
  },
};
