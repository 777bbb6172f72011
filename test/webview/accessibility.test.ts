import assert from 'node:assert/strict';
import { themes, toTheme, violations } from './support/accessibility';
import { comparisonOf, namedMaps, shownOf } from './support/comparisons';
import { detection, segmentation } from './support/detections';
import { EvaluationPage } from './support/evaluation-page';
import { ExplainPage } from './support/explain-page';
import { done, methods } from './support/explanations';
import { features } from './support/filters';
import { FiltersPage } from './support/filters-page';
import { cutTexts } from './support/layout';
import { recipe } from './support/recipes';
import { sampleCurve } from './support/sample-curves';
import { comparisonPage, modelPage, scatteringPage } from './support/panel-pages';
import { TestedPage } from './support/tested-page';
import { TrainingPage } from './support/training-page';
import { running, trained } from './support/trainings';

describe('every panel in every theme', () => {
  const explain = new ExplainPage();
  const evaluation = new EvaluationPage();
  const filters = new FiltersPage();
  const training = new TrainingPage();
  const comparison = comparisonPage();
  const model = modelPage();
  const scattering = scatteringPage();
  type Shown = Pick<TestedPage<never, never, { kind: string }>, 'page' | 'close'>;
  const error = { code: 'not-found', what: 'there is no such file', next: 'Choose another' } as const;
  const inputs = ['a.png', 'b.png'].map((name) => ({ uri: `file:///${name}`, name, thumbnail: null, truth: 'hat' }));
  const cards = methods.map(({ id }) => done(id, { warnings: ['This map is zero everywhere.'] }));
  const layers = { state: 'done', value: [features(8)] } as never;

  const scenes: Readonly<Record<string, () => Promise<Shown>>> = {
    Explain: async () => (await explain.show({ recipe, inputs, cards }), explain),
    'Explain with an error': async () => {
      await explain.show({ cards: [{ method: 'grad-cam', state: 'error', error }, done('occlusion')] });
      return explain;
    },
    'the methods of Explain': async () => (await explain.show(), await explain.openMethods(), explain),
    'the classes of Explain': async () => (await explain.show(), await explain.openTarget(), explain),
    'the boxes of a detector': async () => (await explain.show({ prediction: detection() }), explain),
    'what of a box is explained': async () => {
      await explain.show({ prediction: detection(), task: { id: 'detection', reason: 'a head of boxes' } });
      await explain.openTarget();
      return explain;
    },
    'a box that is drawn': async () => {
      await explain.show({ prediction: detection() });
      await explain.page.getByRole('button', { name: 'Draw a missed box' }).click();
      return explain;
    },
    'a detector that finds nothing': async () => (await explain.show({ prediction: detection([]) }), explain),
    'the classes of a segmentation': async () => (await explain.show({ prediction: segmentation() }), explain),
    'Explain before an image': async () => (await explain.show({ inputs: [], prediction: null, cards: [] }), explain),
    'the results of Evaluate': async () => (await evaluation.finished({ recipes: [recipe] }), evaluation),
    'the set-up of Evaluate': async () => (await evaluation.show({ results: null }), evaluation),
    Compare: async () => {
      await comparison.show(await comparisonOf({ shown: { state: 'done', value: await shownOf(namedMaps(3)) } }));
      return comparison;
    },
    'the kernels of Filters': async () => (await filters.show({ recipe }), filters),
    'the maps of Filters': async () => {
      await filters.show({ features: layers }, { state: { view: 'features' } });
      return filters;
    },
    'the Model editor': async () => (await model.show(), model),
    'the set-up of Train': async () => (await training.show({}, { state: { sheetOpen: true } }), training),
    'a training that runs': async () => (await training.show({ run: running() }), training),
    'the results of Train': async () => {
      const { finished, result } = trained();
      await training.show({ results: { finished, result: { ...result, curve: sampleCurve() } } });
      return training;
    },
    ScatNet: async () => (await scattering.show(), scattering),
  };

  for (const [name, show] of Object.entries(scenes))
    it(`${name}: no fault of accessibility, no text cut untold`, async () => {
      const { page } = await show();
      for (const theme of themes) {
        await toTheme(page, theme);
        assert.deepEqual(await violations(page, theme === themes[0] ? 'all' : 'colors'), [], theme);
      }
      for (const width of [1400, 900, 480]) {
        await page.setViewportSize({ width, height: 900 });
        assert.deepEqual(await cutTexts(page, 'body'), [], `${width} px`);
        const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(scrollWidth <= width, `${scrollWidth} px wide at ${width} px`);
      }
    });

  /** What is looked at first, in the panels that show maps or filters. */
  const first: Readonly<Record<string, string>> = {
    Explain: '.card .stage-canvas',
    Compare: '.map .stage-canvas',
    'the kernels of Filters': '.view [role="listbox"]',
    'the maps of Filters': '.view [role="listbox"]',
  };
  for (const [name, place] of Object.entries(first))
    it(`${name}: at most 12 tab stops before what is looked at`, async () => {
      const { page } = await scenes[name]();
      const isReached = (): Promise<boolean> =>
        page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, place);
      let stops = 0;
      for (; stops < 60 && !(await isReached()); stops++) await page.keyboard.press('Tab');
      assert.ok(stops <= 12, `${stops} stops`);
    });

  for (const name of [
    'Explain',
    'the results of Evaluate',
    'Compare',
    'the kernels of Filters',
    'ScatNet',
    'the results of Train',
    'the Model editor',
  ])
    it(`${name}: links past what stands above are seen only while they have the focus`, async () => {
      const { page } = await scenes[name]();
      const opacity = (): Promise<string[]> =>
        page
          .locator('.skip-link:not([hidden])')
          .evaluateAll((links) => links.map((one) => getComputedStyle(one).opacity));
      const hidden = await opacity();
      assert.ok(hidden.length > 0 && hidden.every((one) => one === '0'), hidden.join());
      await page.locator('.skip-link:not([hidden])').first().focus();
      assert.equal((await opacity())[0], '1');
    });
});
