import assert from 'node:assert/strict';
import { ExplainPage } from './support/explain-page';
import { done } from './support/explanations';

describe('the cost of a map', () => {
  const explain = new ExplainPage();

  it('says which passes a method shares with the prediction or with another one, and counts them', async () => {
    await explain.show({
      cards: [done('integrated-gradients', { forwardPasses: 2, backwardPasses: 0, sharedPasses: 5 })],
    });
    const cost = explain.card('integrated-gradients').locator('.facts-line .figure').last();
    assert.match(await cost.innerText(), /7\.00\su$/, 'what it would cost alone');
    assert.match(
      (await cost.getAttribute('title')) ?? '',
      /5\.00 forward passes shared with the prediction or another method/,
    );
  });
});
