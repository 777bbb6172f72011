import { zipSync } from 'fflate';
import type { FloatTensor } from '../../../src/engine/tensor/tensor';

/** An HDF5 file in memory: text attributes of the root, and arrays by path. */
export async function hdf5(
  attributes: Readonly<Record<string, string>>,
  arrays: ReadonlyMap<string, FloatTensor>,
): Promise<Uint8Array> {
  const reader = await import('h5wasm');
  const { FS } = await reader.ready;
  const file = new reader.File('written.h5', 'w');
  for (const [name, value] of Object.entries(attributes)) file.create_attribute(name, value);
  for (const [path, { data, dims }] of arrays) {
    const steps = path.split('/');
    const name = steps.pop()!;
    let group: InstanceType<typeof reader.Group> = file;
    for (const step of steps)
      group = group.keys().includes(step) ? (group.get(step) as typeof group) : group.create_group(step);
    group.create_dataset({ name, data, shape: [...dims] });
  }
  file.close();
  const bytes = Uint8Array.from(FS.readFile('written.h5'));
  FS.unlink('written.h5');
  return bytes;
}

/** A `.keras` archive as Keras 3 writes it. */
export async function keras(config: object, arrays: ReadonlyMap<string, FloatTensor>): Promise<Uint8Array> {
  const text = (value: object): Uint8Array => Buffer.from(JSON.stringify(value));
  return zipSync({
    'metadata.json': text({ keras_version: '3.6.0' }),
    'config.json': text(config),
    'model.weights.h5': await hdf5({}, arrays),
  });
}

/** A tensor of Keras 3's configuration. */
export const tensor = (layer: string): object => ({
  class_name: '__keras_tensor__',
  config: { shape: [null], dtype: 'float32', keras_history: [layer, 0, 0] },
});

/** A layer of Keras 3's configuration, called once. */
export function layer(
  className: string,
  name: string,
  config: object,
  args: readonly unknown[],
  kwargs: object = {},
): object {
  const dtype = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null };
  return {
    module: 'keras.layers',
    class_name: className,
    config: { name, trainable: true, dtype, ...config },
    registered_name: null,
    name,
    inbound_nodes: args.length > 0 ? [{ args, kwargs }] : [],
  };
}

export function functional(layers: readonly object[], input: string, output: string): object {
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name: 'functional',
      trainable: true,
      layers,
      input_layers: [[input, 0, 0]],
      output_layers: [[output, 0, 0]],
    },
    registered_name: 'Functional',
  };
}
