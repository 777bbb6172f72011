import assert from 'node:assert/strict';
import type { FiltersDocument, FiltersToHost, FiltersToPanel } from '../../src/protocol/filters-panel';
import { changed, documentOf, exciting, features, filterLayers, kernels, layers } from './support/filters';
import { closeBrowser, openBrowser, Panel, type PanelOptions } from './support/panel';

describe('the Filters panel', () => {
  let panel: Panel<FiltersToPanel, FiltersToHost>;
  before(openBrowser);
  after(closeBrowser);
  afterEach(async () => {
    assert.deepEqual(panel.complaints, [], 'the page complained');
    await panel.close();
  });

  const open = async (options: PanelOptions = {}): Promise<void> => {
    panel = await Panel.open<FiltersToPanel, FiltersToHost>('filters', options);
  };
  const show = async (changes: Partial<FiltersDocument> = {}, options: PanelOptions = {}): Promise<void> => {
    await open(options);
    await panel.send({ kind: 'document', document: documentOf(changes) });
  };
  const page = () => panel.page;
  const grid = (name = 'Filters') => page().getByRole('listbox', { name: new RegExp(`^${name},`) });
  const option = () => page().locator('.grid:visible [role="option"]').getAttribute('aria-label');
  const saved = async () => (await panel.savedState()) as Record<string, unknown>;
  const image = (name: string) => ({ uri: `file:///${name}`, name, thumbnail: null });
  const ink = (selector: string) =>
    page()
      .locator(selector)
      .evaluate((node) => {
        const canvas = node as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        const colors = new Set<number>();
        for (let i = 0; i < data.length; i += 4) if (data[i + 3]) colors.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
        return colors.size;
      });

  it('says what to do first', async () => {
    await open();
    assert.match(await page().locator('.message').innerText(), /Right-click a model or a checkpoint/);
    await page().getByRole('button', { name: 'Open a model…' }).click();
    assert.deepEqual(await panel.posted('command'), [{ kind: 'command', command: 'openModel' }]);
  });

  it('lists the layers in graph order with their health, and asks for another', async () => {
    await show();
    const rows = page().locator('.layer-row');
    assert.deepEqual(
      await rows.locator('.layer-title').allInnerTexts(),
      layers.map(({ module }) => module),
    );
    assert.match(await rows.nth(0).innerText(), /stem\.conv[^]*3\.53\sk[^]*Conv[^]*24 × 3 × 7 × 7[^]*‖w‖ 12\.3/);
    assert.match(await rows.nth(1).innerText(), /2 dead · 1 alike · 21\.0\s% ≈ 0/);
    assert.match((await rows.nth(1).getAttribute('title')) ?? '', /dead filters[^]*: 3, 7[^]*1≈5/);
    await rows.nth(2).click();
    await page().locator('.layer-rows').press('ArrowDown');
    assert.deepEqual(
      (await panel.posted('layer')).map(({ tensor }) => tensor),
      [layers[2].tensor, layers[1].tensor],
      'the arrow starts from the layer that is shown',
    );
  });

  it('draws the kernels, the strongest first, and tells those who cannot see them', async () => {
    await show();
    assert.equal(await grid().getAttribute('aria-label'), 'Filters, 24');
    assert.match((await option()) ?? '', /^Filter 0, norm 4\.80/);
    assert.ok((await ink('.grid:visible canvas')) > 200);
    assert.equal(await page().locator('.legend-note').first().innerText(), 'red, green and blue by themselves; grey is zero');
  });

  it('moves through the filters with the keyboard and shows the picked one', async () => {
    await show();
    await grid().focus();
    for (const key of ['ArrowRight', 'ArrowDown']) await page().keyboard.press(key);
    const beyond = Number(/Filter (\d+)/.exec((await option()) ?? '')?.[1]);
    assert.ok(beyond > 4, 'a row further');
    await page().keyboard.press('End');
    assert.match((await option()) ?? '', /^Filter 23/);
    assert.equal(await page().locator('.detail h2').innerText(), 'FILTER 23');
    await page().keyboard.press('Enter');
    assert.equal(await page().evaluate(() => document.activeElement?.tagName), 'H2');
    assert.equal((await saved()).selected, 23);
  });

  it('sorts by number and by likeness without losing the picked filter', async () => {
    await show();
    const order = page().getByRole('combobox', { name: 'Order' });
    const place = () => page().locator('.grid:visible [role="option"]').getAttribute('aria-posinset');
    assert.equal(await place(), '1');
    await order.selectOption('similarity');
    assert.equal(await place(), '24');
    assert.match((await option()) ?? '', /^Filter 0/);
  });

  it('gives the values of the picked filter to copy, channel by channel', async () => {
    await show();
    const table = page().locator('.values');
    assert.equal(await table.locator('tr').count(), 7);
    const first = await table.innerText();
    await page().locator('.detail').getByRole('spinbutton', { name: 'Input channel' }).fill('2');
    assert.notEqual(await table.innerText(), first);
    await page().getByRole('button', { name: 'Copy values' }).click();
    const [{ text }] = await panel.posted('copy');
    const blocks = text.split('\n\n').map((block) => block.split('\n').map((line) => line.split('\t').map(Number)));
    assert.deepEqual([blocks.length, blocks[0].length, blocks[0][0].length], [3, 7, 7]);
    assert.equal(blocks[1][3][3], kernels().kernels.data[49 + 24]);
  });

  it('shows statistics, histogram and frequency response', async () => {
    await show();
    const detail = page().locator('.detail');
    assert.match(await detail.innerText(), /Norm\s+4\.80[^]*Greatest\s+1\.00/);
    assert.ok((await ink('.histogram')) > 1);
    const response = page().getByRole('img', { name: 'Frequency response of filter 0' });
    await response.hover({ position: { x: 5, y: 5 } });
    assert.match(await detail.locator('.picture', { has: response }).innerText(), /^−0\.\d+, −0\.\d+: /);
  });

  it('shows the channels in colour, as their norm, all or one', async () => {
    await show({ layer: layers[1].tensor, kernels: { state: 'done', value: kernels(layers[1]) } });
    const choices = page().getByRole('combobox', { name: 'Channels' });
    assert.deepEqual(await choices.locator('option').allInnerTexts(), ['Norm of the channels', 'All channels', 'One channel']);
    const low = page().locator('.view:visible .legend-low');
    assert.equal(await low.innerText(), '0');
    await choices.selectOption('channels');
    assert.equal(await low.innerText(), '−1.00');
    await choices.selectOption('channel');
    await page().locator('.toolbar').getByRole('spinbutton', { name: 'Input channel' }).fill('5');
    assert.equal(await page().locator('.view:visible .legend-note').innerText(), 'input channel 5');
  });

  it('shows what has changed since the file was overwritten, or why it cannot', async () => {
    await show();
    const change = page().getByText('Change', { exact: true });
    await change.click();
    assert.match(await page().locator('.view-note:visible').innerText(), /has not been overwritten/);
    const before = kernels();
    await panel.send({ kind: 'update', changes: { kernels: { state: 'done', value: { ...before, change: changed(before) } } } });
    assert.equal(await page().locator('.view-note:visible').count(), 0);
    assert.match(await page().locator('.toolbar').innerText(), /12\.0\s%/);
    assert.match(await page().locator('.layer-row').first().innerText(), /Δ 12\.0\s%/);
    await page().getByRole('combobox', { name: 'Order' }).selectOption('change');
    await grid().press('Home');
    assert.match((await option()) ?? '', /^Filter 5, change Δ 1\.00/);
  });

  it('keeps layer, zoom and selection when the file is overwritten and after a reload', async () => {
    await show({}, { state: { selected: 7, pickedIn: layers[0].tensor, size: 90 } });
    assert.match((await option()) ?? '', /^Filter 7/);
    await panel.send({ kind: 'update', changes: { layers: { state: 'done', value: filterLayers } } }, { kind: 'update', changes: { kernels: { state: 'done', value: kernels() } } });
    assert.match((await option()) ?? '', /^Filter 7/);
    const { size, subject } = await saved();
    assert.deepEqual([size, subject], [90, { model: 'file:///models/net.onnx', layer: layers[0].tensor, images: [], folder: null }]);
    await panel.send({ kind: 'update', changes: { layer: layers[1].tensor, kernels: { state: 'done', value: kernels(layers[1]) } } });
    assert.match((await option()) ?? '', /^Filter 0/, 'another layer begins with its strongest filter');
  });

  it('asks for feature maps when they are looked at, and for an image where there is none', async () => {
    await show();
    assert.deepEqual(await panel.posted('features'), []);
    await page().getByRole('radio', { name: 'Feature maps' }).check();
    assert.equal((await panel.posted('features')).length, 1);
    await page().locator('.view:visible').getByRole('button', { name: 'Choose an image…' }).click();
    assert.equal((await panel.posted('addImage')).length, 1);
    assert.equal(await page().locator('.layer-row').count(), 10, 'layers without kernels have feature maps, too');
  });

  it('shows the maps of two images side by side, the strongest or the most different first', async () => {
    const maps = [features(24), features(24, '/faces/b.png', 3)];
    await show({ images: [image('a.png'), image('b.png')], features: { state: 'done', value: maps } }, { state: { view: 'features' } });
    await grid('Feature maps').press('Home');
    assert.match((await option()) ?? '', new RegExp(`^Map ${maps[0].order[0]}, mean magnitude .* \\| `));
    await page().getByRole('combobox', { name: 'Order' }).selectOption('difference');
    await grid('Feature maps').press('Home');
    assert.notEqual((await saved()).selected, maps[0].order[0]);
    assert.match(await page().locator('.map-part').innerText(), /a\.png · mean[^]*b\.png · mean/);
    await page().getByRole('button', { name: 'Remove a.png' }).click();
    assert.deepEqual(await panel.posted('removeImage'), [{ kind: 'removeImage', index: 0 }]);
  });

  it('shows the kernel of the map under the pointer', async () => {
    await show({ images: [image('a.png')], features: { state: 'done', value: [features(24)] } }, { state: { view: 'features' } });
    await grid('Feature maps').hover({ position: { x: 30, y: 30 } });
    assert.match(await page().locator('.kernel-card').innerText(), /^Filter 12\s+‖w‖ 2\.40/);
    await page().mouse.move(2, 2);
    assert.equal(await page().locator('.kernel-card').isVisible(), false);
  });

  it('looks for the most exciting images, says how far it is, and can be stopped', async () => {
    const folder = { uri: 'file:///faces/test', name: 'test' };
    await show({}, { state: { view: 'images' } });
    await page().getByRole('button', { name: 'Choose a folder…' }).click();
    assert.equal((await panel.posted('pickFolder')).length, 1);
    await panel.send({ kind: 'update', changes: { folder } });
    await page().getByRole('button', { name: 'Look for filter 0' }).click();
    assert.deepEqual(await panel.posted('excite'), [{ kind: 'excite', filter: 0 }]);
    await panel.send({ kind: 'update', changes: { exciting: { state: 'loading', done: 12, of: 90 } } });
    assert.equal(await page().getByRole('progressbar').getAttribute('aria-valuenow'), '12');
    await page().getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await panel.posted('cancel')).length, 1);
    const value = { images: exciting(4), skipped: [{ input: '/faces/test/bad.png', reason: 'no picture' }], layer: layers[0].tensor, filter: 0, folder };
    await panel.send({ kind: 'update', changes: { exciting: { state: 'done', value } } });
    assert.equal(await page().locator('.exciting-card').count(), 4);
    assert.match(await page().locator('.exciting-card').first().innerText(), /1\.\s*face-0\.png\s*4\.20/);
    assert.match(await page().locator('.view-scroll').innerText(), /1 files could not be read/);
    await page().getByRole('spinbutton', { name: 'Filter' }).fill('9');
    await page().getByRole('button', { name: 'Look for filter 9' }).click();
    assert.deepEqual((await panel.posted('excite')).at(-1), { kind: 'excite', filter: 9 });
    await page().getByRole('button', { name: 'face-2.png' }).click();
    assert.deepEqual(await panel.posted('open'), [{ kind: 'open', path: '/faces/test/face-2.png' }]);
  });

  it('shows the kernels of a checkpoint, and says why it has no feature maps', async () => {
    const weights = { ...filterLayers, format: 'PyTorch', hasGraph: false, layers: layers.map((layer) => ({ ...layer, health: null })) };
    await show({ layers: { state: 'done', value: weights }, structure: [] });
    assert.ok((await ink('.grid:visible canvas')) > 200);
    await page().getByRole('button', { name: 'Check all layers' }).click();
    assert.equal((await panel.posted('health')).length, 1);
    await page().getByRole('radio', { name: 'Feature maps' }).check();
    assert.match(await page().locator('.view:visible').innerText(), /weights without a graph[^]*Export the model as ONNX/);
  });

  it('reads kernels but runs nothing without trust', async () => {
    await show({ trusted: false });
    assert.ok((await ink('.grid:visible canvas')) > 200);
    await page().getByRole('radio', { name: 'Feature maps' }).check();
    await page().getByRole('button', { name: 'Manage trust' }).click();
    assert.deepEqual(await panel.posted('command'), [{ kind: 'command', command: 'manageTrust' }]);
  });

  it('exports the grid as a picture and as arrays, and one filter', async () => {
    await show();
    const choose = async (opener: string, item: string): Promise<void> => {
      await page().getByRole('button', { name: opener, exact: true }).click();
      await page().locator('.menu:visible').getByRole('menuitem', { name: item }).click();
    };
    await choose('Export', 'Picture');
    await choose('Export', 'Arrays');
    await choose('Export this filter', 'Values');
    const files = (await panel.until('export', 3)).flatMap((message) => message.files);
    assert.deepEqual(
      files.map(({ name }) => name).sort(),
      ['stem.conv-frequency.npy', 'stem.conv-kernels-0.npy', 'stem.conv-kernels.npy', 'stem.conv-kernels.png'],
    );
    const one = files.find(({ name }) => name.endsWith('-0.npy'));
    assert.deepEqual(one && 'array' in one && one.array.dims, [3, 7, 7]);
  });

  it('says what is wrong with a file, and of a layer without kernels which has some', async () => {
    await show({ layers: { state: 'error', error: { code: 'corrupt-model', what: 'the file ends early', where: '/models/net.onnx', next: 'Export it again' } } });
    assert.match(await page().getByRole('alert').innerText(), /net\.onnx: the file ends early[^]*Export it again/);
    await panel.send({ kind: 'update', changes: { layers: { state: 'done', value: filterLayers }, layer: `${layers[1].tensor}.relu`, kernels: { state: 'none' } } });
    assert.match(await page().locator('.view:visible').innerText(), /Relu has no kernels/);
    await page().getByRole('button', { name: 'Show block1.conv' }).click();
    assert.deepEqual(await panel.posted('layer'), [{ kind: 'layer', tensor: layers[1].tensor }]);
  });

  for (const theme of ['light', 'dark', 'hc-dark'] as const) {
    it(`fits 400 and 1200 pixels (${theme})`, async () => {
      for (const width of [400, 1200]) {
        await show({}, { theme, width });
        assert.ok((await ink('.grid:visible canvas')) > 100);
        const overflow = await page().evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(overflow, 0, `at ${width} pixels`);
        if (width === 400) await panel.close();
      }
    });
  }
});
