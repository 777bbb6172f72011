import { statSync } from 'node:fs';
import type { EngineCallName, EngineCalls } from '../../protocol/engine';
import { LensError } from '../../protocol/error';
import type { Recipe } from '../../protocol/recipe';
import { enterWorkspace } from '../file/workspace';
import { checkedRecipe, sidecarPath } from '../image/sidecar';
import { questionDescriptions } from '../attribution/questions';
import { comparisonAnswers } from '../comparison/calls';
import { costOf } from '../explanation/cost';
import { describeInputs, describeModel } from '../model/description';
import { folderAnswers } from '../evaluation/calls';
import { runEvaluation } from '../evaluation/evaluation';
import { verdictAnswers } from '../evaluation/verdict-calls';
import { FolderTurns } from '../file/folder-turns';
import { metricDescriptions } from '../evaluation/metrics';
import { explainAll } from '../explanation/all-methods';
import { boxAt } from '../explanation/box-at';
import { imageBoxes } from '../explanation/image-boxes';
import { openInput } from '../explanation/opened-input';
import { nearestImages } from '../explanation/nearest-images';
import { predict } from '../explanation/prediction';
import { explainVersion } from '../explanation/version';
import { changedImage } from '../explanation/changed-image';
import { inpainted, whatIf } from '../explanation/what-if';
import { cellEvidence } from '../evidence/cell';
import { keepEvidence } from '../evidence/kept';
import { mapEvidence } from '../evidence/map';
import { explainerAnswers } from '../explainer/calls';
import { drawFigure } from '../figure/figure';
import { filterAnswers } from '../filters/calls';
import { importCheck } from '../model/import-check';
import { previewOf } from '../image/preview';
import { layerOverview } from '../explanation/layer-overview';
import { drawnMasks } from '../explanation/masks';
import { labelFilesBeside } from '../label/label-files';
import { Lanes } from './lanes';
import { partsAnswers } from './parts-calls';
import type { Lane } from '../session/execution';
import { methodDescriptions } from '../explanation/methods';
import { readModelFile } from '../model/model-file';
import { variableInputs } from '../explanation/variable-inputs';
import type { Models } from '../model/open-models';
import { modelOutline } from '../model/model-outline';
import { encodeObject, scoreObject, readObject } from '../explanation/object';
import type { OpenedModel } from '../model/opening';
import { varyingInputs } from '../model/varying-inputs';
import { checkRecipe, planRecipeCheck } from '../recipe-check/check';
import { trustDescriptions, trustOf } from '../trust/trust';
import { candidateThumbnails } from '../recipe-check/thumbnails';
import { listSamples, testSamples } from '../evaluation/sample-tests';
import { scatteringInput } from '../filters/scattering/array';
import { scatteringBank } from '../filters/scattering/bank';
import { scatteringCoefficients } from '../filters/scattering/coefficients';
import { runTool } from '../tool';
import type { ToolContext } from '../tool/tool';
import type { TrainingCalls } from '../../protocol/training';
import { trainingAnswers } from '../training/calls';
import { signalBank, signalScattering } from '../filters/scattering/signal';

/** How one request of the protocol is answered. */
type Answer<N extends EngineCallName> = (
  args: EngineCalls[N]['arguments'],
  emit: (event: EngineCalls[N]['event']) => void,
  signal: AbortSignal,
) => Promise<EngineCalls[N]['answer']>;

export type Calls = { readonly [N in EngineCallName]: Answer<N> };

