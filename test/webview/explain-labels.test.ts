import assert from 'node:assert/strict';
import type { PredictResult } from '../../src/protocol/explain';
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

  it('have none where one class excludes the others', async () => {
    await explain.show({ task: { id: 'classification', reason: 'a softmax' } });
    await explain.openTarget();
    assert.equal(await explain.page.locator('.bar[data-threshold]').count(), 0);
  });
});

describe('estimates in the Explain panel', () => {
  const explain = new ExplainPage();

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
});
