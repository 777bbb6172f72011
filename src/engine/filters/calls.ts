import { statSync } from 'node:fs';
import type { FilterCalls } from '../../protocol/filters';
import { weightsFormatOf } from '../format/weights-files';
import { Execution } from '../session/execution';
import type { JobOptions } from '../session/execution';
import type { Models } from '../model/open-models';
import type { OpenedModel } from '../model/opening';
import type { openInput } from '../explanation/opened-input';
import { inTurns } from '../tensor/steps';
import { excitingImages } from './exciting-images';
import { featureMaps } from './feature-maps';
import { changeOf, KernelHistory, withChange, type VersionedSource } from './history';
import { kernelsOf } from './kernels';
import { filterLayers, kernelLayerOf, sourceOfModel, sourceOfWeights } from './source';

type Arguments<N extends keyof FilterCalls> = FilterCalls[N]['arguments'];

/** Where the kernels of a file come from: its graph, or the weights alone. */
export async function kernelSource(models: Models, path: string): Promise<VersionedSource> {
  const weights = weightsFormatOf(path);
  if (!weights) {
    const file = await models.file(path);
    return { ...sourceOfModel(file), version: { stamp: file.hash, modified: factsOf(path).mtimeMs } };
  }
  // Asked before the file is opened: if it is overwritten in between, the next call sees a new version rather than
  // none.
  const { size, mtimeMs, ino } = factsOf(path);
  return { ...sourceOfWeights(weights.open(path)), version: { stamp: `${size} ${mtimeMs} ${ino}`, modified: mtimeMs } };
}

const factsOf = (path: string): { size: number; mtimeMs: number; ino: number } =>
  statSync(path, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0, ino: 0 };

/** Reads an input for a model. */
type Opening = (model: OpenedModel, path: string) => ReturnType<typeof openInput>;

/** What the filters panel asks, over the engine's models and the inputs it remembers. */
export function filterAnswers(models: Models, opening: Opening) {
  const history = new KernelHistory();
  const sourceOf = async (path: string): Promise<VersionedSource> => {
    const source = await kernelSource(models, path);
    history.note(source);
    return source;
  };
  return {
    layers: async ({ model, health, change }: Arguments<'filters.layers'>, { signal }: JobOptions) => {
      const source = await sourceOf(model);
      const answer = await inTurns(filterLayers(source, health), signal);
      return change ? withChange(answer, source, history) : answer;
    },
    kernels: async ({ model, layer, change }: Arguments<'filters.kernels'>, { signal }: JobOptions) => {
      const source = await sourceOf(model);
      const found = kernelLayerOf(source, layer);
      const values = found.read();
      history.look(source, found, values);
      const kernels = await inTurns(kernelsOf({ ...found, read: () => values }), signal);
      return change ? { ...kernels, change: changeOf(kernels, values, history.before(source, found.layer)) } : kernels;
    },
    features: async ({ model, layer, inputs }: Arguments<'filters.features'>, { signal, lane }: JobOptions) => {
      const opened = await models.open(model);
      const execution = new Execution(signal, lane);
      const maps = [];
      for (const path of inputs) {
        const { model: own, input } = await opening(opened, path);
        maps.push(await featureMaps(own, input, layer, execution));
      }
      return maps;
    },
    images: async (
      { model, ...request }: Arguments<'filters.images'>,
      options: JobOptions,
      report: (progress: FilterCalls['filters.images']['event']) => void,
    ) => excitingImages(await models.open(model), request, options, report),
  };
}
