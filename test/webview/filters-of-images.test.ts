import assert from 'node:assert/strict';
import { exciting, features, filterLayers, layers } from './support/filters';
import { FiltersPage } from './support/filters-page';

describe('images in the Filters panel', () => {
  const filters = new FiltersPage();
  const image = (name: string) => ({ uri: `file:///${name}`, name, thumbnail: null });

  it('asks for feature maps when they are looked at, and for an image where there is none', async () => {
    await filters.show();
    assert.deepEqual(await filters.panel.posted('features'), []);
    await filters.page.getByRole('radio', { name: 'Feature maps' }).check();
    assert.equal((await filters.panel.posted('features')).length, 1);
    await filters.page.locator('.view:visible').getByRole('button', { name: 'Choose an image…' }).click();
    assert.equal((await filters.panel.posted('addImage')).length, 1);
    assert.equal(await filters.page.locator('.layer-row').count(), 10, 'layers without kernels have feature maps, too');
  });

  it('shows the maps of two images side by side, the strongest or the most different first', async () => {
    const maps = [features(24), features(24, '/faces/b.png', 3)];
    await filters.show(
      { images: [image('a.png'), image('b.png')], features: { state: 'done', value: maps } },
      { state: { view: 'features' } },
    );
    await filters.grid('Feature maps').press('Home');
    assert.match((await filters.option()) ?? '', new RegExp(`^Map ${maps[0].order[0]}, mean magnitude .* \\| `));
    await filters.page.getByRole('combobox', { name: 'Order' }).selectOption('difference');
    await filters.grid('Feature maps').press('Home');
    assert.notEqual((await filters.saved()).selected, maps[0].order[0]);
    assert.match(await filters.page.locator('.map-part').innerText(), /a\.png · mean[^]*b\.png · mean/);
    await filters.page.getByRole('button', { name: 'Remove a.png' }).click();
    assert.deepEqual(await filters.panel.posted('removeImage'), [{ kind: 'removeImage', index: 0 }]);
  });

  it('shows weak maps as clearly as strong ones, until they are to share a scale', async () => {
    await filters.show(
      { images: [image('a.png')], features: { state: 'done', value: [features(24)] } },
      { state: { view: 'features' }, theme: 'light' },
    );
    /** The share of what is drawn that is nearly white. */
    const white = () =>
      filters.grid('Feature maps').evaluate((grid) => {
        const canvas = (grid.matches('canvas') ? grid : grid.querySelector('canvas')) as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        let [pale, all] = [0, 0];
        for (let i = 0; i < data.length; i += 4) {
          if (data[i + 3] < 255) continue;
          all++;
          if (Math.min(data[i], data[i + 1], data[i + 2]) > 225) pale++;
        }
        return pale / all;
      });
    await filters.page.waitForTimeout(200);
    const own = await white();
    assert.ok(own < 0.3, `${own}`);
    await filters.page.getByRole('combobox', { name: 'Scale' }).selectOption('shared');
    await filters.page.waitForTimeout(200);
    assert.ok((await white()) > 1.5 * own, `${await white()} with a shared scale`);
  });

  it('shows the kernel of the map under the pointer', async () => {
    await filters.show(
      { images: [image('a.png')], features: { state: 'done', value: [features(24)] } },
      { state: { view: 'features' } },
    );
    await filters.grid('Feature maps').hover({ position: { x: 30, y: 30 } });
    assert.match(await filters.page.locator('.kernel-card').innerText(), /^Filter 12\s+‖w‖ 2\.40/);
    await filters.page.mouse.move(2, 2);
    assert.equal(await filters.page.locator('.kernel-card').isVisible(), false);
  });

  it('looks for the top activating images, says how far it is, and can be stopped', async () => {
    const folder = { uri: 'file:///faces/test', name: 'test' };
    await filters.show({}, { state: { view: 'images' } });
    await filters.page.getByRole('button', { name: 'Choose a folder…' }).click();
    assert.equal((await filters.panel.posted('pickFolder')).length, 1);
    await filters.panel.send({ kind: 'update', changes: { folder } });
    await filters.page.getByRole('button', { name: 'Look for filter 0' }).click();
    assert.deepEqual(await filters.panel.posted('excite'), [{ kind: 'excite', filter: 0 }]);
    await filters.panel.send({ kind: 'update', changes: { exciting: { state: 'loading', done: 12, of: 90 } } });
    assert.equal(await filters.page.getByRole('progressbar').getAttribute('aria-valuenow'), '12');
    await filters.page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await filters.panel.posted('cancel')).length, 1);
    const value = {
      images: exciting(4),
      skipped: [{ input: '/faces/test/bad.png', reason: 'no image' }],
      layer: layers[0].tensor,
      filter: 0,
      folder,
    };
    await filters.panel.send({ kind: 'update', changes: { exciting: { state: 'done', value } } });
    assert.equal(await filters.page.locator('.exciting-card').count(), 4);
    assert.match(await filters.page.locator('.exciting-card').first().innerText(), /1\.\s*face-0\.png\s*4\.20/);
    assert.match(await filters.page.locator('.view-scroll').innerText(), /1 files could not be read/);
    await filters.page.getByRole('spinbutton', { name: 'Filter' }).fill('9');
    assert.equal(await filters.page.locator('.exciting-card').count(), 0, 'another filter keeps no list');
    await filters.page.getByRole('button', { name: 'Look for filter 9' }).click();
    assert.deepEqual((await filters.panel.posted('excite')).at(-1), { kind: 'excite', filter: 9 });
    await filters.page.getByRole('spinbutton', { name: 'Filter' }).fill('0');
    await filters.page.getByRole('button', { name: 'face-2.png' }).click();
    assert.deepEqual(await filters.panel.posted('open'), [{ kind: 'open', path: '/faces/test/face-2.png' }]);
  });

  it('shows the kernels of a checkpoint, and says why it has no feature maps', async () => {
    const weights = {
      ...filterLayers,
      format: 'PyTorch',
      hasGraph: false,
      layers: layers.map((layer) => ({ ...layer, health: null })),
    };
    await filters.show({ layers: { state: 'done', value: weights }, structure: [] });
    assert.ok((await filters.colors('.grid:visible canvas')) > 200);
    await filters.page.getByRole('button', { name: 'Check all layers' }).click();
    assert.equal((await filters.panel.posted('health')).length, 1);
    await filters.page.getByRole('radio', { name: 'Feature maps' }).check();
    assert.match(
      await filters.page.locator('.view:visible').innerText(),
      /weights without a graph[^]*Export the model as ONNX/,
    );
  });

  it('reads kernels but runs nothing without trust', async () => {
    await filters.show({ trusted: false });
    assert.ok((await filters.colors('.grid:visible canvas')) > 200);
    await filters.page.getByRole('radio', { name: 'Feature maps' }).check();
    await filters.page.getByRole('button', { name: 'Manage trust' }).click();
    assert.deepEqual(await filters.panel.posted('command'), [{ kind: 'command', command: 'manageTrust' }]);
  });
});
