import { questionDescriptions } from '../attribution/questions';
import { costOf } from '../explanation/cost';
import { methodDescriptions } from '../explanation/methods';
import { previewOf } from '../image/preview';
import { checkedRecipe, sidecarPath } from '../image/sidecar';
import { labelFilesBeside } from '../label/label-files';
import { describeInputs, describeModel } from '../model/description';
import { importCheck } from '../model/import-check';
import { modelOutline } from '../model/model-outline';
import { checkRecipe, planRecipeCheck } from '../recipe-check/check';
import { candidateThumbnails } from '../recipe-check/thumbnails';
import type { Answering, Answers } from './answers';

/** Answers about models, how they are given images, and what methods cost them. */
export function modelAnswers({ models, lanes }: Answering): Answers<'model' | 'device' | 'recipe' | 'method'> {
  return {
    'device.report': async ({ model }) => {
      const { device } = await models.open(model);
      return { chosen: device.device, reason: device.reason, available: device.available };
    },
    'method.list': async () => methodDescriptions(),
    'method.cost': async ({ model, methods, input }) => {
      const { network, beside } = await models.open(model, input);
      const maps = 1 + (beside?.inputs.filter(({ explained }) => explained).length ?? 0);
      return methods.map((request) => {
        const cost = costOf(network, request);
        return { ...cost, expectedPasses: maps * cost.expectedPasses };
      });
    },
    'model.describe': async ({ model, recipe }) =>
      describeModel(await models.file(model), recipe && checkedRecipe({ ...recipe }, sidecarPath(model))),
    'model.inputs': async ({ model }) => describeInputs(await models.file(model)),
    'model.preview': async ({ model, input, recipe }) => {
      const file = await models.file(model);
      return previewOf(input, modelOutline(file, checkedRecipe({ ...recipe }, sidecarPath(model))).input);
    },
    'model.check': async ({ model }) => {
      const file = await models.file(model);
      if (!file.original) return null;
      await lanes.background.turn();
      return importCheck(file, (await models.open(model)).network);
    },
    'model.close': async ({ model }) => {
      await models.close(model);
      return null;
    },
    'model.labelFiles': async ({ model, classes }) => labelFilesBeside(model, classes),
    'method.questions': async () => questionDescriptions(),
    'recipe.plan': async (request) => planRecipeCheck(await models.open(request.model), request),
    'recipe.check': (request, emit, signal) =>
      lanes.interactively(async (lane) => {
        const model = await models.open(request.model);
        const check = await checkRecipe(model, request, { signal, lane }, (tried) => emit({ tried }));
        return { check, thumbnails: await candidateThumbnails(model, check) };
      }),
  };
}
