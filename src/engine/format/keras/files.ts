import { unzipSync } from 'fflate';
import { LensError } from '../../../protocol/error';
import type { Model } from '../../graph/model';
import { readArchitecture } from './architecture';
import { drawKeras } from './drawing';
import { arraysBelow, childGroup, textAttribute, withHdf5 } from './hdf5';
import type { Dialect } from './layer';
import { StoredLayers } from './stored-layers';
import { NamedWeights } from './weights';

const dialectOf = (version: string | undefined): Dialect => (version?.startsWith('3') ? 'keras 3' : 'keras 2');
const producerOf = (version: string | undefined): string => (version ? `Keras ${version}` : 'Keras');

/** A whole model in one HDF5 file, as Keras 2 saves it. @throws LensError where it holds weights only */
export function readH5(bytes: Uint8Array): Promise<Model> {
  return withHdf5(bytes, (root) => {
    const config = textAttribute(root, 'model_config');
    const weights = childGroup(root, 'model_weights');
    if (config === undefined || !weights) {
      throw new LensError({ code: 'unsupported-model', what: 'the file holds weights without the structure of a model', next: 'Save the whole model: model.save("model.keras")' });
    }
    const version = textAttribute(root, 'keras_version') ?? textAttribute(weights, 'keras_version');
    return drawKeras(readArchitecture(JSON.parse(config)), new NamedWeights(arraysBelow(weights)), dialectOf(version), producerOf(version));
  });
}

const PARTS = ['config.json', 'metadata.json', 'model.weights.h5'];

/** A `.keras` archive: structure, version and weights in one zip file. */
export async function readKeras(bytes: Uint8Array): Promise<Model> {
  const parts = unzipped(bytes);
  const missing = PARTS.find((name) => name !== 'metadata.json' && !parts[name]);
  if (missing) throw new LensError({ code: 'corrupt-model', what: `the archive holds no ${missing}`, next: 'Save the model again' });
  const text = (name: string): string => Buffer.from(parts[name] ?? []).toString();
  const version = parts['metadata.json'] ? (JSON.parse(text('metadata.json')) as { keras_version?: string }).keras_version : undefined;
  return withHdf5(parts['model.weights.h5'], (root) => drawKeras(readArchitecture(JSON.parse(text('config.json'))), new StoredLayers(arraysBelow(root)), dialectOf(version), producerOf(version)));
}

function unzipped(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter: ({ name }) => PARTS.includes(name) });
  } catch (error) {
    throw new LensError({ code: 'corrupt-model', what: `the archive is damaged: ${(error as Error).message}`, next: 'Save or copy the model again' }, { cause: error });
  }
}