/** The engine's answers over a set of models. */
export function callsOver(models: Models): Calls {
  const lanes = new Lanes();
  const evaluations = new FolderTurns();
  const trainings = trainingAnswers();
  const inputs = new InputMemory();
  const filters = filterAnswers(models, (model, path) => inputs.of(model, path));
  const opened = async (path: string, input: string) => inputs.of(await models.open(path, input), input);
  const tried = async (path: string, input: string, recipe: Recipe) =>
    openInput(await models.openTrial(path, checkedRecipe({ ...recipe }, sidecarPath(path))), input);
  const training =
    <N extends keyof TrainingCalls>(name: N): Answer<N> =>
    (args, emit, signal) => {
      const runtime = { device: 'cpu', threads: models.chosen.threads } as const;
      return trainings[name](args, emit, { runtime, signal, lane: lanes.background });
    };
  const inLane = <T>(background: true | undefined, work: (lane: Lane) => Promise<T>): Promise<T> =>
    background ? work(lanes.background) : lanes.interactively(work);
  const calls: Calls = {
    'settings.apply': async (settings) => {
      enterWorkspace(settings.folders);
      await models.apply(settings);
      return null;
    },
    'device.report': async ({ model }) => {
      const { device } = await models.open(model);
      return { chosen: device.device, reason: device.reason, available: device.available };
    },
    'method.list': async () => methodDescriptions(),
    'metric.list': async () => metricDescriptions(),
    'folder.evaluate': async (request, emit, signal) => {
      const options = { ...models.chosen, signal, lane: lanes.background };
      await evaluations.run(request.out, () => runEvaluation(request, options, emit));
      return null;
    },
    ...folderAnswers((path) => models.file(path)),
    ...verdictAnswers,
    ...partsAnswers(() => ({ ...models.chosen, lane: lanes.background })),
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
    'input.predict': async ({ model, input, recipe, background }, _, signal) =>
      inLane(background, async (lane) => {
        const both = await (recipe ? tried(model, input, recipe) : opened(model, input));
        return predict(both.model, both.input, { signal, lane });
      }),
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
    'image.whatIf': (request, _, signal) =>
      lanes.interactively(async (lane) => {
        const both = await opened(request.model, request.input);
        return whatIf(both.model, both.input, request, { signal, lane });
      }),
    'image.inpaint': async (request) => inpainted(request),
    'image.changed': async ({ model, input, raster }) => {
      const both = await opened(model, input);
      return { png: await changedImage(both.model, both.input, raster) };
    },
    'method.questions': async () => questionDescriptions(),
    'trust.list': async () => trustDescriptions(),
    'input.trust': async (request, emit, signal) => {
      const both = await opened(request.model, request.input);
      const options = { signal, lane: lanes.background };
      const predicted = await predict(both.model, both.input, options);
      return trustOf({ ...request, ...both, predicted, asked: request }, options, emit);
    },
    'map.evidence': (request, _, signal) =>
      lanes.interactively(async (lane) =>
        mapEvidence(await opened(request.model, request.input), request, { signal, lane }),
      ),
    'cell.evidence': (request, _, signal) =>
      lanes.interactively((lane) => cellEvidence(request, (path) => models.open(path), { signal, lane })),
    'evidence.keep': (request, _, signal) =>
      lanes.interactively((lane) =>
        keepEvidence(request.out, [request], (path) => models.open(path), { signal, lane }),
      ),
    'figure.draw': async ({ figure, form }) => ({ bytes: await drawFigure(figure, form) }),
    'filters.layers': (request, _, signal) => filters.layers(request, { signal }),
    'filters.kernels': (request, _, signal) => filters.kernels(request, { signal }),
    'filters.features': (request, _, signal) =>
      lanes.interactively((lane) => filters.features(request, { signal, lane })),
    'filters.images': (request, emit, signal) => filters.images(request, { signal, lane: lanes.background }, emit),
    'training.registries': training('training.registries'),
    'training.inspect': training('training.inspect'),
    'training.sheet': training('training.sheet'),
    'training.estimate': training('training.estimate'),
    'training.run': training('training.run'),
    'training.results': training('training.results'),
    ...explainerAnswers(models, lanes),
    'samples.list': async ({ model, folder, labelling }) => listSamples(await models.file(model), folder, labelling),
    'samples.test': async (request, emit, signal) => {
      await testSamples(await models.open(request.model), request, { signal, lane: lanes.background }, emit);
      return null;
    },
    'recipe.plan': async (request) => planRecipeCheck(await models.open(request.model), request),
    'recipe.check': (request, emit, signal) =>
      lanes.interactively(async (lane) => {
        const model = await models.open(request.model);
        const check = await checkRecipe(model, request, { signal, lane }, (tried) => emit({ tried }));
        return { check, thumbnails: await candidateThumbnails(model, check) };
      }),
    'variable.inputs': async ({ array }) => variableInputs(array),
    'object.read': async ({ model, input }) => readObject(await models.open(model), input),
    'object.encode': async (request) => encodeObject(await models.open(request.model), request),
    'object.score': async (request) => scoreObject(request),
    'maps.compare': (request, emit, signal) =>
      lanes.interactively((lane) => comparisonAnswers.compare(request, { signal, lane }, emit)),
    'maps.summarise': (request) => comparisonAnswers.summarise(request),
    'scattering.input': async ({ input, J }) => scatteringInput(input, J),
    'scattering.bank': async (request) => scatteringBank(request),
    'scattering.coefficients': (request) =>
      lanes.interactively(() => scatteringCoefficients(request, { device: 'cpu', threads: 0 })),
    'scattering.signalBank': async (request) => signalBank(request),
    'scattering.signal': (request) =>
      lanes.interactively(() => signalScattering(request, { device: 'cpu', threads: 0 })),
    'tool.run': (request, emit, signal) => {
      const call: ToolContext['call'] = (name, args, hear = () => undefined) => calls[name](args, hear, signal);
      return runTool(request, { call, progress: emit });
    },
  };
  return calls;
}

/** A model with what its other inputs are for an input, and the input. */
type Opened = Awaited<ReturnType<typeof openInput>>;

/** The latest input of each model: explaining after predicting reads no file and runs no forward pass again. */
class InputMemory {
  private readonly latest = new WeakMap<OpenedModel, { path: string; stamp: number; opened: Promise<Opened> }>();

  of(model: OpenedModel, path: string): Promise<Opened> {
    const stamp = modified(path);
    const known = this.latest.get(model);
    // What lies beside an image, and may change without it, is read anew.
    const isWhole = varyingInputs(model).length === 0;
    if (isWhole && known?.path === path && known.stamp === stamp) return known.opened;
    const opened = openInput(model, path);
    this.latest.set(model, { path, stamp, opened });
    opened.catch(() => this.latest.delete(model));
    return opened;
  }
}

/** When a file was last written; 0 where it cannot be read, which reading it will report. */
function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
