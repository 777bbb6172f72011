import { unzipSync } from 'fflate';
import { LensError } from '../../../protocol/error';
import type { Weight } from '../../graph/model';
import type { Original, ReadModel } from '../format';
import { readArchitecture } from './architecture';
import { importKeras } from './importer';
import { arraysBelow, childGroup, textAttribute, withHdf5 } from './hdf5';
import type { Dialect } from './layer';
import { StoredLayers } from './stored-layers';
import { NamedWeights } from './weights';

const dialectOf = (version: string | undefined): Dialect => (version?.startsWith('3') ? 'keras 3' : 'keras 2');
const producerOf = (version: string | undefined): string => (version ? `Keras ${version}` : 'Keras');

type Read = Pick<ReadModel, 'model' | 'original'>;

/** A whole model in one HDF5 file, as Keras 2 saves it. @throws LensError where it holds weights only */
export function readH5(bytes: Uint8Array): Promise<Read> {
  return withHdf5(bytes, (root) => {
    const config = textAttribute(root, 'model_config');
    const weights = childGroup(root, 'model_weights');
    if (config === undefined || !weights) {
      throw new LensError({
        code: 'unsupported-model',
        what: 'the file holds weights without the structure of a model',
        next: 'Save the whole model: model.save("model.keras")',
      });
    }
    const version = textAttribute(root, 'keras_version') ?? textAttribute(weights, 'keras_version');
    const arrays = arraysBelow(weights);
    const dialect = dialectOf(version);
    const model = importKeras(
      readArchitecture(JSON.parse(config)),
      new NamedWeights(arrays),
      dialect,
      producerOf(version),
    );
    return {
      model,
      original: () => (dialect === 'keras 2' ? layersModel(config, arrays) : { unavailable: OTHER_FORM }),
    };
  });
}

const OTHER_FORM = 'TensorFlow.js does not read the configuration of Keras 3';

/** The same model for TensorFlow.js, which knows weights as `layer/variable`. */
function layersModel(config: string, arrays: readonly (readonly [string, Weight])[]): Original {
  return {
    kind: 'layers',
    topology: { model_config: JSON.parse(config) as object },
    specs: arrays.map(([name, { dims }]) => ({
      name: name.replace(/:\d+$/, '').split('/').slice(-2).join('/'),
      shape: dims,
      dtype: 'float32',
    })),
    data: Buffer.concat(arrays.map(([, { bytes }]) => bytes)),
  };
}

const PARTS = ['config.json', 'metadata.json', 'model.weights.h5'];

/** A `.keras` archive: structure, version and weights in one zip file. */
export async function readKeras(bytes: Uint8Array): Promise<Read> {
  const parts = unzipped(bytes);
  const missing = PARTS.find((name) => name !== 'metadata.json' && !parts[name]);
  if (missing)
    throw new LensError({
      code: 'corrupt-model',
      what: `the archive holds no ${missing}`,
      next: 'Save the model again',
    });
  const text = (name: string): string => Buffer.from(parts[name] ?? []).toString();
  const version = parts['metadata.json']
    ? (JSON.parse(text('metadata.json')) as { keras_version?: string }).keras_version
    : undefined;
  return withHdf5(parts['model.weights.h5'], (root) => ({
    model: importKeras(
      readArchitecture(JSON.parse(text('config.json'))),
      new StoredLayers(arraysBelow(root)),
      dialectOf(version),
      producerOf(version),
    ),
    original: () => ({ unavailable: OTHER_FORM }),
  }));
}

function unzipped(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter: ({ name }) => PARTS.includes(name) });
  } catch (error) {
    throw new LensError(
      {
        code: 'corrupt-model',
        what: `the archive is damaged: ${(error as Error).message}`,
        next: 'Save or copy the model again',
      },
      { cause: error },
    );
  }
}
