import assert from 'node:assert/strict';
import { comparisonOf, folderComparison, namedMaps, shownOf } from './support/comparisons';
import { colorsOf, pictureOf, printedOf } from './support/figures';
import { comparisonPage } from './support/panel-pages';

describe('the figure of a comparison', () => {
  const comparison = comparisonPage();

  it('has every map with its colour bar, how it is spread, and every pair of them', async () => {
    const shown = await shownOf(namedMaps(3));
    await comparison.show(await comparisonOf({ target: 'sunglasses', shown: { state: 'done', value: shown } }));
    const { title, across, tiles, notes } = await printedOf(comparison, 'Export');
    const names = namedMaps(3).map(({ name }) => name);
    assert.equal(title, 'a.png · faces.onnx · sunglasses');
    assert.equal(across, 3, 'what is said of a map stands below it');
    assert.deepEqual(
      tiles.slice(0, 6).map((tile) => tile.title),
      [...names, ...names],
    );
    assert.equal(tiles.length, 9);
    for (const [i, tile] of tiles.entries()) {
      assert.equal(tile.legend !== null, i < 3, 'maps have a colour bar');
      assert.ok((await colorsOf(comparison, tile.image!.png)) > 2, tile.title);
    }
    const { above } = shown.comparison.distributions[0];
    assert.match(tiles[3].note, new RegExp(`^${(100 * above[20]).toFixed(1)}.* above 0\\.20`));
    const pearson = shown.comparison.result.pairs[0].values.pearson!.toPrecision(3).replace('-', '−');
    assert.match(notes[0], new RegExp(`^${names[0]} × ${names[1]}: Pearson.* ${pearson}`));
  });

  it('of many images together is what they come to', async () => {
    await comparison.show(await folderComparison(4));
    const { title, tiles, notes } = await printedOf(comparison, 'Export');
    assert.match(title, /^4 images · faces\.onnx/);
    assert.equal(tiles.length, 6, 'three histograms and three pairs');
    assert.match(notes[0], /Pearson \S+ \S+ \(\S+ … \S+\)/, 'with its interval');
  });

  it('is saved as a picture, and copied or says why it could not be', async () => {
    await comparison.show(await comparisonOf());
    const { name, width, height } = await pictureOf(comparison, 'Export');
    assert.equal(name, 'a.figure.png');
    assert.ok(width === 2125 && height > width / 2, `${width} × ${height}`);
    await comparison.page.locator('header').getByRole('button', { name: 'Export' }).click();
    await comparison.page.getByRole('menuitem', { name: 'Copy figure' }).click();
    await comparison.panel.asked('drawFigure', 2);
    await comparison.panel.answer('drawFigure', { value: { bytes: new Uint8Array(4) } });
    await comparison.page.locator('.notice', { hasText: /could not be copied/ }).waitFor();
  });
});
