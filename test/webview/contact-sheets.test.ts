import assert from 'node:assert/strict';
import { listenToWriting } from './support/figures';
import { features } from './support/filters';
import { FiltersPage } from './support/filters-page';
import { scatteringPage } from './support/panel-pages';

describe('a contact sheet says of what it is', () => {
  const filters = new FiltersPage();
  const scattering = scatteringPage();
  type Shown = Pick<FiltersPage, 'page'>;
  /** All that is written on what a menu saves. */
  const written = async (shown: Shown, menu: string, item: string): Promise<string> => {
    const told = await listenToWriting(shown);
    await shown.page.getByRole('button', { name: menu, exact: true }).click();
    await shown.page.locator('.menu:visible').getByRole('menuitem', { name: item }).click();
    await shown.page.waitForFunction(() => JSON.stringify((window as never)['posted']).includes('saveFiles'));
    return told();
  };

  it('of kernels: the model, the layer, a number below each, and the legend of a shared scale', async () => {
    await filters.show({}, { state: { scale: 'shared' } });
    const text = await written(filters, 'Export', 'Image');
    assert.match(text, /^net\.onnx · stem\.conv · kernels /);
    for (let filter = 0; filter < 8; filter++) assert.ok(text.split(' ').includes(String(filter)), String(filter));
    assert.match(text, /−?0?\.?\d+\S* \S+$/, 'the ends of the scale');
  });

  it('of one filter', async () => {
    await filters.show();
    assert.match(
      await written(filters, 'Export this filter', 'Image'),
      /^net\.onnx · stem\.conv · one filter .*stem\.conv · 0/,
    );
  });

  it('of feature maps: the image, too', async () => {
    const value = [features(8)];
    await filters.show({ features: { state: 'done', value } }, { state: { view: 'features' } });
    assert.match(await written(filters, 'Export', 'Image'), /^net\.onnx · stem\.conv · feature maps of a\.png /);
  });

  it('of wavelets: the bank, and what each is', async () => {
    await scattering.show({}, { state: { view: 'bank' } });
    const text = await written(scattering, 'Export', 'Image');
    assert.match(text, /Scattering, 3 scales, 4 angles /);
    assert.match(text, /sum of all filters \(Littlewood–Paley\)/);
  });

  it('of coefficients: the image, the bank and the order', async () => {
    await scattering.show({}, { state: { view: 'coefficients' } });
    assert.match(await written(scattering, 'Export', 'Image'), /a\.png · Scattering, 3 scales, 4 angles · order/);
  });
});
