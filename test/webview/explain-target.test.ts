import assert from 'node:assert/strict';
import { ExplainPage } from './support/explain-page';
import { done, prediction, predictions } from './support/explanations';

describe('targets of more than one class or image in the Explain panel', () => {
  const explain = new ExplainPage();
  const target = () => explain.page.locator('.target-button');

  it('are several labels, chosen by boxes, and the sum of their logits', async () => {
    const task = { id: 'multi-label', reason: 'a Sigmoid of several' } as const;
    await explain.show({ prediction: prediction({ link: 'sigmoid' }), task, cards: [done('grad-cam')] });
    await explain.openTarget();
    await explain.page.getByRole('checkbox', { name: 'Several together' }).click();
    assert.deepEqual((await explain.panel.until('target', 1))[0].group, [0]);
    await explain.page.getByRole('checkbox', { name: /^sunglasses/ }).check();
    assert.deepEqual((await explain.panel.until('target', 2))[1].group, [0, 2]);
    const sum = predictions[0].logit + predictions[2].logit;
    assert.match(await target().innerText(), new RegExp(`^glasses \\+ sunglasses\\s+logits ${sum.toPrecision(3)}`));
    assert.match(await explain.card('grad-cam').locator('.card-sub').innerText(), /glasses \+ sunglasses/);
    await explain.page.getByRole('checkbox', { name: 'Several together' }).click();
    assert.equal((await explain.panel.until('target', 3))[2].group, undefined);
    assert.equal(await explain.page.getByRole('radio', { name: /^sunglasses/ }).count(), 1);
  });

  it('are one class and not another, by the difference of their logits', async () => {
    await explain.show({ prediction: prediction(), cards: [done('grad-cam')] });
    await explain.openTarget();
    await explain.page.getByRole('combobox', { name: 'Class that is taken off' }).selectOption('sunglasses');
    const [asked] = await explain.panel.until('target', 1);
    assert.deepEqual([asked.target, asked.against], [0, 2]);
    const difference = predictions[0].logit - predictions[2].logit;
    assert.match(
      await target().innerText(),
      new RegExp(`^glasses − sunglasses\\s+logits ${difference.toPrecision(3)}`),
    );
    // What is taken off from itself is nothing.
    await explain.page.getByRole('radio', { name: /^sunglasses/ }).check();
    const [, next] = await explain.panel.until('target', 2);
    assert.deepEqual([next.target, next.against], [2, null]);
  });

  it('are images that an embedding is compared to, added, taken away and measured', async () => {
    const task = { id: 'embedding', reason: 'the sidecar says so' } as const;
    const files = ['file:///faces/b%20c.png', 'file:///faces/d.png'];
    const embedding = prediction({ link: 'identity' });
    await explain.show({ prediction: embedding, task, references: { files, measure: 'similarity' }, cards: [] });
    assert.match(await target().innerText(), /^similarity to b c\.png, d\.png/);
    await explain.openTarget();
    assert.equal(await explain.page.locator('.prediction input:checked').count(), 0);
    assert.match(await explain.page.locator('.prediction').first().innerText(), /0\.71/);
    await explain.page.getByRole('button', { name: 'Add reference images…' }).click();
    await explain.panel.until('addReferences', 1);
    await explain.page.getByRole('radio', { name: '1 less the mean cosine of the embeddings' }).check();
    assert.deepEqual((await explain.panel.until('target', 1))[0].references, { files, measure: 'distance' });
    await explain.page.getByRole('button', { name: 'Nearest to the mean of the references…' }).click();
    assert.deepEqual(await explain.panel.until('nearest', 1), [{ kind: 'nearest', toReferences: true }]);
    await explain.page.getByRole('button', { name: 'Take away b c.png' }).click();
    assert.equal(await explain.page.getByRole('button', { name: /Nearest to the mean/ }).count(), 0, 'one has no mean');
    assert.deepEqual((await explain.panel.until('target', 2))[1].references, {
      files: [files[1]],
      measure: 'distance',
    });
    await explain.page.getByRole('button', { name: 'Take away d.png' }).click();
    assert.equal((await explain.panel.until('target', 3))[2].references, undefined);
  });

  it('are found among the images of a folder, the nearest first', async () => {
    const task = { id: 'embedding', reason: 'the sidecar says so' } as const;
    const embedding = prediction({ link: 'identity' });
    await explain.show({ prediction: embedding, task, cards: [] });
    await explain.openTarget();
    await explain.page.getByRole('button', { name: 'Nearest images of a folder…' }).click();
    await explain.panel.until('nearest', 1);
    await explain.panel.send({ kind: 'update', changes: { nearest: { state: 'loading', done: 3, of: 20 } } });
    const said = explain.page.locator('.nearest [role="status"]');
    assert.equal(await said.innerText(), '3 of 20 images');
    const images = ['b', 'c'].map((name, k) => ({
      uri: `file:///faces/${name}.png`,
      name: `${name}.png`,
      thumbnail: null,
      similarity: [0.98, -0.125][k],
    }));
    const leftOut = [{ name: '/faces/d.png', reason: 'it is empty' }];
    const value = { folder: 'faces', compared: 19, leftOut, images };
    await explain.panel.send({ kind: 'update', changes: { nearest: { state: 'done', value } } });
    assert.equal(await said.innerText(), 'The nearest 2 of 19 images of faces, with the cosine · 1 could not be read');
    const found = explain.page.getByRole('group', { name: 'Nearest images' }).getByRole('button');
    assert.deepEqual(await found.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label'))), [
      'b.png, similarity 0.980',
      'c.png, similarity −0.125',
    ]);
    await found.last().focus();
    await explain.page.keyboard.press('Enter');
    const [asked] = await explain.panel.until('target', 1);
    assert.deepEqual(asked.references, { files: ['file:///faces/c.png'], measure: 'similarity' });
    assert.equal(await found.last().getAttribute('aria-pressed'), 'true');
    assert.match(await target().innerText(), /^similarity to c\.png/);
  });
});
