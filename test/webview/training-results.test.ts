import assert from 'node:assert/strict';
import { none } from '../../src/protocol/loading';
import { cutTexts, escapees } from './support/layout';
import { TrainingPage, plain } from './support/training-page';
import { running, trained } from './support/trainings';

describe('the Training panel after a run', () => {
  const training = new TrainingPage();

  const done = { results: trained(), estimate: none };

  it('shows folds × measures with mean and deviation, and opens each fold’s model', async () => {
    await training.show(done);
    assert.equal(await training.state(), 'done');
    const rows = training.section('Folds').locator('tbody tr');
    assert.equal(await rows.count(), 7);
    const [cnn] = trained().result.networks;
    const last = plain(await rows.nth(5).innerText())
      .split('\t')
      .map((text) => text.trim());
    assert.equal(last[0], 'mean');
    assert.ok(last.includes(`${(100 * cnn.mean['Accuracy (validation)']).toFixed(1)} %`), last.join());
    for (const [name, use] of [
      ['Explain with the model of fold 2', 'explain'],
      ['Evaluate the model of fold 2', 'evaluate'],
      ['Show the filters of fold 2', 'filters'],
    ] as const) {
      await training.press(name);
      assert.deepEqual((await training.panel.posted('use')).at(-1), { kind: 'use', model: 'cnn/fold-2.onnx', use });
    }
  });

  it('shows several networks side by side, and those that are looked at', async () => {
    await training.show(done);
    assert.equal(await training.section('Networks side by side').locator('tbody tr').count(), 2);
    await training.section('Networks side by side').getByRole('button', { name: 'scatnet' }).click();
    await training.press('Show the filters of fold 1');
    assert.equal((await training.panel.posted('use'))[0].model, 'scatnet/fold-1.onnx');
  });

  it('lists wrong inputs by part, fold and cell, each one click from its explanation', async () => {
    await training.show(done);
    const tiles = training.section('Wrong inputs').locator('.wrong-tile');
    assert.equal(await tiles.count(), 5 + 4 + 3 + 2 + 1);
    await training.page.getByRole('radio', { name: 'Fold 2' }).check({ force: true });
    assert.equal(await tiles.count(), 4);
    const { wrong, model } = trained().result.networks[0].folds[1];
    await tiles.nth(2).click();
    assert.deepEqual((await training.panel.posted('explain'))[0], {
      kind: 'explain',
      name: wrong.validation[2].input,
      names: wrong.validation.map(({ input }) => input),
      truths: wrong.validation.map(({ label }) => label),
      model,
    });
    await training.page.getByRole('button', { name: 'no-glasses taken for sunglasses' }).click();
    assert.equal(await tiles.count(), 1);
    await training.page.getByRole('button', { name: 'Show all' }).click();
    await training.page.getByRole('radio', { name: 'Test' }).check({ force: true });
    assert.equal(await tiles.count(), 1);
    assert.match(plain(await training.section('Answers').locator('.measures').innerText()), /Accuracy\s+96\.0 %/);
  });

  it('shows all folds where other results have no such fold as was looked at', async () => {
    await training.show(done);
    await training.page.getByRole('radio', { name: 'Fold 3' }).check({ force: true });
    await training.panel.send({ kind: 'update', changes: { results: trained(['cnn'], 1) } });
    assert.match(plain(await training.section('Answers').locator('.measures').innerText()), /Accuracy\s+\d\d\.\d %/);
    assert.equal(await training.section('Wrong inputs').locator('.wrong-tile').count(), 5);
  });

  it('opens reports, and says when other choices are set up', async () => {
    await training.show({ ...done, differs: '/workspace/.saliency-lens/training/faces-2' });
    await training.press('Report');
    await training.page.getByRole('menuitem', { name: 'LaTeX' }).click();
    assert.deepEqual(await training.panel.posted('report'), [{ kind: 'report', format: 'tex' }]);
    assert.match(await training.section('What is shown').innerText(), /a new training goes to faces-2/);
    await training.press('Set up what made these results');
    assert.equal((await training.panel.posted('adopt')).length, 1);
  });

  for (const width of [1400, 900, 480]) {
    it(`has all that can be done in one line at ${width} px, at rest and at work`, async () => {
      const states = [done, {}, { run: running() }, { run: running({ state: 'paused' }) }, { ...done, run: running() }];
      for (const state of states) {
        await training.show(state, { width });
        const tops = await training.page
          .locator('.header-actions > :visible')
          .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ y, height }) => y + height / 2));
        assert.ok(tops.length >= 3 && Math.max(...tops) - Math.min(...tops) < 4, JSON.stringify([state, tops]));
        training.close();
      }
    });

    it(`fits into ${width} px`, async () => {
      await training.show(done, { width });
      assert.deepEqual(await escapees(training.page, 'header'), []);
      assert.deepEqual(await cutTexts(training.page, 'body'), []);
      assert.ok(await training.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    });
  }
});
