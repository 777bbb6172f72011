import { LensError } from '../../protocol/error';
import { dicomInputs } from '../dataset/volume-slices';
import { explainAll } from '../explanation/all-methods';
import { boxAt } from '../explanation/box-at';
import { imageBoxes } from '../explanation/image-boxes';
import { layerOverview } from '../explanation/layer-overview';
import { drawnMasks } from '../explanation/masks';
import { nearestImages } from '../explanation/nearest-images';
import { predict } from '../explanation/prediction';
import { variableInputs } from '../explanation/variable-inputs';
import { explainVersion } from '../explanation/version';
import { readModelFile } from '../model/model-file';
import { modelOutline } from '../model/model-outline';
import { trustDescriptions, trustOf } from '../trust/trust';
import type { Answering, Answers } from './answers';

/** Answers about what a model makes of an input. */
export function inputAnswers({
  models,
  lanes,
  opened,
  tried,
  inLane,
}: Answering): Answers<'input' | 'trust' | 'version' | 'variable'> {
  return {
    'input.predict': async ({ model, input, recipe, background }, _, signal) =>
      inLane(background, async (lane) => {
        const both = await (recipe ? tried(model, input, recipe) : opened(model, input));
        return predict(both.model, both.input, { signal, lane });
      }),
    'input.dicom': async ({ files, model }) =>
      dicomInputs(files, model === undefined ? [] : modelOutline(await readModelFile(model)).input.dims),
    'input.boxAt': async ({ model, input, ...place }, _, signal) =>
      lanes.interactively(async (lane) => {
        const both = await opened(model, input);
        return boxAt(both.model, both.input, place, { signal, lane });
      }),
    'input.boxInImage': async ({ model, input, corners }) => {
      const { recipe } = await models.open(model);
      return (await imageBoxes(input, recipe)).inImage(corners);
    },
    'input.nearest': async (request, emit, signal) => {
      const model = await models.open(request.model, request.input);
      return nearestImages(model, request, { signal, lane: lanes.background }, emit);
    },
    'input.layerOverview': async (request, _, signal) =>
      lanes.interactively(async (lane) => {
        const both = await opened(request.model, request.input);
        return layerOverview(both.model, both.input, request, { signal, lane });
      }),
    'input.masks': async (request, _, signal) =>
      lanes.interactively(async (lane) => {
        const both = await opened(request.model, request.input);
        return drawnMasks(both.model, both.input, request, { signal, lane });
      }),
    'input.explain': async (request, emit, signal) =>
      inLane(request.background, async (lane) => {
        if (request.methods.length === 0)
          throw new LensError({ code: 'invalid-argument', what: 'no method was chosen', next: 'Choose at least one' });
        const both = await opened(request.model, request.input);
        await explainAll(both.model, both.input, request, { signal, lane }, emit);
        return null;
      }),
    'version.read': async ({ file }) => {
      const { hash, beside } = await readModelFile(file);
      return { hash, beside };
    },
    'version.explain': async (request, emit, signal) => {
      await explainVersion(request, models.chosen, { signal, lane: lanes.background }, emit);
      return null;
    },
    'trust.list': async () => trustDescriptions(),
    'input.trust': async (request, emit, signal) => {
      const both = await opened(request.model, request.input);
      const options = { signal, lane: lanes.background };
      const predicted = await predict(both.model, both.input, options);
      return trustOf({ ...request, ...both, predicted, asked: request }, options, emit);
    },
    'variable.inputs': async ({ array }) => variableInputs(array),
  };
}
