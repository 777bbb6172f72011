import type { EngineCallName } from '../../protocol/engine';
import type { TrainingCalls } from '../../protocol/training';
import { comparisonAnswers } from '../comparison/calls';
import { folderAnswers } from '../evaluation/calls';
import { runEvaluation } from '../evaluation/evaluation';
import { costOfMetric } from '../evaluation/metric-cost';
import { metricDescriptions } from '../evaluation/metrics';
import { listSamples, testSamples } from '../evaluation/sample-tests';
import { verdictAnswers } from '../evaluation/verdict-calls';
import { explainerAnswers } from '../explainer/calls';
import { drawFigure } from '../figure/figure';
import { FolderTurns } from '../file/folder-turns';
import { enterWorkspace } from '../file/workspace';
import { filterAnswers } from '../filters/calls';
import type { Models } from '../model/open-models';
import { runTool } from '../tool';
import type { ToolContext } from '../tool/tool';
import { trainingAnswers } from '../training/calls';
import { Lanes } from './lanes';
import { partsAnswers } from './parts-calls';
import { answeringWith, type Answer } from './answers';
import { evidenceAnswers } from './evidence-calls';
import { imageAnswers } from './image-calls';
import { inputAnswers } from './input-calls';
import { modelAnswers } from './model-calls';
import { scatteringAnswers } from './scattering-calls';

export type Calls = { readonly [N in EngineCallName]: Answer<N> };

/** The engine's answers over a set of models. */
export function callsOver(models: Models): Calls {
  const lanes = new Lanes();
  const answering = answeringWith(models, lanes);
  const evaluations = new FolderTurns();
  const trainings = trainingAnswers();
  const filters = filterAnswers(models, (model, path) => answering.inputs.of(model, path));
  const training =
    <N extends keyof TrainingCalls>(name: N): Answer<N> =>
    (args, emit, signal) => {
      const runtime = { device: 'cpu', threads: models.chosen.threads } as const;
      return trainings[name](args, emit, { runtime, signal, lane: lanes.background });
    };
  const calls: Calls = {
    ...modelAnswers(answering),
    ...inputAnswers(answering),
    ...imageAnswers(answering),
    ...evidenceAnswers(answering),
    ...scatteringAnswers(answering),
    'settings.apply': async (settings) => {
      enterWorkspace(settings.folders);
      await models.apply(settings);
      return null;
    },
    'metric.list': async () => metricDescriptions(),
    'metric.cost': async ({ model, metrics, input }) => {
      const { network } = await models.open(model, input);
      return metrics.map((request) => costOfMetric(network, request));
    },
    'folder.evaluate': async (request, emit, signal) => {
      const options = { ...models.chosen, signal, lane: lanes.background };
      await evaluations.run(request.out, () => runEvaluation(request, options, emit));
      return null;
    },
    ...folderAnswers((path) => models.file(path)),
    ...verdictAnswers,
    ...partsAnswers(() => ({ ...models.chosen, lane: lanes.background })),
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
    'maps.compare': (request, emit, signal) =>
      lanes.interactively((lane) => comparisonAnswers.compare(request, { signal, lane }, emit)),
    'maps.summarise': (request) => comparisonAnswers.summarise(request),
    'tool.run': (request, emit, signal) => {
      const call: ToolContext['call'] = (name, args, hear = () => undefined) => calls[name](args, hear, signal);
      return runTool(request, { call, progress: emit });
    },
  };
  return calls;
}
