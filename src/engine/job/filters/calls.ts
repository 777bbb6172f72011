import type { FilterCalls } from '../../../protocol/filters';
import { weightsFormatOf } from '../../format/weights-files';
import { Execution } from '../../session/execution';
import type { JobOptions } from '../explanation';
import type { NetworkInput } from '../input';
import type { Models } from '../models';
import type { OpenedModel } from '../opened-model';
import { excitingImages } from './exciting-images';
import { featureMaps } from './feature-maps';
import { kernelsOf } from './kernels';
import { filterLayers, kernelLayerOf, sourceOfModel, sourceOfWeights, type KernelSource } from './source';

type Arguments<N extends keyof FilterCalls> = FilterCalls[N]['arguments'];

/** Where the kernels of a file come from: its graph, or the weights alone. */
export async function kernelSource(models: Models, path: string): Promise<KernelSource> {
  const weights = weightsFormatOf(path);
  return weights ? sourceOfWeights(weights.open(path)) : sourceOfModel(await models.file(path));
}

/** What the filters panel asks, over the engine's models and the inputs it remembers. */
export function filterAnswers(models: Models, inputOf: (model: OpenedModel, path: string) => Promise<NetworkInput>) {
  return {
    layers: async ({ model, health }: Arguments<'filters.layers'>) => filterLayers(await kernelSource(models, model), health),
    kernels: async ({ model, layer }: Arguments<'filters.kernels'>) => kernelsOf(kernelLayerOf(await kernelSource(models, model), layer)),
    features: async ({ model, layer, inputs }: Arguments<'filters.features'>, { signal, lane }: JobOptions) => {
      const opened = await models.opened(model);
      const execution = new Execution(signal, lane);
      const maps = [];
      for (const path of inputs) maps.push(await featureMaps(opened, await inputOf(opened, path), layer, execution));
      return maps;
    },
    images: async ({ model, ...request }: Arguments<'filters.images'>, options: JobOptions, report: (progress: FilterCalls['filters.images']['event']) => void) =>
      excitingImages(await models.opened(model), request, options, report),
  };
}
