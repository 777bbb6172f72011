import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { describeModel } from '../../../src/engine/model/description';
import { readModelFile } from '../../../src/engine/model/model-file';
import { readH5, readKeras } from '../../../src/engine/format/keras/files';
import { decodeModel, encodeModel } from '../../../src/engine/format/onnx/schema';
import { weightsFormatOf } from '../../../src/engine/format/weights-files';
import type { RandomStream } from '../../../src/engine/tensor/random';
import { WarmHdf5 } from '../hdf5';
import { mutatedBytes, mutatedJson, mutatedTree, pick } from '../mutation';
import { kerasSeed, h5Seed } from '../seeds/keras';
import { checkpoint, legacy, safetensors, savedModel, tfjsSeed } from '../seeds/models';
import { onnxSeeds } from '../seeds/onnx';
import { withMutated, type CaseFiles, type FuzzTarget } from '../target';

const hdf5 = new WarmHdf5();

/** Reads a Keras model without a thread for its weights. */
const warmly = (name: string, formatId: string, read: typeof readH5) => async (folder: string) => {
  const bytes = readFileSync(join(folder, name));
  const { model } = await read(bytes, hdf5.open);
  return describeModel({
    path: join(folder, name),
    formatId,
    raw: model,
    fileBytes: bytes.length,
    hash: '',
    beside: [],
  });
};

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

const tfjs: FuzzTarget = {
  id: 'tfjs',
  seeds: async () => [tfjsSeed()],
  mutate: (files, random) =>
    withMutated(files, 'model.json', (text) => mutatedJson(Buffer.from(text as Uint8Array).toString(), random)),
  read: described('model.json'),
};

const saved: FuzzTarget = {
  id: 'saved-model',
  seeds: async () => [{ 'net/saved_model.pb': savedModel(), 'net/variables/variables.index': 'weights' }],
  mutate: (files, random) =>
    withMutated(files, 'net/saved_model.pb', (bytes) => mutatedBytes(bytes as Uint8Array, random)),
  read: described('net'),
};

const onnx: FuzzTarget = {
  id: 'onnx',
  seeds: async () => onnxSeeds(),
  mutate: (files, random) => withMutated(files, 'x.onnx', (bytes) => mutatedOnnx(bytes as Uint8Array, random)),
  read: described('x.onnx'),
};

export const modelTargets: readonly FuzzTarget[] = [
  onnx,
  { ...single('keras', 'x.keras', kerasSeed, mutatedZip), warm: warmly('x.keras', 'keras', readKeras) },
  { ...single('h5', 'x.h5', h5Seed, mutatedBytes), warm: warmly('x.h5', 'keras-h5', readH5) },
  tfjs,
  saved,
  single('pytorch', 'x.pt', async () => [checkpoint()], mutatedZip, weights('x.pt')),
  single('pytorch-legacy', 'x.pth', async () => [legacy()], mutatedBytes, weights('x.pth')),
  single('safetensors', 'x.safetensors', async () => [safetensors()], mutatedBytes, weights('x.safetensors')),
];
