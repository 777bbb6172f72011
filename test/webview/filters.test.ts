import assert from 'node:assert/strict';
import { emptyFilters } from '../../src/protocol/filters-panel';
import { changed, filterLayers, kernels, layers } from './support/filters';
import { FiltersPage } from './support/filters-page';

describe('the Filters panel', () => {
  const filters = new FiltersPage();

  it('says what to do first', async () => {
    await filters.show(emptyFilters);
    assert.match(await filters.page.locator('.message').innerText(), /Right-click a model or a checkpoint/);
    await filters.page.getByRole('button', { name: 'Open a model…' }).click();
    assert.deepEqual(await filters.panel.posted('command'), [{ kind: 'command', command: 'openFilters' }]);
  });

  it('lists the layers in graph order with their health, and asks for another', async () => {
    await filters.show();
    const rows = filters.page.locator('.layer-row');
    assert.deepEqual(
      await rows.locator('.layer-title').allInnerTexts(),
      layers.map(({ module }) => module),
    );
    assert.match(await rows.nth(0).innerText(), /stem\.conv[^]*3\.53\sk[^]*Conv · ‖w‖ 12\.3[^]*24 × 3 × 7 × 7/);
    assert.match(await rows.nth(1).innerText(), /2 dead · 1 alike · 21\.0\s% ≈ 0/);
    assert.match((await rows.nth(1).getAttribute('title')) ?? '', /dead filters[^]*: 3, 7[^]*1≈5/);
    await rows.nth(2).click();
    await filters.page.locator('.layer-rows').press('ArrowDown');
    assert.deepEqual(
      (await filters.panel.posted('layer')).map(({ tensor }) => tensor),
      [layers[2].tensor, layers[1].tensor],
      'the arrow starts from the layer that is shown',
    );
  });

  it('draws the kernels, the strongest first, and tells those who cannot see them', async () => {
    await filters.show();
    assert.equal(await filters.grid().getAttribute('aria-label'), 'Filters, 24');
    assert.match((await filters.option()) ?? '', /^Filter 0, norm 4\.80/);
    assert.ok((await filters.colors('.grid:visible canvas')) > 200);
    assert.equal(
      await filters.page.locator('.legend-note').first().innerText(),
      'in the colours of the channels, red, green and blue; grey is zero',
    );
  });

  it('moves through the filters with the keyboard and shows the picked one', async () => {
    await filters.show();
    await filters.grid().focus();
    for (const key of ['ArrowRight', 'ArrowDown']) await filters.page.keyboard.press(key);
    const beyond = Number(/Filter (\d+)/.exec((await filters.option()) ?? '')?.[1]);
    assert.ok(beyond > 4, 'a row further');
    await filters.page.keyboard.press('End');
    assert.match((await filters.option()) ?? '', /^Filter 23/);
    assert.equal(await filters.page.locator('.detail h2').innerText(), 'FILTER 23');
    await filters.page.keyboard.press('Enter');
    assert.equal(await filters.page.evaluate(() => document.activeElement?.tagName), 'H2');
    assert.equal((await filters.saved()).selected, 23);
  });

  it('sorts by number and by likeness without losing the picked filter', async () => {
    await filters.show();
    const order = filters.page.getByRole('combobox', { name: 'Order' });
    const place = () => filters.page.locator('.grid:visible [role="option"]').getAttribute('aria-posinset');
    assert.equal(await place(), '1');
    await order.selectOption('similarity');
    assert.equal(await place(), '24');
    assert.match((await filters.option()) ?? '', /^Filter 0/);
  });

  it('gives the values of the picked filter to copy, channel by channel', async () => {
    await filters.show();
    const table = filters.page.locator('.values');
    assert.equal(await table.locator('tr').count(), 7);
    const first = await table.innerText();
    await filters.page.locator('.detail').getByRole('spinbutton', { name: 'Input channel' }).fill('2');
    assert.notEqual(await table.innerText(), first);
    await filters.page.getByRole('button', { name: 'Copy values' }).click();
    const [{ text }] = await filters.panel.posted('copy');
    const blocks = text.split('\n\n').map((block) => block.split('\n').map((line) => line.split('\t').map(Number)));
    assert.deepEqual([blocks.length, blocks[0].length, blocks[0][0].length], [3, 7, 7]);
    assert.equal(blocks[1][3][3], kernels().kernels.data[49 + 24]);
  });

  it('shows statistics, histogram and frequency response', async () => {
    await filters.show();
    const detail = filters.page.locator('.detail');
    assert.match(await detail.innerText(), /Norm\s+4\.80[^]*Greatest\s+1\.00/);
    assert.ok((await filters.colors('.histogram')) > 1);
    const response = filters.page.getByRole('img', { name: 'Frequency response of filter 0' });
    await response.hover({ position: { x: 5, y: 5 } });
    assert.match(await detail.locator('.image', { has: response }).innerText(), /^−0\.\d+, −0\.\d+: /);
  });

  it('shows the channels in colour, as their norm, all or one', async () => {
    await filters.show({ layer: layers[1].tensor, kernels: { state: 'done', value: kernels(layers[1]) } });
    const choices = filters.page.getByRole('combobox', { name: 'Channels' });
    assert.deepEqual(await choices.locator('option').allInnerTexts(), [
      'Norm of the channels',
      'All channels',
      'One channel',
    ]);
    const low = filters.page.locator('.view:visible .legend-low');
    assert.equal(await low.innerText(), '0');
    await choices.selectOption('channels');
    assert.equal(await low.innerText(), '−1.00');
    await choices.selectOption('channel');
    await filters.page.locator('.toolbar').getByRole('spinbutton', { name: 'Input channel' }).fill('5');
    assert.equal(await filters.page.locator('.view:visible .legend-note').innerText(), 'input channel 5');
  });

  it('shows what has changed since the file was overwritten, or why it cannot', async () => {
    await filters.show();
    const change = filters.page.getByText('Change', { exact: true });
    await change.click();
    assert.match(await filters.page.locator('.view-note:visible').innerText(), /has not been overwritten/);
    const before = kernels();
    await filters.panel.send({
      kind: 'update',
      changes: { kernels: { state: 'done', value: { ...before, change: changed(before) } } },
    });
    assert.equal(await filters.page.locator('.view-note:visible').count(), 0);
    assert.match(await filters.page.locator('.toolbar').innerText(), /12\.0\s%/);
    assert.match(await filters.page.locator('.layer-row').first().innerText(), /Δ 12\.0\s%/);
    await filters.page.getByRole('combobox', { name: 'Order' }).selectOption('change');
    await filters.grid().press('Home');
    assert.match((await filters.option()) ?? '', /^Filter 5, change Δ 1\.00/);
  });

  it('keeps layer, zoom and selection when the file is overwritten and after a reload', async () => {
    await filters.show({}, { state: { selected: 7, pickedIn: layers[0].tensor, size: 90 } });
    assert.match((await filters.option()) ?? '', /^Filter 7/);
    await filters.panel.send(
      { kind: 'update', changes: { layers: { state: 'done', value: filterLayers } } },
      { kind: 'update', changes: { kernels: { state: 'done', value: kernels() } } },
    );
    assert.match((await filters.option()) ?? '', /^Filter 7/);
    const { size, subject } = await filters.saved();
    assert.deepEqual(
      [size, subject],
      [90, { model: 'file:///models/net.onnx', layer: layers[0].tensor, images: [], folder: null }],
    );
    await filters.panel.send({
      kind: 'update',
      changes: { layer: layers[1].tensor, kernels: { state: 'done', value: kernels(layers[1]) } },
    });
    assert.match((await filters.option()) ?? '', /^Filter 0/, 'another layer begins with its strongest filter');
  });

  it('exports the grid as an image and as arrays, and one filter', async () => {
    await filters.show();
    const choose = async (opener: string, item: string): Promise<void> => {
      await filters.page.getByRole('button', { name: opener, exact: true }).click();
      await filters.page.locator('.menu:visible').getByRole('menuitem', { name: item }).click();
    };
    await choose('Export', 'Image');
    await choose('Export', 'Arrays');
    await choose('Export this filter', 'Values');
    const files = (await filters.panel.until('saveFiles', 3)).flatMap((message) => message.files);
    assert.deepEqual(files.map(({ name }) => name).sort(), [
      'stem.conv-frequency.npy',
      'stem.conv-kernels-0.npy',
      'stem.conv-kernels.npy',
      'stem.conv-kernels.png',
    ]);
    const one = files.find(({ name }) => name.endsWith('-0.npy'));
    assert.deepEqual(one && 'array' in one && one.array.dims, [3, 7, 7]);
  });

  it('says what is wrong with a file, and of a layer without kernels which has some', async () => {
    await filters.show({
      layers: {
        state: 'error',
        error: {
          code: 'corrupt-model',
          what: 'the file ends early',
          where: '/models/net.onnx',
          next: 'Export it again',
        },
      },
    });
    assert.match(
      await filters.page.getByRole('alert').innerText(),
      /net\.onnx: the file ends early[^]*Export it again/,
    );
    await filters.panel.send({
      kind: 'update',
      changes: {
        layers: { state: 'done', value: filterLayers },
        layer: `${layers[1].tensor}.relu`,
        kernels: { state: 'none' },
      },
    });
    assert.match(await filters.page.locator('.view:visible').innerText(), /Relu has no kernels/);
    await filters.page.getByRole('button', { name: 'Show block1.conv' }).click();
    assert.deepEqual(await filters.panel.posted('layer'), [{ kind: 'layer', tensor: layers[1].tensor }]);
  });

  for (const theme of ['light', 'dark', 'hc-dark'] as const) {
    it(`fits 400 and 1200 pixels (${theme})`, async () => {
      for (const width of [400, 1200]) {
        await filters.show({}, { theme, width });
        assert.ok((await filters.colors('.grid:visible canvas')) > 100);
        const overflow = await filters.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(overflow, 0, `at ${width} pixels`);
        if (width === 400) filters.close();
      }
    });
  }
});
