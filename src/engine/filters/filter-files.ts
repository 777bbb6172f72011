import { resolve } from 'node:path';
import { LensError } from '../../protocol/error';
import type { FilterKernels, FilterLayers } from '../../protocol/filters';
import type { DeviceSettings } from '../../protocol/engine';
import { Execution } from '../session/execution';
import { openInput } from '../explanation/opened-input';
import { Models } from '../model/open-models';
import { ResultFolder } from '../report/result-folder';
import { inTurns } from '../tensor/steps';
import { kernelSource } from './calls';
import { featureMaps } from './feature-maps';
import { kernelsOf } from './kernels';
import { featureSheet, frequencySheet, kernelSheet } from './sheets';
import { filterLayers, kernelLayerOf } from './source';

export interface FilterFilesRequest extends DeviceSettings {
  readonly model: string;
  /** The first layer with kernels by default. */
  readonly layer?: string;
  readonly input?: string;
  /** The folder to write to. */
  readonly out: string;
}

/** What `filters.json` holds. */
export interface FilterReport extends FilterLayers {
  readonly layer: ReturnType<typeof entryOf>;
  readonly features: {
    readonly input: string;
    readonly dims: readonly number[];
    readonly strengths: readonly number[];
    readonly order: readonly number[];
  } | null;
  readonly files: readonly string[];
}

/**
 * Writes a layer's kernels and frequency responses, and for an input its feature maps, as .npy and PNG, with all layers
 * in `filters.json`.
 */
export async function writeFilters(request: FilterFilesRequest, signal?: AbortSignal): Promise<FilterReport> {
  const models = new Models(request);
  const source = await kernelSource(models, request.model);
  if (request.input !== undefined && !source.hasGraph) {
    throw new LensError({
      code: 'invalid-argument',
      what: 'a file of weights has no feature maps, because it has no graph',
      where: request.model,
      next: 'Export the model as ONNX for them',
    });
  }
  const folder = new ResultFolder(request.out);
  const kernels = await inTurns(kernelsOf(kernelLayerOf(source, request.layer)), signal);
  folder.array('kernels.npy', kernels.kernels);
  await folder.image('kernels.png', kernelSheet(kernels));
  const frequency = frequencySheet(kernels);
  if (kernels.frequency && frequency) {
    folder.array('frequency.npy', kernels.frequency);
    await folder.image('frequency.png', frequency);
  }
  const features =
    request.input === undefined
      ? null
      : await writeFeatures(models, request.model, request.input, kernels.layer.tensor, folder, signal);
  const report = {
    ...(await inTurns(filterLayers(source), signal)),
    path: resolve(request.model),
    layer: entryOf(kernels),
    features,
    files: [...folder.files],
  };
  folder.json('filters.json', report);
  return report;
}

async function writeFeatures(
  models: Models,
  path: string,
  inputPath: string,
  layer: string,
  folder: ResultFolder,
  signal?: AbortSignal,
): Promise<FilterReport['features']> {
  const model = await models.open(path);
  try {
    const opened = await openInput(model, inputPath);
    const features = await featureMaps(opened.model, opened.input, layer, new Execution(signal));
    folder.array('features.npy', features.maps);
    await folder.image('features.png', featureSheet(features));
    return {
      input: resolve(inputPath),
      dims: features.maps.dims,
      strengths: [...features.strengths],
      order: [...features.order],
    };
  } finally {
    await models.close(path);
  }
}

const entryOf = ({ layer, indices, norms, statistics, orders }: FilterKernels) => ({
  ...layer,
  indices: [...indices],
  norms: [...norms],
  statistics,
  orders: { norm: [...orders.norm], similarity: [...orders.similarity] },
});
