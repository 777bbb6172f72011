import assert from 'node:assert/strict';
import type { PageToHost } from '../../src/protocol/page';
import { comparisonOf } from './support/comparisons';
import { EvaluationPage } from './support/evaluation-page';
import { FiltersPage } from './support/filters-page';
import { comparisonPage, modelPage, scatteringPage } from './support/panel-pages';
import { TestedPage } from './support/tested-page';
import { TrainingPage } from './support/training-page';

describe('the command line of what is shown', () => {
  const evaluation = new EvaluationPage();
  const filters = new FiltersPage();
  const training = new TrainingPage();
  const comparison = comparisonPage();
  const model = modelPage();
  const scattering = scatteringPage();
  const pages: Readonly<Record<string, { menu: string | null; open(): Promise<unknown> }>> = {
    'the results of Evaluate': { menu: 'Suite', open: async () => (await evaluation.finished(), evaluation) },
    'the set-up of Evaluate': { menu: 'Suite', open: async () => (await evaluation.show(), evaluation) },
    Compare: { menu: 'Export', open: async () => (await comparison.show(await comparisonOf()), comparison) },
    Filters: { menu: 'Export', open: async () => (await filters.show(), filters) },
    ScatNet: { menu: 'Export', open: async () => (await scattering.show(), scattering) },
    Train: { menu: null, open: async () => (await training.show(), training) },
    'the Model editor': { menu: null, open: async () => (await model.show(), model) },
  };
  for (const [name, { menu, open }] of Object.entries(pages))
    it(`is copied from ${name}`, async () => {
      const { page, panel } = (await open()) as TestedPage<never, never, PageToHost>;
      const header = page.locator('header');
      if (menu) await header.getByRole('button', { name: menu }).first().click();
      await header.getByRole(menu ? 'menuitem' : 'button', { name: 'Copy as command line' }).click();
      assert.deepEqual(await panel.posted('copyCommand'), [{ kind: 'copyCommand' }]);
    });
});
