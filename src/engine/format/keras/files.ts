import { unzipSync } from 'fflate';
import { LensError } from '../../../protocol/error';
import type { Weight } from '../../graph/model';
import type { Original, ReadModel } from '../format';
import { readArchitecture, type Architecture } from './architecture';
import { importKeras } from './importer';
import { readHdf5, type Hdf5File } from './hdf5';
import type { Dialect } from './layer';
import { StoredLayers } from './stored-layers';
import { NamedWeights } from './weights';

const dialectOf = (version: string | undefined): Dialect => (version?.startsWith('3') ? 'keras 3' : 'keras 2');
const producerOf = (version: string | undefined): string => (version ? `Keras ${version}` : 'Keras');

type Read = Pick<ReadModel, 'model' | 'original'>;
/** How HDF5 is opened: in a thread of its own, unless whoever reads is a process of its own. */
type OpenHdf5 = (bytes: Uint8Array) => Promise<Hdf5File>;

/** A whole model in one HDF5 file, as Keras 2 saves it. @throws LensError where it holds weights only */
export async function readH5(bytes: Uint8Array, open: OpenHdf5 = readHdf5): Promise<Read> {
  const file = await open(bytes);
  const config = file.text('model_config');
  const arrays = file.arrays('model_weights');
  if (config === undefined || arrays.length === 0) {
    throw new LensError({
      code: 'unsupported-model',
      what: 'the file holds weights without the structure of a model',
      next: 'Save the whole model: model.save("model.keras")',
    });
  }
  const version = file.text('keras_version') ?? file.text('keras_version', 'model_weights');
  const dialect = dialectOf(version);
  const architecture = readArchitecture(parsed('its model_config', config));
  return {
    model: importKeras(architecture, new NamedWeights(arrays), dialect, producerOf(version)),
    original: () => (dialect === 'keras 2' ? layersModel(config, arrays, architecture) : { unavailable: OTHER_FORM }),
  };
}

const OTHER_FORM = 'TensorFlow.js does not read the configuration of Keras 3';

/** The same model for TensorFlow.js, which knows weights as `layer/variable`. */
function layersModel(
  config: string,
  arrays: readonly (readonly [string, Weight])[],
  architecture: Architecture,
): Original {
  const layers = layerNames(architecture);
  return {
    kind: 'layers',
    topology: { model_config: JSON.parse(config) as object },
    specs: arrays.map(([path, { dims }]) => ({
      name: variableName(path, layers),
      shape: dims,
      dtype: 'float32',
    })),
    data: Buffer.concat(arrays.map(([, { bytes }]) => bytes)),
  };
}

const layerNames = ({ layers }: Architecture): Set<string> =>
  new Set(layers.flatMap(({ name, network }) => (network ? [...layerNames(network)] : [name])));

/** A layer that was renamed keeps its variables under the name they were made by, in a group of the new one. */
function variableName(path: string, layers: ReadonlySet<string>): string {
  const steps = path.replace(/:\d+$/, '').split('/');
  const [variable, layer] = [steps.at(-1)!, steps.at(-2) ?? ''];
  return `${!layers.has(layer) && layers.has(steps[0]) ? steps[0] : layer}/${variable}`;
}

const PARTS = ['config.json', 'metadata.json', 'model.weights.h5'];

/** A `.keras` archive: structure, version and weights in one zip file. */
export async function readKeras(bytes: Uint8Array, open: OpenHdf5 = readHdf5): Promise<Read> {
  const parts = unzipped(bytes);
  const missing = PARTS.find((name) => name !== 'metadata.json' && !parts[name]);
  if (missing)
    throw new LensError({
      code: 'corrupt-model',
      what: `the archive holds no ${missing}`,
      next: 'Save the model again',
    });
  const text = (name: string): string => Buffer.from(parts[name] ?? []).toString();
  const version = versionIn(parts['metadata.json'] && parsed('its metadata.json', text('metadata.json')));
  const config = parsed('its config.json', text('config.json'));
  const weights = await open(parts['model.weights.h5']);
  return {
    model: importKeras(
      readArchitecture(config),
      new StoredLayers(weights.arrays()),
      dialectOf(version),
      producerOf(version),
    ),
    original: () => ({ unavailable: OTHER_FORM }),
  };
}

function versionIn(metadata: unknown): string | undefined {
  const version = (metadata as { keras_version?: unknown } | null | undefined)?.keras_version;
  return typeof version === 'string' ? version : undefined;
}

/** JSON of the file. @param name with its article, as in a sentence */
function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new LensError(
      {
        code: 'corrupt-model',
        what: `the model file is damaged: ${name} is no JSON`,
        next: 'Save or copy the model again',
      },
      { cause: error },
    );
  }
}

/** Most of deflate's gain is 1032 times; arrays and configurations gain far less, so a larger claim is a bomb. */
const MOST_GAIN = 1032;

function isCredible(
  { name, originalSize, size }: { name: string; originalSize: number; size: number },
  whole: number,
): boolean {
  if (size <= whole && originalSize <= Math.max(1, size) * MOST_GAIN) return true;
  throw new Error(`${name} is said to be larger than its bytes can hold`);
}

function unzipped(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter: (part) => PARTS.includes(part.name) && isCredible(part, bytes.length) });
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
