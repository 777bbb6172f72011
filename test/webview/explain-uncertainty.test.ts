import assert from 'node:assert/strict';
import { done, map, size } from './support/explanations';
import { ExplainPage } from './support/explain-page';

describe('standard errors in the Explain panel', () => {
  const explain = new ExplainPage();
  const standardError = { dims: [1, size, size], data: new Float32Array(size * size).fill(0.0312) };
  const cards = [done('grad-cam'), done('occlusion', { standardError })];
  const toggle = (method: string) => explain.card(method).getByRole('button', { name: 'Standard error' });
  const legend = (method: string) => explain.card(method).locator('.legend-high').innerText();

  it('can be shown instead of the map, with a legend of their own, where a method tells them', async () => {
    await explain.show({ cards });
    assert.equal(await toggle('grad-cam').isVisible(), false);
    assert.equal(await toggle('occlusion').getAttribute('aria-pressed'), 'false');
    const other = await legend('grad-cam');
    await toggle('occlusion').focus();
    await explain.page.keyboard.press('Enter');
    assert.equal(await toggle('occlusion').getAttribute('aria-pressed'), 'true');
    assert.match(await legend('occlusion'), /0\.0312/);
    assert.match(await explain.card('occlusion').innerText(), /standard error/);
    assert.match(
      (await explain.card('occlusion').locator('canvas').first().getAttribute('aria-label')) ?? '',
      /Standard error of Occlusion/,
    );
    assert.equal(await legend('grad-cam'), other);
  });

  it('stand beside the value under the pointer', async () => {
    await explain.show({ cards });
    await explain.card('occlusion').locator('.stage-canvas').hover();
    assert.match(
      await explain.card('occlusion').locator('.pointer-value').innerText(),
      /^\d+, \d+: −?[\d.e−]+ ± 0\.0312$/,
    );
    assert.doesNotMatch(await explain.card('grad-cam').locator('.pointer-value').innerText(), /±/);
    await toggle('occlusion').click();
    await explain.card('occlusion').locator('.stage-canvas').hover();
    assert.match(await explain.card('occlusion').locator('.pointer-value').innerText(), /: 0\.0312$/);
  });

  it('are exported as the image that is shown', async () => {
    await explain.show({ cards: [done('occlusion', { standardError, map: map(1, true) })] });
    await toggle('occlusion').click();
    await explain.card('occlusion').getByRole('button', { name: 'Export Occlusion' }).click();
    await explain.page.getByRole('menuitem', { name: 'Image (.png)' }).click();
    const [{ images }] = await explain.panel.until('export', 1);
    assert.equal(images[0].standardError, true);
  });
});
