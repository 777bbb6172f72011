import { comparisonOf, namedMaps, shownOf } from './comparisons';
import { detection, segmentation } from './detections';
import { documentOf as evaluationOf } from './evaluation-documents';
import { EvaluationPage, size } from './evaluation-page';
import { columnsOf, resultsOf } from './evaluations';
import { ExplainPage } from './explain-page';
import { documentOf as explainOf, done, layers as explained, map, methods } from './explanations';
import { documentOf as filtersOf, features } from './filters';
import { FiltersPage } from './filters-page';
import { gridOf } from './map-grids';
import { documentOf as modelOf } from './models';
import { comparisonPage, modelPage, scatteringPage } from './panel-pages';
import { withRealNames } from './real-names';
import { recipe } from './recipes';
import { sampleCurve } from './sample-curves';
import { coefficients } from './scattering';
import type { TestedPage } from './tested-page';
import { TrainingPage } from './training-page';
import { documentOf as trainingOf, running, trained } from './trainings';
import { versionsOf } from './versions';

type Shown = Pick<TestedPage<never, never, { kind: string }>, 'page' | 'close'>;

export interface PanelScene {
  show(): Promise<Shown>;
  /** What is looked at first there: its first part that the Tab key reaches. */
  readonly first: string;
}

/** Every panel in its states, with names as short as in an example and as long as in real life; call inside `describe`. */
export function panelScenes(): Readonly<Record<string, PanelScene>> {
  const explain = new ExplainPage();
  const evaluation = new EvaluationPage();
  const filters = new FiltersPage();
  const training = new TrainingPage();
  const comparison = comparisonPage();
  const model = modelPage();
  const scattering = scatteringPage();
  const error = { code: 'not-found', what: 'there is no such file', next: 'Choose another' } as const;
  const inputs = ['a.png', 'b.png'].map((name) => ({ uri: `file:///${name}`, name, thumbnail: null, truth: 'hat' }));
  const cards = methods.map(({ id }) => done(id, { warnings: ['This map is zero everywhere.'] }));
  const layers = { state: 'done', value: [features(8)] } as never;
  const { finished, result } = trained();
  const overview = {
    method: 'grad-cam',
    layers: explained.map(({ tensor, label, name }) => ({
      ...{ tensor, label, name, shape: [16, 8, 8], automatic: false, map: map(1, false) },
    })),
    ...{ forwardPasses: 1, backwardPasses: 1, seconds: 0.1 },
  };
  const map1 = '.card .stage-canvas';
  const kernel = '.grid[role="listbox"]';
  const setup = '.setup-box > summary';
  const seen = '.preview vscode-button';

  /** Opens a panel and takes it along. */
  const scene = <P extends Shown>(page: P, first: string, show: (page: P) => Promise<unknown>): PanelScene => ({
    first,
    show: async () => (await show(page), page),
  });

  return {
    Explain: scene(explain, map1, (one) => one.show({ recipe, inputs, cards })),
    'Explain with real names': scene(explain, map1, (one) =>
      one.show(withRealNames(explainOf({ recipe, inputs, cards, layerOverview: overview }))),
    ),
    'Explain with an error': scene(explain, map1, (one) =>
      one.show({ cards: [{ method: 'grad-cam', state: 'error', error }, done('occlusion')] }),
    ),
    'many images of Explain': scene(explain, '.map-grid canvas, .map-grid [tabindex="0"]', async (one) => {
      await one.show({ recipe, inputs, cards }, { state: { layout: 'grid' } });
      await one.panel.send({ kind: 'grid', grid: withRealNames(gridOf()) });
    }),
    'versions in Explain': scene(explain, '.versions [tabindex="0"]', async (one) => {
      await one.show({ recipe, inputs, cards }, { state: { layout: 'versions' } });
      await one.panel.send({ kind: 'versions', changes: withRealNames(versionsOf()) });
    }),
    'the methods of Explain': scene(explain, map1, async (one) => (await one.show(), await one.openMethods())),
    'the classes of Explain': scene(explain, map1, async (one) => {
      await one.show(withRealNames(explainOf()));
      await one.openTarget();
    }),
    'the boxes of a detector': scene(explain, map1, (one) => one.show({ prediction: detection() })),
    'what of a box is explained': scene(explain, map1, async (one) => {
      await one.show({ prediction: detection(), task: { id: 'detection', reason: 'a head of boxes' } });
      await one.openTarget();
    }),
    'a box that is drawn': scene(explain, map1, async (one) => {
      await one.show({ prediction: detection() });
      await one.page.getByRole('button', { name: 'Draw a missed box' }).click();
    }),
    'a detector that finds nothing': scene(explain, map1, (one) => one.show({ prediction: detection([]) })),
    'the classes of a segmentation': scene(explain, map1, (one) => one.show({ prediction: segmentation() })),
    'Explain before an image': scene(explain, '.message vscode-button', (one) =>
      one.show({ inputs: [], prediction: null, cards: [] }),
    ),
    'the results of Evaluate': scene(evaluation, '.tile', (one) => one.finished({ recipes: [recipe] })),
    'the results of Evaluate with real names': scene(evaluation, '.tile', async (one) => {
      await one.show(withRealNames(evaluationOf({ recipes: [recipe], results: resultsOf(size) })));
      await one.panel.answer('images', { value: withRealNames(columnsOf(size, 0)) });
      await one.page.locator('.image-rows .image-row').first().waitFor();
    }),
    'the set-up of Evaluate': scene(evaluation, setup, (one) =>
      one.show(withRealNames(evaluationOf({ results: null }))),
    ),
    Compare: scene(comparison, '.map .stage-canvas', async (one) =>
      one.show(await comparisonOf({ shown: { state: 'done', value: await shownOf(namedMaps(3)) } })),
    ),
    'Compare with real names': scene(comparison, '.map .stage-canvas', async (one) => {
      const shown = { state: 'done', value: await shownOf(namedMaps(3)) } as const;
      await one.show(withRealNames(await comparisonOf({ shown })));
    }),
    'the kernels of Filters': scene(filters, kernel, (one) => one.show({ recipe })),
    'the kernels of Filters with real names': scene(filters, kernel, (one) =>
      one.show(withRealNames(filtersOf({ recipe }))),
    ),
    'the maps of Filters': scene(filters, kernel, (one) =>
      one.show({ features: layers }, { state: { view: 'features' } }),
    ),
    'the Model editor': scene(model, seen, (one) => one.show()),
    'the Model editor with real names': scene(model, seen, (one) => one.show(withRealNames(modelOf()))),
    'the set-up of Train': scene(training, setup, (one) => one.show({}, { state: { sheetOpen: true } })),
    'the set-up of Train with real names': scene(training, setup, (one) =>
      one.show(withRealNames(trainingOf()), { state: { sheetOpen: true } }),
    ),
    'a training that runs': scene(training, '.line-chart', (one) => one.show({ run: running() })),
    'the results of Train': scene(training, '.line-chart', (one) =>
      one.show({ results: { finished, result: { ...result, curve: sampleCurve() } } }),
    ),
    'the results of Train with real names': scene(training, '.line-chart', (one) =>
      one.show(withRealNames(trainingOf({ results: { finished, result } }))),
    ),
    ScatNet: scene(scattering, kernel, (one) => one.show()),
    'the filter bank of ScatNet': scene(scattering, kernel, (one) => one.show({}, { state: { view: 'bank' } })),
    'the coefficients of ScatNet': scene(scattering, kernel, (one) =>
      one.show({ coefficients: { state: 'done', value: coefficients() } }, { state: { view: 'coefficients' } }),
    ),
  };
}
