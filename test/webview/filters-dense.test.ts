import assert from 'node:assert/strict';
import { themes, toTheme } from './support/accessibility';
import { kernels, layers } from './support/filters';
import { FiltersPage } from './support/filters-page';
import { cutTexts } from './support/layout';

/** A dense layer whose inputs are the pixels of grey images. */
const dense = { ...layers[4], dims: [10, 1, 28, 28] as const, stored: [784, 10] };

describe('the weights of a dense layer in the Filters panel', () => {
  const filters = new FiltersPage();
  const show = (options = {}): Promise<void> =>
    filters.show({ layer: dense.tensor, kernels: { state: 'done', value: kernels(dense) } }, options);

  it('are images of each unit with a colour bar, of which one is chosen by keys', async () => {
    await show();
    assert.equal(await filters.grid().getAttribute('aria-label'), 'Filters, 10');
    assert.ok((await filters.colors('.grid:visible canvas')) > 50);
    const legend = filters.page.getByRole('group', { name: 'Legend' }).first();
    const ends = (await legend.innerText())
      .replace(/−/g, '-')
      .match(/-?\d+(\.\d+)?/g)!
      .map(Number);
    assert.ok(ends[0] < 0 && ends.at(-1)! > 0, ends.join());
    await filters.grid().focus();
    await filters.page.keyboard.press('End');
    const unit = /Filter (\d+)/.exec((await filters.option()) ?? '')![1];
    assert.equal(await filters.page.locator('.detail h2').innerText(), `FILTER ${unit}`);
    assert.equal(await filters.page.locator('.values tr').count(), 28, 'a row of weights for each row of the image');
  });

  it('fit 480 px in every theme', async () => {
    await show({ width: 480 });
    for (const theme of themes) {
      await toTheme(filters.page, theme);
      assert.ok((await filters.colors('.grid:visible canvas')) > 50, theme);
    }
    assert.equal(await filters.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assert.deepEqual(await cutTexts(filters.page, 'body'), []);
  });
});
