import assert from 'node:assert/strict';
import type { ExplainDocument } from '../../src/protocol/explain-document';
import type { MapGrid } from '../../src/protocol/map-grid';
import { ExplainPage } from './support/explain-page';
import { done, documentOf, map, methods } from './support/explanations';
import { violations } from './support/accessibility';
import { escapees, overlaps } from './support/layout';
import { faces, gridOf, rowOf, waitingRow } from './support/map-grids';
import type { PanelOptions } from './support/panel';

describe('images × methods in Explain', () => {
  const explain = new ExplainPage();
  const show = async (
    grid: MapGrid,
    changes: Partial<ExplainDocument> = {},
    options: PanelOptions = {},
  ): Promise<void> => {
    await explain.show({ inputs: faces, ...changes }, { width: 1400, state: { layout: 'grid' }, ...options });
    await explain.panel.send({ kind: 'grid', grid });
    await explain.panel.send({
      kind: 'costs',
      costs: methods.map(({ id: method }, i) => ({ method, expectedPasses: 10 ** i })),
    });
  };
  const grid = () => explain.page.getByRole('grid', { name: 'Images × methods' });
  const row = (i: number) => grid().locator('.grid-rows > .grid-line').nth(i);
  const cell = (i: number, k: number) => row(i).getByRole('gridcell').nth(k);
  const layout = (name: RegExp) => explain.page.getByRole('radio', { name });
  const press = (key: string) => explain.page.keyboard.press(key);
  const focused = () => explain.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

  it('is one of two layouts, and asks for its images', async () => {
    await explain.show({ inputs: faces, current: 23 }, { width: 1400 });
    await explain.panel.send({ kind: 'grid', grid: gridOf({ rows: [] }) });
    assert.equal(await grid().isVisible(), false);
    await layout(/Many images/).check({ force: true });
    assert.deepEqual(await explain.panel.posted('gridShow'), [{ kind: 'gridShow', first: 20 }]);
    assert.equal(await grid().isVisible(), true);
    assert.equal(await explain.page.locator('.cards').isVisible(), false);
    await explain.page.locator('.grid-bar').click();
    await press('g');
    assert.equal(await explain.page.locator('.cards').isVisible(), true);
  });

  it('says that Run makes the maps, of how many and for how much, and asks for predictions by itself', async () => {
    await show(gridOf({ rows: [waitingRow(0), waitingRow(1)] }));
    assert.match(await explain.page.locator('.grid-bar').innerText(), /Press Run: 6 maps · [\d.]+\su/);
    assert.match(await cell(0, 0).innerText(), /not made yet/);
    assert.equal((await explain.panel.posted('gridPredict')).length, 1);
    await explain.panel.send({ kind: 'gridRow', index: 0, row: rowOf(0, { state: 'waiting' }) });
    assert.equal((await explain.panel.posted('gridPredict')).length, 1, 'once');
  });

  it('has a row for each image with its prediction and its truth, a column for each method', async () => {
    await show(gridOf());
    const titles = await grid().getByRole('columnheader').allInnerTexts();
    assert.deepEqual(
      titles.map((title) => title.split('\n')[0]),
      ['Image', ...methods.map(({ label }) => label)],
    );
    assert.match(
      (await row(0).getByRole('rowheader').innerText()).replace(/\s+/g, ' '),
      /face-0\.png glasses\s*71\.0 % ✓ true/,
    );
    assert.match(await row(1).getByRole('rowheader').innerText(), /✗ true: glasses/);
    assert.equal(await row(0).getByRole('gridcell').count(), methods.length);
    assert.equal(await grid().locator('.grid-rows > .grid-line').count(), 20);
    assert.match(await explain.page.locator('.grid-bar').innerText(), /1 to 20 of 45[^]*3 of 20 images done/);
  });

  it('says what the maps that are missing will cost, before they are made', async () => {
    await show(gridOf({ rows: [rowOf(0), waitingRow(1), waitingRow(2)] }));
    // Two images to predict, and 1 + 10 + 100 u for the maps of each.
    assert.match(await explain.page.locator('.cost').innerText(), /^6 maps · 224\u00a0u/);
    assert.deepEqual(await explain.panel.posted('gridRun'), []);
    await explain.page.locator('.setup-run').getByRole('button', { name: 'Run' }).click();
    assert.equal((await explain.panel.posted('gridRun')).length, 1);
    assert.deepEqual(await explain.panel.posted('run'), []);
  });

  it('shows maps as they come, keeps their places, and can be stopped', async () => {
    await show(gridOf({ busy: true, rows: [rowOf(0), waitingRow(1), waitingRow(2)] }));
    const before = await cell(1, 1).boundingBox();
    const { cells, ...finished } = rowOf(1);
    await explain.panel.send({ kind: 'gridRow', index: 1, row: { ...finished, state: 'running' } });
    const [[card, first]] = Object.entries(cells);
    await explain.panel.send({ kind: 'gridCell', index: 1, card, cell: first });
    assert.deepEqual(
      await row(1)
        .getByRole('gridcell')
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.state)),
      ['done', 'running', 'running'],
    );
    const after = await cell(1, 1).boundingBox();
    assert.deepEqual([after?.x, after?.width], [before?.x, before?.width]);
    await explain.page.locator('.setup-run').getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await explain.panel.posted('gridCancel')).length, 1);
  });

  it('has a scale of its own for every map, or one for all of a method', async () => {
    await show(gridOf());
    const ends = async (i: number): Promise<string> => cell(i, 1).locator('.legend-high').innerText();
    assert.notEqual(await ends(0), await ends(2));
    await explain.page.getByRole('combobox', { name: 'Scale' }).selectOption('shared');
    assert.equal(await ends(0), await ends(2));
    assert.equal(await ends(0), await ends(1));
  });

  it('paints all maps of a method alike, once one of them has both signs', async () => {
    const positive = { key: '', state: 'done', map: map(1, false) } as const;
    const rows = [rowOf(0, { cells: { ...rowOf(0).cells, [methods[1].id]: positive } }), rowOf(1)];
    await show(gridOf({ rows: rows.slice(0, 1) }));
    const low = () => cell(0, 1).locator('.legend-low').innerText();
    assert.equal(await low(), '0');
    await explain.panel.send({ kind: 'grid', grid: gridOf({ rows }) });
    assert.match(await low(), /^−/);
  });

  it('gives a map the page on a click, walks on with the arrows, and comes back', async () => {
    await show(gridOf());
    await cell(2, 1).getByRole('button').click();
    assert.deepEqual(await explain.panel.posted('input'), [{ kind: 'input', index: 2, keepTarget: true }]);
    await explain.panel.send({ kind: 'update', changes: { current: 2, cards: methods.map(({ id }) => done(id)) } });
    assert.deepEqual(
      await explain.page
        .locator('.card:visible')
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.enlarge)),
      [methods[1].id],
    );
    await press('ArrowRight');
    assert.deepEqual((await explain.panel.posted('input')).at(-1), { kind: 'input', index: 3, keepTarget: true });
    await press('Escape');
    assert.equal(await grid().isVisible(), true);
  });

  it('is one stop of the Tab key, among whose maps the arrows move', async () => {
    await show(gridOf());
    await cell(0, 0).getByRole('button').focus();
    await press('ArrowDown');
    await press('ArrowRight');
    assert.equal(await focused(), `${methods[1].label} of face-1.png, done`);
    await press('Home');
    assert.match(await focused(), /^face-1\.png/);
    assert.deepEqual(await explain.panel.posted('gridShow'), []);
    assert.equal(await grid().locator('button[tabindex="0"]').count(), 1);
  });

  it('goes on to the next images with → and back with ←', async () => {
    await show(gridOf());
    await explain.page.locator('.grid-bar').click();
    await press('ArrowRight');
    assert.deepEqual(await explain.panel.posted('gridShow'), [{ kind: 'gridShow', first: 20 }]);
    await press('ArrowLeft');
    assert.equal((await explain.panel.posted('gridShow')).length, 1, 'there is none before the first');
  });

  it('says of an image and of a map why it is not there, and goes on', async () => {
    const error = { code: 'corrupt-image', what: 'the image cannot be decoded' } as const;
    const broken = { ...waitingRow(1), state: 'error', error } as const;
    const cells = {
      ...rowOf(0).cells,
      [methods[0].id]: { key: '', state: 'error', error: { ...error, what: 'it has no layer' } },
    } as const;
    await show(gridOf({ rows: [rowOf(0, { cells }), broken, rowOf(2)] }));
    assert.match(await cell(0, 0).innerText(), /it has no layer/);
    assert.match(await row(1).getByRole('rowheader').innerText(), /cannot be decoded/);
  });

  it('offers the whole folder where one image is shown alone', async () => {
    await show(gridOf({ rows: [rowOf(0)] }), { inputs: faces.slice(0, 1) });
    await explain.page.getByRole('button', { name: 'All images of the folder' }).click();
    assert.equal((await explain.panel.posted('wholeFolder')).length, 1);
  });

  it('makes room for a single image that is opened, and for many when they are asked for', async () => {
    await show(gridOf());
    await explain.panel.send({ kind: 'update', changes: { inputs: documentOf().inputs, current: 0 } });
    assert.equal(await grid().isVisible(), false);
    await explain.panel.send({ kind: 'update', changes: { inputs: faces } }, { kind: 'showGrid' });
    assert.equal(await grid().isVisible(), true);
  });

  for (const width of [1400, 900, 480])
    it(`keeps every map in its cell at ${width} px, the first in sight`, async () => {
      await show(gridOf(), {}, { width });
      assert.deepEqual(await overlaps(explain.page, '.grid-cell'), []);
      assert.deepEqual(await escapees(explain.page, '.grid-cell'), []);
      const first = await cell(0, 0).boundingBox();
      assert.ok(first && first.x >= 0 && first.x + first.width <= width && first.y < 420, JSON.stringify(first));
      assert.ok((await explain.page.evaluate(() => document.documentElement.scrollWidth)) <= width);
      assert.deepEqual(await violations(explain.page), []);
    });
});
