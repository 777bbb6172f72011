import assert from 'node:assert/strict';
import { balancedColumns } from '../../src/webview/explain/columns';
import { shortNames } from '../../src/webview/ui/short-names';
import { ExplainPage } from './support/explain-page';
import { done, prediction } from './support/explanations';

describe('the true class beside the target', () => {
  const explain = new ExplainPage();
  const input = { uri: 'file:///faces/a.png', name: 'a.png', thumbnail: null };
  const labels = ['golden retriever', 'koala, koala bear, kangaroo bear, native bear, Phascolarctos cinereus'];
  const predicted = () => {
    const told = prediction();
    const predictions = told.predictions.map((one, k) => ({ ...one, label: labels[k] ?? one.label }));
    return { ...told, predictions };
  };

  it('becomes the target by a click, and is called by its first synonym', async () => {
    await explain.show({
      prediction: predicted(),
      cards: [done('grad-cam')],
      inputs: [{ ...input, truth: labels[1] }],
    });
    const truth = explain.page.locator('.truth');
    assert.equal(await truth.innerText(), 'true: koala ✗');
    assert.match((await truth.getAttribute('title')) ?? '', /Phascolarctos cinereus[^]*Explain this class/);
    await truth.click();
    const [{ target }] = (await explain.panel.until('target', 1)) as unknown as { target: number }[];
    assert.equal(target, predicted().predictions[1].index);
    await explain.page.locator('.target-name', { hasText: /^koala$/ }).waitFor();
    assert.equal(await truth.isDisabled(), true, 'it is the target now');
  });
});

describe('short names of classes', () => {
  it('are the first synonyms, but where two classes share it', () => {
    const short = shortNames(['tabby, tabby cat', 'crane', 'crane, derrick', 'car, red', 'car, blue']);
    assert.deepEqual(['tabby, tabby cat', 'crane, derrick', 'crane', 'car, red'].map(short), [
      'tabby',
      'crane, derrick',
      'crane',
      'car, red',
    ]);
  });
});

describe('the columns of the cards', () => {
  it('make rows of equal length, and one column where there is no room', () => {
    assert.equal(balancedColumns(6, 1368), 3);
    assert.equal(balancedColumns(5, 1368), 5);
    assert.equal(balancedColumns(3, 1368), 3);
    assert.equal(balancedColumns(7, 1368), 4);
    assert.equal(balancedColumns(2, 448), 2);
    assert.equal(balancedColumns(4, 150), 1);
  });
});
