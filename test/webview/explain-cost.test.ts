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

describe('the list of methods', () => {
  const explain = new ExplainPage();

  it('rests while nobody sees it, and is up to date when it opens', async () => {
    await explain.show();
    await explain.openMethods();
    await explain.page.keyboard.press('Escape');
    const picker = explain.page.locator('[data-picker="grad-cam"]');
    await explain.page.evaluate(() => {
      const seen = window as Window & { changes?: number };
      seen.changes = 0;
      const rows = document.querySelector('[data-picker="grad-cam"]')!.parentElement!;
      const count = (records: MutationRecord[]): void => void (seen.changes! += records.length);
      new MutationObserver(count).observe(rows, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
    });
    await explain.panel.send({ kind: 'costs', costs: [{ method: 'grad-cam', expectedPasses: 3 }] });
    assert.equal(await explain.page.evaluate(() => (window as Window & { changes?: number }).changes), 0);
    await explain.openMethods();
    assert.match(await picker.innerText(), /3\.00\su/);
  });
});
