import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { describeModel } from '../../../src/engine/model/description';
import { readModelFile } from '../../../src/engine/model/model-file';
import { decodeModel, encodeModel } from '../../../src/engine/format/onnx/schema';
import { weightsFormatOf } from '../../../src/engine/format/weights-files';
import type { RandomStream } from '../../../src/engine/tensor/random';
import { functional, hdf5, keras, layer, tensor } from '../../engine/format/keras-files';
import { Pickle } from '../../engine/format/support/checkpoint';
import { probe } from '../../engine/format/tensorflow';
import { mutatedBytes, mutatedJson, mutatedTree, pick } from '../mutation';
import { withMutated, type CaseFiles, type FuzzTarget } from '../target';

const FIXTURES = join(__dirname, '../../fixtures/models');
const ONNX = ['mlp.onnx', 'cnn-small.onnx', 'cnn-softmax.onnx', 'unet-tiny.onnx'];

const described = (name: string) => async (folder: string) => describeModel(await readModelFile(join(folder, name)));

/** Half of the cases change the message's fields, half its bytes. */
function mutatedOnnx(bytes: Uint8Array, random: RandomStream): Uint8Array {
  if (random.uniform() < 0.5) return mutatedBytes(bytes, random);
  const tree = structuredClone(decodeModel(bytes)) as object;
  try {
    return encodeModel(mutatedTree(tree, random));
  } catch {
    // The encoder, too, knows what a field may hold.
    return mutatedBytes(bytes, random);
  }
}

/** An archive of which one member is mutated, or which itself is. */
function mutatedZip(bytes: Uint8Array, random: RandomStream): Uint8Array {
  if (random.uniform() < 0.3) return mutatedBytes(bytes, random);
  const members = unzipSync(bytes);
  const name = pick(random, Object.keys(members));
  const changed = name.endsWith('.json')
    ? Buffer.from(mutatedJson(Buffer.from(members[name]).toString(), random))
    : mutatedBytes(members[name], random);
  return zipSync({ ...members, [name]: new Uint8Array(changed) });
}

const single = (
  id: string,
  name: string,
  seed: () => Promise<Uint8Array[]>,
  mutate: (bytes: Uint8Array, random: RandomStream) => Uint8Array,
  read: FuzzTarget['read'] = described(name),
): FuzzTarget => ({
  id,
  seeds: async () => (await seed()).map((bytes): CaseFiles => ({ [name]: bytes })),
  mutate: (files, random) => withMutated(files, name, (bytes) => mutate(bytes as Uint8Array, random)),
  read,
});

/** All that the Filters panel asks of a file of weights: the list, and the values of its tensors. */
const weights = (name: string) => async (folder: string) => {
  const path = join(folder, name);
  const file = weightsFormatOf(path)?.open(path);
  for (const stored of file?.tensors.slice(0, 8) ?? []) file!.read(stored.name);
};

const values = (...numbers: number[]): Uint8Array => new Uint8Array(Float32Array.from(numbers).buffer);

function checkpoint(): Uint8Array {
  const pickle = new Pickle()
    .ascii('}(')
    .text('state_dict')
    .global('collections', 'OrderedDict')
    .ascii(')R(')
    .text('conv.weight')
    .tensor('0', 'FloatStorage', 7, [2, 3], [3, 1], 1)
    .text('conv.turned')
    .tensor('0', 'FloatStorage', 7, [3, 2], [1, 3], 1)
    .ascii('u')
    .ascii('u')
    .bytes();
  return zipSync({ 'a/data.pkl': new Uint8Array(pickle), 'a/data/0': values(9, 1, 2, 3, 4, 5, 6) }, { level: 0 });
}

function safetensors(): Uint8Array {
  const header = Buffer.from(
    JSON.stringify({
      'conv.weight': { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] },
      bias: { dtype: 'F32', shape: [2], data_offsets: [16, 24] },
    }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, values(1, 2, 3, 4, 5, 6)]);
}

/** A field of protocol buffers: a number, or bytes with their length. */
function field(number: number, value: number | Uint8Array): Buffer {
  if (typeof value === 'number') return Buffer.from([number << 3, value]);
  return Buffer.concat([Buffer.from([(number << 3) | 2, value.length]), value]);
}

/** A SavedModel with one signature from [-1, 4, 4] images to scores. */
function savedModel(): Uint8Array {
  const shape = Buffer.concat([4, 4].map((d) => field(2, field(1, d))));
  const info = Buffer.concat([field(2, 1), field(3, shape)]);
  const entry = (key: string, value: Buffer): Buffer => Buffer.concat([field(1, Buffer.from(key)), field(2, value)]);
  const signature = Buffer.concat([field(1, entry('image', info)), field(2, entry('scores', info))]);
  const graph = Buffer.concat([
    field(1, field(4, Buffer.from('serve'))),
    field(5, entry('serving_default', signature)),
  ]);
  return Buffer.concat([field(1, 1), field(2, graph)]);
}

async function kerasSeed(): Promise<Uint8Array[]> {
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
    ['layers/conv2d/vars/0', probe([3, 3, 3, 4])],
    ['layers/dense/vars/0', probe([144, 2])],
  ] as const;
  return [new Uint8Array(await keras(config, new Map(arrays)))];
}

function tfjsSeed(): CaseFiles {
  const folder = join(FIXTURES, 'tiny-vgg-tfjs');
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

const tfjs: FuzzTarget = {
  id: 'tfjs',
  seeds: async () => [tfjsSeed()],
  mutate: (files, random) =>
    withMutated(files, 'model.json', (text) => mutatedJson(Buffer.from(text as Uint8Array).toString(), random)),
  read: described('model.json'),
};

const h5Seed = async (): Promise<Uint8Array[]> => [
  await hdf5(
    { model_config: '{"class_name":"Sequential","config":{"layers":[]}}' },
    new Map([['model_weights/a/b', probe([3, 4])]]),
  ),
];

const saved: FuzzTarget = {
  id: 'saved-model',
  seeds: async () => [{ 'net/saved_model.pb': savedModel(), 'net/variables/variables.index': 'weights' }],
  mutate: (files, random) =>
    withMutated(files, 'net/saved_model.pb', (bytes) => mutatedBytes(bytes as Uint8Array, random)),
  read: described('net'),
};

export const modelTargets: readonly FuzzTarget[] = [
  single('onnx', 'x.onnx', async () => ONNX.map((name) => readFileSync(join(FIXTURES, name))), mutatedOnnx),
  single('keras', 'x.keras', kerasSeed, mutatedZip),
  single('h5', 'x.h5', h5Seed, mutatedBytes),
  tfjs,
  saved,
  single('pytorch', 'x.pt', async () => [checkpoint()], mutatedZip, weights('x.pt')),
  single('safetensors', 'x.safetensors', async () => [safetensors()], mutatedBytes, weights('x.safetensors')),
];
