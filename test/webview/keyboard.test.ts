import assert from 'node:assert/strict';
import {
  emptyComparison,
  type ComparisonDocument,
  type ComparisonToHost,
  type ComparisonToPanel,
} from '../../src/protocol/comparison-panel';
import { comparisonOf } from './support/comparisons';
import { EvaluationPage } from './support/evaluation-page';
import { resultsOf } from './support/evaluations';
import { methods } from './support/explanations';
import { FiltersPage } from './support/filters-page';
import { modelPage, scatteringPage } from './support/panel-pages';
import { TestedPage } from './support/tested-page';
import { TrainingPage } from './support/training-page';
import { running, trained } from './support/trainings';

describe('panels with something to look at, by keyboard', () => {
  const filters = new FiltersPage();
  const scattering = scatteringPage();
  const model = modelPage();
  const pages: Readonly<Record<string, { show(): Promise<unknown>; places: readonly string[] }>> = {
    Filters: { show: async () => (await filters.show(), filters), places: ['.layers-pane', '.view:not([hidden])'] },
    ScatNet: {
      show: async () => (await scattering.show({}, { state: { view: 'bank' } }), scattering),
      places: ['.bank-view', '.detail'],
    },
    'the Model editor': { show: async () => (await model.show(), model), places: ['.layers-block', '.recipe'] },
  };
  for (const [name, { show, places }] of Object.entries(pages))
    it(`${name} skips to what it shows and to what is picked from`, async () => {
      const { page } = (await show()) as Pick<FiltersPage, 'page'>;
      await skipTo(page, places);
    });
});

/** Each link leads to its place. */
async function skipTo(page: FiltersPage['page'], places: readonly string[]): Promise<void> {
  for (const [tabs, place] of places.entries()) {
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.locator('.skip-link').first().focus();
    for (let i = 0; i < tabs; i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.ok(await page.evaluate((wanted) => document.activeElement?.matches(wanted), place), place);
  }
}

describe('panels with something to run, by keyboard', () => {
  const evaluation = new EvaluationPage();
  const training = new TrainingPage();
  const comparison = new TestedPage<ComparisonDocument, ComparisonToPanel, ComparisonToHost>(
    'comparison',
    (changes) => ({ ...emptyComparison, ...changes }),
  );
  const pending = methods.map(({ id }) => ({ method: id, selected: true, params: {}, layer: null }));
  type Shown = Pick<TestedPage<never, never, { kind: 'run' }>, 'page' | 'panel'>;
  const open: Readonly<Record<string, { show(): Promise<unknown>; results: string; setup: string }>> = {
    Evaluate: {
      show: async () => (await evaluation.finished(), evaluation),
      results: '.tile',
      setup: '.setup-box > summary',
    },
    Compare: {
      show: async () => (await comparison.show({ ...(await comparisonOf()), pending }), comparison),
      results: '.compared-results > section',
      setup: '.setup-bar .popover-button',
    },
    Train: {
      show: async () => (await training.show({ results: trained() }), training),
      results: '.curves',
      setup: '.setup-box > summary',
    },
  };
  for (const [name, { show, results, setup }] of Object.entries(open)) {
    it(`${name} skips to its results and to its set-up`, async () => {
      const { page } = (await show()) as Shown;
      await skipTo(page, [results, setup]);
    });

    it(`${name} runs by Ctrl+Enter, wherever the focus is`, async () => {
      const { page, panel } = (await show()) as Shown;
      await page.keyboard.press('Control+Enter');
      await page.locator('input').first().focus();
      await page.keyboard.press('Control+Enter');
      assert.equal((await panel.posted('run')).length, 2);
    });
  }

  it('says how far a run is', async () => {
    const said = async ({ page }: Pick<Shown, 'page'>): Promise<string> =>
      (await page.getByRole('status').allInnerTexts()).join('\n').replace(/\s/g, ' ');
    await training.show({ run: running() });
    assert.match(await said(training), /epoch 8 of 20/i);
    training.close();
    const [done] = (await comparisonOf()).images;
    const inputs = ['a.png', 'b.png'].map((name) => ({ uri: `file:///${name}`, name, thumbnail: null }));
    const images = [done, { state: 'running' }] as const;
    await comparison.show({ ...(await comparisonOf()), inputs, images, busy: true });
    assert.match(await said(comparison), /1 of 2 compared/);
    comparison.close();
    const progress = {
      kind: 'progress',
      done: 40,
      total: 100,
      skipped: 0,
      rate: 4,
      secondsLeft: 15,
      image: 'a.png',
    } as const;
    const { summary } = resultsOf({ images: 10, classes: 2 });
    const started = {
      ...({ kind: 'started', total: 100, skipped: 0, models: ['a'] } as const),
      ...{ methods: summary.methods, columns: summary.columns },
    };
    await evaluation.show({ run: { state: 'running', started, progress, table: null, error: null } });
    assert.match(await said(evaluation), /40 of 100 inputs/);
  });

  it('has no link to results that are not there', async () => {
    await evaluation.show();
    assert.deepEqual(await evaluation.page.locator('.skip-link:not([hidden])').allInnerTexts(), ['To the set-up']);
  });
});
