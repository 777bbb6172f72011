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
    assert.match(
      (await truth.getAttribute('title')) ?? '',
      /Phascolarctos cinereus[^]*Click to explain this class instead/,
    );
    const line = () => truth.evaluate((node) => getComputedStyle(node).textDecorationLine);
    assert.equal(await line(), 'underline', 'it looks like a button');
    await truth.click();
    const [{ target }] = (await explain.panel.until('target', 1)) as unknown as { target: number }[];
    assert.equal(target, predicted().predictions[1].index);
    await explain.page.locator('.target-name', { hasText: /^koala$/ }).waitFor();
    assert.equal(await truth.isDisabled(), true, 'it is the target now');
    assert.equal(await line(), 'none');
    assert.match((await truth.getAttribute('title')) ?? '', /The maps explain this class/);
  });

  for (const width of [900, 640, 526, 432])
    it(`is whole at ${width} px, as the target and its probability are; the cost gives way`, async () => {
      const told = predicted();
      const predictions = told.predictions.map((one, k) => (k === 1 ? { ...one, label: 'great grey owl' } : one));
      await explain.show(
        { prediction: { ...told, predictions }, cards: [], inputs: [{ ...input, truth: 'great grey owl' }] },
        { width },
      );
      for (const part of ['.target-name', '.target-button .figure', '.truth', '.setup-run vscode-button'])
        for (const one of await explain.page.locator(part).all()) {
          const [cut, right] = await one.evaluate((node) => [
            node.scrollWidth - node.clientWidth,
            node.getBoundingClientRect().right,
          ]);
          assert.ok(cut <= 0 && right <= width, `${part} cut by ${cut} px, ends at ${right} px`);
        }
      assert.equal(await explain.page.locator('.target-name').innerText(), 'golden retriever');
      assert.ok(Number(await explain.page.locator('.target-button .figure').evaluate((node) => node.clientWidth)) > 20);
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
