import { ints } from '../src/engine/graph/model';
import { NETWORKS } from '../src/engine/training/networks';
import { Layers, type Layer } from '../src/engine/training/networks/layers';
import type { FreshNetwork } from '../src/engine/training/networks/network';
import { completed } from '../src/engine/parameter/values';

/** A network whose step is timed; `bench/training.py` builds the same by PyTorch. */
export interface TimedNetwork {
  readonly id: string;
  readonly batch: number;
  readonly inputDims: readonly number[];
  readonly classes: number;
  build(): FreshNetwork;
}

/** One of the registry, without Dropout, whose masks PyTorch draws on the way. */
const registered = (
  id: string,
  batch: number,
  facts: Pick<TimedNetwork, 'inputDims' | 'classes'>,
  params: Record<string, unknown>,
): TimedNetwork => ({
  id,
  batch,
  ...facts,
  build() {
    const kind = NETWORKS.find((network) => network.id === id)!;
    return kind.build(completed(kind.params, params), { ...facts, seed: 1 });
  },
});

function resnet18(facts: Pick<TimedNetwork, 'inputDims' | 'classes'>): FreshNetwork {
  const layers = Layers.from('resnet-18', { ...facts, seed: 1 });
  const normalised = (x: Layer, channels: number, kernel: number, stride: number): Layer =>
    layers.normalised(layers.convolution(x, channels, { kernel, stride, bias: false }));
  const stem = layers.relu(normalised(layers.input, 64, 7, 2));
  const half = stem.dims[1] / 2;
  let x = layers.node('MaxPool', [stem.name], 'pool', [64, half, half], {
    kernel_shape: ints([3, 3]),
    strides: ints([2, 2]),
    pads: ints([1, 1, 1, 1]),
  });
  for (const width of [64, 128, 256, 512])
    for (const stride of [width === 64 ? 1 : 2, 1]) {
      const body = normalised(layers.relu(normalised(x, width, 3, stride)), width, 3, 1);
      const same = x.dims[0] === width && stride === 1;
      x = layers.relu(layers.add(body, same ? x : normalised(x, width, 1, stride)));
    }
  layers.dense(layers.flat(layers.mean(x)), facts.classes, 'logits');
  return layers.build();
}

const small = { inputDims: [3, 64, 64], classes: 10 };

export const timedNetworks: readonly TimedNetwork[] = [
  registered('cnn', 32, { inputDims: [3, 128, 128], classes: 2 }, { dropout: 0 }),
  registered('vgg-7', 16, { inputDims: [3, 150, 150], classes: 8 }, { dropout: 0 }),
  registered('cnn-1d', 100, { inputDims: [1, 40], classes: 10 }, { dropout: 0 }),
  { id: 'resnet-18', batch: 32, ...small, build: () => resnet18(small) },
  // A new head on 512 features that were computed once.
  { ...registered('logistic', 256, { inputDims: [512], classes: 10 }, {}), id: 'head' },
];
