import assert from 'node:assert/strict';
import type { ModelDocument, ModelToHost, ModelToPanel } from '../../src/protocol/model-editor';
import { ExplainPage } from './support/explain-page';
import { layers, map } from './support/explanations';
import { filterLayers, structure } from './support/filters';
import { FiltersPage } from './support/filters-page';
import { description, documentOf as modelOf } from './support/models';
import { TestedPage } from './support/tested-page';

/** Layers of a network whose exporter named neither nodes nor modules: their tensors are numbers. */
function unnamed<L extends { readonly tensor: string }>(all: readonly L[]): L[] {
  return all.map((layer, i) => ({ ...layer, name: '', module: undefined, label: `${400 + i}` }));
}

describe('layers without names', () => {
  const model = new TestedPage<ModelDocument, ModelToPanel, ModelToHost>('model', modelOf);
  const explain = new ExplainPage();
  const filters = new FiltersPage();

  it('are listed by their tensors in the Model editor', async () => {
    const all = unnamed(description.layers);
    await model.show({ description: { ...description, layers: all } });
    const names = await model.page.locator('.layer .layer-name').allInnerTexts();
    assert.deepEqual(
      names,
      all.map(({ label }) => label),
    );
  });

  it('are told apart in the layer overview', async () => {
    const all = unnamed(layers);
    await explain.show({
      layers: all,
      layerOverview: {
        method: 'grad-cam',
        layers: all.map(({ tensor, label, name }) => ({
          tensor,
          label,
          name,
          shape: [16, 8, 8],
          automatic: false,
          map: map(1, false),
        })),
        forwardPasses: 1,
        backwardPasses: 1,
        seconds: 0.1,
      },
    });
    const stages = explain.page.locator('.layer-overview');
    for (const { label } of all) await stages.getByRole('radio', { name: label, exact: true }).waitFor();
    const texts = (await stages.locator('.segment').allInnerTexts()).map((text) => text.trim());
    assert.deepEqual(texts, ['Automatic', ...all.map(({ label }) => label)]);
  });

  it('are listed by their tensors in Filters, in all views', async () => {
    const kernels = unnamed(filterLayers.layers);
    const all = structure.map((layer, i) => ({ ...layer, name: '', module: undefined, label: `${500 + i}` }));
    for (const view of ['kernels', 'features']) {
      await filters.show(
        { layers: { state: 'done', value: { ...filterLayers, layers: kernels } }, structure: all },
        {
          state: { view },
        },
      );
      const titles = await filters.page.locator('.layer-title').allInnerTexts();
      assert.deepEqual(
        titles,
        (view === 'kernels' ? kernels : all).map(({ label }) => label),
        view,
      );
      filters.close();
    }
  });
});
