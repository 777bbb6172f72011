import assert from 'node:assert/strict';
import type { ExplainDocument } from '../../src/protocol/explain-document';
import { ExplainPage } from './support/explain-page';
import { done, size } from './support/explanations';
import { candidates, detection } from './support/detections';
import { cutTexts, escapees, overlaps } from './support/layout';
import type { PanelOptions } from './support/panel';

describe('detections in the Explain panel', () => {
  const explain = new ExplainPage();
  const cards = [done('grad-cam'), done('integrated-gradients')];
  const show = (changes: Partial<ExplainDocument> = {}, options: PanelOptions = {}) =>
    explain.show({ prediction: detection(), cards, ...changes }, options);
  const canvas = () => explain.page.locator('.input-view canvas');
  const rows = () => explain.page.getByRole('listbox', { name: 'Detections' }).getByRole('option');
  const chosen = () => explain.page.locator('.class-row[aria-selected="true"]');
  const target = async (count = 1) => (await explain.panel.until('target', count)).at(-1)!;
  const press = (key: string) => explain.page.keyboard.press(key);
  /** Where a pixel of the image is in the window. */
  const place = async (x: number, y: number): Promise<[number, number]> => {
    const box = (await canvas().boundingBox())!;
    return [box.x + (x / size) * box.width, box.y + (y / size) * box.height];
  };
  const click = async (x: number, y: number) => explain.page.mouse.click(...(await place(x, y)));

  it('stand over the image and in a list, above the thresholds of the detector, the most confident one chosen', async () => {
    await show();
    assert.deepEqual(await rows().allInnerTexts(), ['glasses\n0.91', 'mask\n0.74']);
    assert.match(await chosen().innerText(), /^glasses/);
    assert.match(await explain.page.locator('.target-button').innerText(), /glasses[\s\S]*0\.91/);
    assert.match(await explain.card('grad-cam').locator('.card-sub').innerText(), /^glasses/);
  });

  it('are explained by a click on the box, which enlarges nothing; beside the boxes a click does', async () => {
    await show();
    await click(32, 50);
    const { box } = await target();
    assert.deepEqual(box, { proposal: 30, index: 3, corners: [12, 8, 52, 60], quantity: 'score' });
    assert.match(await chosen().innerText(), /^mask/);
    assert.match(await explain.card('grad-cam').locator('.card-sub').innerText(), /^mask/);
    assert.equal(await explain.page.locator('.enlarged').count(), 0);
    await click(2, 2);
    assert.equal(await explain.page.locator('.input-view.enlarged').count(), 1);
  });

  it('take turns where one lies in another', async () => {
    await show();
    await click(30, 28);
    assert.equal((await target()).box?.proposal, 30, 'the smaller one is explained already');
    await click(30, 28);
    assert.equal((await target(2)).box, null, 'the one that the model shows by itself');
    assert.match(await chosen().innerText(), /^glasses/);
  });

  it('are walked through and chosen with the keyboard', async () => {
    await show();
    await chosen().focus();
    await press('ArrowDown');
    assert.equal(await explain.page.evaluate(() => document.activeElement?.textContent), 'mask0.74');
    assert.match(await chosen().innerText(), /^glasses/, 'moving the focus chooses nothing');
    await press('Enter');
    assert.match(await chosen().innerText(), /^mask/);
    assert.equal((await target()).box?.index, 3);
    await press('Home');
    await press(' ');
    assert.match(await chosen().innerText(), /^glasses/);
    await press('Tab');
    await press('Shift+Tab');
    assert.match((await explain.page.evaluate(() => document.activeElement?.textContent))!, /^glasses/, 'one stop');
  });

  it('follow the thresholds without a new run', async () => {
    await show();
    const score = explain.page.getByRole('slider', { name: /lower score/ });
    const overlap = explain.page.getByRole('slider', { name: /overlap more/ });
    await score.fill('10');
    assert.equal(await rows().count(), 3);
    await overlap.fill('90');
    assert.deepEqual(await rows().allInnerTexts(), ['glasses\n0.91', 'mask\n0.74', 'glasses\n0.62', 'hat\n0.12']);
    await score.fill('80');
    assert.deepEqual(await rows().allInnerTexts(), ['glasses\n0.91']);
    assert.match(await explain.page.locator('.detector-foot').innerText(), /1 of 4/);
    await score.fill('95');
    assert.equal(await rows().count(), 0);
    assert.match(
      await explain.page.locator('.detection-room').innerText(),
      /No detections above 0\.95: lower the threshold or draw a box\./,
    );
    assert.equal((await explain.panel.posted('target')).length, 0);
    assert.equal((await explain.panel.posted('run')).length, 0);
    assert.deepEqual(await explain.saved().then(({ scoreThreshold }) => scoreThreshold), 0.95);
  });

  it('keep the chosen one in sight whatever the thresholds say', async () => {
    await show({ box: { ...candidates[3], quantity: 'score' } });
    assert.deepEqual(await rows().allInnerTexts(), ['glasses\n0.91', 'mask\n0.74', 'hat\n0.12']);
    assert.match(await chosen().innerText(), /^hat/);
  });

  it('mark the chosen box on every map', async () => {
    const white = (method: string) =>
      explain
        .card(method)
        .locator('canvas.stage-canvas')
        .evaluate(
          (node: HTMLCanvasElement, at) => {
            const scale = node.width / at.size;
            const context = node.getContext('2d')!;
            const side = context.getImageData(Math.round(at.x * scale) - 4, Math.round(at.y * scale), 8, 1).data;
            return Array.from({ length: 8 }, (_, i) => side.slice(4 * i, 4 * i + 3)).some((rgb) =>
              rgb.every((value) => value > 200),
            );
          },
          { x: 52, y: 50, size },
        );
    await show({}, { state: { opacity: 0 } });
    await explain.page.waitForTimeout(100);
    assert.deepEqual([await white('grad-cam'), await white('integrated-gradients')], [false, false]);
    await click(32, 50);
    await explain.page.mouse.move(0, 0);
    await explain.page.waitForTimeout(100);
    assert.deepEqual([await white('grad-cam'), await white('integrated-gradients')], [true, true]);
  });

  it('are explained by how far their place or size is from a value', async () => {
    await show();
    await explain.openTarget();
    await explain.page.getByRole('radio', { name: 'Width' }).check();
    await target(1);
    await explain.page.getByRole('radio', { name: 'The estimate less a value' }).check();
    const [left, , right] = candidates[0].corners;
    assert.deepEqual((await target(2)).difference, { from: right - left, absolute: false });
    const value = explain.page.getByRole('spinbutton', { name: 'Value that the estimate is compared with' });
    await value.fill('12');
    assert.equal((await target(3)).difference?.from, 12);
    assert.match(
      await explain.page.locator('.target-button').innerText(),
      new RegExp(`− 12.*width[^]*${right - left - 12}`),
    );
    await explain.page.getByRole('radio', { name: 'Score', exact: true }).check();
    assert.equal((await target(4)).difference, undefined, 'a value is one of what was asked before');
  });

  it('are explained by score, overlap, place or size', async () => {
    await show();
    await explain.openTarget();
    await explain.page.getByRole('radio', { name: 'Width' }).check();
    assert.deepEqual((await target()).box, {
      proposal: 12,
      index: 0,
      corners: candidates[0].corners,
      quantity: 'width',
    });
    assert.match(await explain.card('grad-cam').locator('.card-sub').innerText(), /^glasses · width/);
    await press('Escape');
    await click(32, 50);
    assert.equal((await target(2)).box?.quantity, 'width', 'what was asked of one is asked of the next');
  });

  it('of a box that was missed: it is drawn with the pointer, gets a class, and is explained', async () => {
    await show();
    const before = await explain.page.locator('.card').evaluateAll((all) => all.map((one) => one.clientHeight));
    await explain.page.getByRole('button', { name: 'Draw a missed box' }).click();
    const [from, to] = [await place(8, 2), await place(56, 14)];
    await explain.page.mouse.move(...from);
    await explain.page.mouse.down();
    await explain.page.mouse.move(...to, { steps: 3 });
    await explain.page.mouse.up();
    assert.equal((await explain.panel.posted('target')).length, 0, 'not before its class is known');
    await explain.page.getByRole('combobox', { name: 'Class of the drawn box' }).selectOption('hat');
    const { box } = await target();
    assert.deepEqual(
      [box?.proposal, box?.index, box?.quantity, box?.corners.map(Math.round)],
      [null, 4, 'overlap', [8, 2, 56, 14]],
    );
    assert.deepEqual(await rows().allInnerTexts(), ['glasses\n0.91', 'mask\n0.74', 'hat\ndrawn']);
    assert.match(await chosen().innerText(), /^hat/);
    await explain.openTarget();
    assert.equal(await explain.page.getByRole('radio', { name: 'Score × overlap' }).isChecked(), true);
    assert.equal(await explain.page.getByRole('radio', { name: 'Width' }).isDisabled(), true);
    await press('Escape');
    assert.deepEqual(
      await explain.page.locator('.card').evaluateAll((all) => all.map((one) => one.clientHeight)),
      before,
      'nothing has moved',
    );
    await click(30, 28);
    assert.equal((await target(2)).box, null);
    assert.deepEqual(
      await rows().allInnerTexts(),
      ['glasses\n0.91', 'mask\n0.74', 'hat\ndrawn'],
      'and can be asked again',
    );
  });

  it('of a box that was missed: it is drawn with the keyboard, or left', async () => {
    await show();
    const draw = explain.page.getByRole('button', { name: 'Draw a missed box' });
    await draw.focus();
    await press('Enter');
    for (const key of ['ArrowUp', 'ArrowUp', 'Shift+ArrowRight', 'Enter']) await press(key);
    const classes = explain.page.getByRole('combobox', { name: 'Class of the drawn box' });
    assert.equal(await classes.evaluate((node) => node === document.activeElement), true);
    await classes.selectOption('hat');
    const step = size / 50;
    const { corners = [] } = (await target()).box ?? {};
    assert.deepEqual(
      corners.map((value) => value.toFixed(2)),
      [24, 24 - 2 * step, 40 + step, 40 - 2 * step].map((value) => value.toFixed(2)),
    );
    await draw.focus();
    await press('Enter');
    await press('ArrowRight');
    await press('Escape');
    assert.equal(await rows().count(), 3);
    assert.equal(await explain.page.evaluate(() => document.activeElement?.textContent), 'Draw a missed box');
    assert.equal((await explain.panel.posted('target')).length, 1);
    assert.equal((await explain.panel.posted('input')).length, 0, 'the arrows did not leave the image');
  });

  it('say what to do where nothing was found', async () => {
    await show({ prediction: detection([]), cards: [] });
    assert.match(await explain.page.locator('.detection-room').innerText(), /No detections above 0\.25/);
    assert.match(await explain.page.locator('.target-button').innerText(), /^Target/);
  });

  it('keep their place while another image is looked at', async () => {
    await show({ task: { id: 'detection', reason: 'a head of boxes' } });
    const places = () =>
      explain.page.locator('.card').evaluateAll((all) => all.map((one) => JSON.stringify(one.getBoundingClientRect())));
    const before = await places();
    await explain.panel.send({ kind: 'update', changes: { prediction: null } });
    assert.deepEqual(await places(), before);
    await explain.panel.send({ kind: 'update', changes: { prediction: detection([]) } });
    assert.deepEqual(await places(), before);
  });

  for (const width of [1400, 900, 480])
    it(`have room at ${width} px, with names as long as those of real detectors`, async () => {
      const label = 'kerosene-burning vacuum coffee maker for well-known restaurants, espresso machine';
      const found = detection(candidates.map((box) => (box.index === 3 ? { ...box, label } : box)));
      await show({ prediction: found, cards: [done('grad-cam'), done('integrated-gradients')] }, { width });
      assert.deepEqual(await escapees(explain.page, '.card'), []);
      assert.deepEqual(await overlaps(explain.page, '.card'), []);
      assert.deepEqual(await cutTexts(explain.page, 'body'), []);
      const map = (await explain.card('grad-cam').locator('.stage-canvas').boundingBox())!;
      assert.ok(map.y + map.height < 900, 'a map is on the first screen');
      await explain.page.getByRole('button', { name: 'Draw a missed box' }).click();
      assert.deepEqual(await escapees(explain.page, '.card'), []);
    });

  it('are one stop on the way to the first map, in which ← and → move', async () => {
    await show();
    const onMap = () =>
      explain.page.evaluate(() => Boolean(document.activeElement?.matches('.card[data-method] .stage-canvas')));
    let stops = 0;
    while (!(await onMap()) && stops < 100) {
      await press('Tab');
      stops++;
    }
    assert.ok(stops <= 12, `${stops} stops`);
    await chosen().focus();
    await press('ArrowLeft');
    assert.equal(await explain.page.evaluate(() => document.activeElement?.className), 'slider');
    await press('ArrowRight');
    await press('ArrowRight');
    assert.equal(await explain.page.evaluate(() => document.activeElement?.textContent), 'Draw a missed box');
  });
});
