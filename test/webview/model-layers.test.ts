import assert from 'node:assert/strict';
import type { ModelDocument, ModelToHost, ModelToPanel } from '../../src/protocol/model-editor';
import { description, documentOf } from './support/models';
import { TestedPage } from './support/tested-page';

describe('the layers in the Model editor', () => {
  const model = new TestedPage<ModelDocument, ModelToPanel, ModelToHost>('model', documentOf);
  const visible = () => model.page.locator('.layer:visible .layer-name').allInnerTexts();

  it('are filtered by name, operator and shape', async () => {
    await model.show();
    const filter = model.page.getByRole('textbox', { name: 'Filter layers' });
    await filter.fill('layer1 conv');
    assert.deepEqual(await visible(), ['layer1.0.conv1', 'layer1.0.conv2']);
    await filter.fill('gemm 1000');
    assert.deepEqual(await visible(), ['head.fc']);
    await filter.fill('');
    assert.equal((await visible()).length, description.layers.length);
  });

  it('are folded behind an arrow that says whether they are', async () => {
    await model.show();
    const group = model.page.locator('.layer-group', { hasText: 'layer1' });
    const arrow = () => group.evaluate((node) => getComputedStyle(node, '::before').transform);
    const open = await arrow();
    assert.notEqual(open, 'none');
    await group.click();
    assert.equal(await model.page.locator('.layer', { hasText: 'layer1.0.conv1' }).isVisible(), false);
    assert.equal(await arrow(), 'none');
    await group.click();
    assert.equal(await arrow(), open);
  });

  it('need no group where there is only one, as in a network without modules', async () => {
    const layers = description.layers.map((layer) => ({ ...layer, module: undefined, label: layer.tensor }));
    await model.show({ description: { ...description, layers } });
    assert.equal(await model.page.locator('.layer-group:visible').count(), 0);
    assert.equal((await visible()).length, layers.length);
  });

  for (const width of [1400, 900])
    it(`show operators, shapes and parameters whole at ${width} px, however long the names`, async () => {
      const long = 'FeatureExtractor/MobilenetV2/expanded_conv_16/depthwise/BatchNorm_Fold/bias';
      const layers = description.layers.map((layer) => ({ ...layer, label: long, shape: ['batch', 144, 112, 112] }));
      await model.show({ description: { ...description, layers } }, { width });
      const cut = await model.page
        .locator('.layer:has-text("Conv") .figure')
        .evaluateAll((all) => all.map((one) => one.scrollWidth - one.clientWidth).filter((by) => by > 0));
      assert.deepEqual(cut, []);
    });
});
