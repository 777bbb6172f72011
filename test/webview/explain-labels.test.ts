import assert from 'node:assert/strict';
import type { PredictResult } from '../../src/protocol/prediction';
import { ExplainPage } from './support/explain-page';
import { done, prediction } from './support/explanations';

const several: PredictResult = prediction({
  link: 'sigmoid',
  predictions: ['glasses', 'hat', 'beard', 'scarf'].map((label, index) => ({
    index,
    label,
    probability: [0.92, 0.81, 0.4, 0.01][index],
    logit: [2.4, 1.4, -0.4, -4.6][index],
  })),
});

const estimates: PredictResult = prediction({
  link: 'identity',
  predictions: ['age', 'height'].map((label, index) => ({
    index,
    label,
    probability: [34.2, 171.5][index],
    logit: [34.2, 171.5][index],
  })),
});

describe('several labels in the Explain panel', () => {
  const explain = new ExplainPage();

  it('have a bar each with the threshold from which a label counts as there', async () => {
    await explain.show({ prediction: several, task: { id: 'multi-label', reason: 'several sigmoids' } });
    await explain.openTarget();
    const rows = explain.page.locator('[data-prediction]');
    const bars = await rows.locator('.bar').evaluateAll((all) =>
      all.map((bar) => ({
        filled: bar.firstElementChild!.getBoundingClientRect().width / bar.clientWidth,
        mark: getComputedStyle(bar, '::after').left,
        middle: `${bar.clientWidth / 2}px`,
      })),
    );
    assert.deepEqual(
      bars.map(({ filled }) => Math.round(100 * filled)),
      [92, 81, 40, 1],
    );
    assert.ok(bars.every(({ mark, middle }) => mark === middle));
    assert.match(await explain.page.locator('.target-task').innerText(), /^Several labels: several sigmoids/);
  });

  it('are given from thresholds that are moved without a run, and kept in the sidecar', async () => {
    const own = several.predictions.map((label) => ({ ...label, threshold: 0.5 }));
    await explain.show({
      prediction: { ...several, predictions: own },
      task: { id: 'multi-label', reason: 'sigmoids' },
    });
    await explain.openTarget();
    const given = explain.page.locator('.given-labels');
    const keep = explain.page.getByRole('button', { name: 'Keep the thresholds' });
    assert.equal(await given.innerText(), 'Given: glasses, hat');
    assert.equal(await keep.isVisible(), false);
    const field = explain.page.getByRole('spinbutton', { name: 'Threshold of beard' });
    assert.equal(await field.inputValue(), '0.5');
    await field.fill('0.4');
    assert.equal(await given.innerText(), 'Given: glasses, hat, beard');
    await explain.page.getByRole('spinbutton', { name: 'Threshold of glasses' }).fill('0.95');
    assert.equal(await given.innerText(), 'Given: hat, beard');
    const row = explain.page.locator('[data-label="beard"]');
    const mark = await row.locator('.bar').evaluate((bar) => ({
      at: Number.parseFloat(getComputedStyle(bar, '::after').left),
      width: bar.clientWidth,
    }));
    assert.ok(Math.abs(mark.at - 0.4 * mark.width) < 0.6);
    await field.click();
    assert.equal(await explain.page.getByRole('radio', { name: /^glasses/ }).isChecked(), true, 'the target stays');
    await keep.click();
    assert.deepEqual((await explain.panel.until('keepThresholds', 1))[0].thresholds, [0.95, 0.5, 0.4, 0.5]);
    assert.equal((await explain.panel.posted('target')).length, 0);
  });

  it('have none where one class excludes the others', async () => {
    await explain.show({ task: { id: 'classification', reason: 'a softmax' } });
    await explain.openTarget();
    assert.equal(await explain.page.locator('.bar[data-threshold]').count(), 0);
  });
});

describe('estimates in the Explain panel', () => {
  const explain = new ExplainPage();

  it('have units, and are explained by their difference to a value', async () => {
    const inUnits = {
      ...estimates,
      predictions: estimates.predictions.map((one, k) => ({ ...one, unit: ['years', 'cm'][k] })),
    };
    const task = { id: 'regression', reason: 'the recipe says so' } as const;
    await explain.show({ prediction: inUnits, task, cards: [done('integrated-gradients')] });
    const button = explain.page.locator('.target-button');
    const text = async () => (await button.innerText()).replace(/\s+/g, ' ');
    assert.equal(await text(), 'age 34.2 years');
    await explain.openTarget();
    assert.match(await explain.page.locator('.prediction').last().innerText(), /height[\s\S]*172\s*cm/);
    await explain.page.getByRole('radio', { name: 'The estimate less a value' }).check();
    assert.deepEqual((await explain.panel.until('target', 1))[0].difference, { from: 34.2, absolute: false });
    await explain.page.getByRole('spinbutton', { name: 'Value that the estimate is compared with' }).fill('30');
    assert.deepEqual((await explain.panel.until('target', 2))[1].difference, { from: 30, absolute: false });
    assert.equal(await text(), 'age − 30 years 4.20 years');
    await explain.page.getByRole('radio', { name: 'How far the estimate is from a value, above or below' }).check();
    assert.deepEqual((await explain.panel.until('target', 3))[2].difference, { from: 30, absolute: true });
    assert.equal(await text(), '|age − 30 years| 4.20 years');
    assert.match(await explain.card('integrated-gradients').innerText(), /years/);
    await explain.page.getByRole('radio', { name: 'The estimate itself' }).check();
    assert.equal((await explain.panel.until('target', 4))[3].difference, undefined);
  });

  it('are shown as they are, without a word of probability', async () => {
    await explain.show({ prediction: estimates, cards: [done('grad-cam')] });
    assert.match(await explain.page.locator('.target-button').innerText(), /age[\s\S]*34\.2/);
    assert.equal(await explain.page.locator('.unseen').last().innerText(), 'Predicted: age, 34.2');
    await explain.openTarget();
    const shown = await explain.page.evaluate(() => {
      const titles = [...document.querySelectorAll('[title], [aria-label]')].map(
        (node) => `${node.getAttribute('title')} ${node.getAttribute('aria-label')}`,
      );
      return [document.body.innerText, ...titles].join('\n');
    });
    assert.doesNotMatch(shown, /probab|softmax|34[^\n]*%/i);
    assert.equal(await explain.page.locator('.bar:visible').count(), 0);
  });

  it('stand at positions, of which a region can be chosen, and have no classes', async () => {
    const dense = { height: 64, width: 64, classes: new Uint16Array(64 * 64), estimates: true } as const;
    const depth = { ...estimates, predictions: estimates.predictions.slice(0, 1), dense };
    const task = { id: 'regression', reason: 'depth has one estimate at every position' } as const;
    await explain.show({ prediction: depth, task, cards: [done('grad-cam')] });
    assert.match(await explain.page.locator('.target-button').innerText(), /age\s+34\.2/);
    assert.equal(await explain.page.locator('.region').isVisible(), true);
    assert.equal(await explain.page.locator('.label-map').isVisible(), false);
    await explain.openTarget();
    assert.match(await explain.page.locator('.target-task').innerText(), /^Estimated values: depth has one estimate/);
  });
});
