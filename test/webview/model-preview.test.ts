import assert from 'node:assert/strict';
import type { ModelDocument, ModelToHost, ModelToPanel } from '../../src/protocol/model-editor';
import { image } from './support/explanations';
import { documentOf } from './support/models';
import { TestedPage } from './support/tested-page';

describe('files that would name the classes', () => {
  const model = new TestedPage<ModelDocument, ModelToPanel, ModelToHost>('model', documentOf);

  for (const width of [1400, 900, 480])
    it(`are offered on the first screen at ${width} px, and lead to Save`, async () => {
      const { description } = documentOf();
      const labelFiles = [{ name: 'imagenet-1000.txt', names: ['tench', 'goldfish', 'great white shark'] }];
      const unnamed = { ...description!, recipe: { ...description!.recipe, labels: [] } };
      await model.show({ description: unnamed, labelFiles }, { width, height: 700 });
      const inSight = async (name: string): Promise<boolean> => {
        const box = await model.page.getByRole('button', { name, exact: true }).boundingBox();
        return box !== null && box.y >= 0 && box.y + box.height <= 700;
      };
      assert.ok(await inSight('Use imagenet-1000.txt'));
      await model.page.getByRole('button', { name: 'Use imagenet-1000.txt' }).click();
      assert.ok(await inSight('Save'));
    });
});

describe('what the network sees, beside the form', () => {
  const model = new TestedPage<ModelDocument, ModelToPanel, ModelToHost>('model', documentOf);

  for (const width of [1400, 900, 480]) {
    it(`is in sight of every field at ${width} px`, async () => {
      await model.show({}, { width, height: 700 });
      const field = model.page.locator('[data-field="labels"]').getByRole('textbox');
      await field.fill('names.txt');
      await model.panel.asked('preview', 1);
      await model.panel.answer('preview', { value: image() });
      await field.scrollIntoViewIfNeeded();
      const box = await model.page.locator('.preview-image').boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= 700, JSON.stringify(box));
    });

    it(`moves no field when it arrives at ${width} px`, async () => {
      await model.show({}, { width });
      const places = () =>
        model.page.locator('[data-field]').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().y));
      const before = await places();
      await model.panel.send({ kind: 'update', changes: { recipe: {} } });
      await model.panel.asked('preview', 1);
      await model.panel.answer('preview', { value: image() });
      await model.panel.asked('predict', 1);
      const predictions = [0.7, 0.2, 0.1].map((probability, index) => ({ index, label: 'cat', probability, logit: 1 }));
      await model.panel.answer('predict', { value: { predictions } });
      await model.page.locator('.tried li').nth(2).waitFor();
      assert.deepEqual(await places(), before);
    });
  }
});
