import { functional, hdf5, keras, layer, tensor } from '../../engine/format/keras-files';
import { probe } from '../../engine/format/tensorflow';

const KERNELS = { conv: probe([3, 3, 3, 4]), scores: probe([144, 2]) };

/** A network as Keras 3 saves it. */
export async function kerasSeed(): Promise<Uint8Array[]> {
  const config = functional(
    [
      layer('InputLayer', 'image', { batch_shape: [null, 8, 8, 3] }, []),
      layer('Conv2D', 'conv', { filters: 4, kernel_size: [3, 3], use_bias: false, activation: 'relu' }, [
        tensor('image'),
      ]),
      layer('Flatten', 'flat', {}, [tensor('conv')]),
      layer('Dense', 'scores', { units: 2, use_bias: false, activation: 'softmax' }, [tensor('flat')]),
    ],
    'image',
    'scores',
  );
  const arrays = [
    ['layers/conv2d/vars/0', KERNELS.conv],
    ['layers/dense/vars/0', KERNELS.scores],
  ] as const;
  return [new Uint8Array(await keras(config, new Map(arrays)))];
}

const stored = (className: string, name: string, config: object): object => ({
  class_name: className,
  config: { name, dtype: 'float32', use_bias: false, ...config },
});

/** A network as Keras 2 saves it. */
export async function h5Seed(): Promise<Uint8Array[]> {
  const layers = [
    stored('InputLayer', 'image', { batch_input_shape: [null, 8, 8, 3] }),
    stored('Conv2D', 'conv', {
      filters: 4,
      kernel_size: [3, 3],
      strides: [1, 1],
      padding: 'valid',
      activation: 'relu',
    }),
    stored('Flatten', 'flat', {}),
    stored('Dense', 'scores', { units: 2, activation: 'softmax' }),
  ];
  const config = JSON.stringify({ class_name: 'Sequential', config: { name: 'net', layers } });
  const arrays = Object.entries(KERNELS).map(
    ([name, values]) => [`model_weights/${name}/${name}/kernel:0`, values] as const,
  );
  return [await hdf5({ model_config: config, keras_version: '2.15.0', backend: 'tensorflow' }, new Map(arrays))];
}
