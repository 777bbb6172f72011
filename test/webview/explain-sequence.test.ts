import assert from 'node:assert/strict';
import type { FloatMap } from '../../src/protocol/raster';
import { ExplainPage } from './support/explain-page';
import { done, prediction, result, size } from './support/explanations';

const LENGTH = 40;
/** Two channels; at step 7 they make +3, at step 20 −2. */
const map: FloatMap = { dims: [2, LENGTH], data: new Float32Array(2 * LENGTH) };
map.data[7] = 2;
map.data[LENGTH + 7] = 1;
map.data[LENGTH + 20] = -2;
const signal: FloatMap = { dims: [2, LENGTH], data: Float32Array.from({ length: 2 * LENGTH }, (_, i) => Math.sin(i)) };

/** Row 12 of an image has +6 together, row 40 −1. */
const rowsMap: FloatMap = { dims: [1, size, size], data: new Float32Array(size * size) };
rowsMap.data.fill(0.1, 12 * size, 12 * size + 60);
rowsMap.data[40 * size + 5] = -1;

describe('a map along time', () => {
  const explain = new ExplainPage();
  const strip = () => explain.card('integrated-gradients').locator('.time-strip');
  const canvas = () => strip().locator('canvas');
  const opened = (input: object, shown: FloatMap, state: object = {}) =>
    explain.show(
      {
        prediction: prediction({ input: { path: '/a.npy', image: null, signal: null, ...input } }),
        cards: [
          { ...done('integrated-gradients'), state: 'done', result: result('integrated-gradients', { map: shown }) },
        ],
      },
      { state },
    );
  /** Red, green and blue at a place of the strip in fractions of its size. */
  const color = async (u: number, v: number): Promise<readonly number[]> => {
    await explain.page.waitForTimeout(150);
    return canvas().evaluate(
      (node: HTMLCanvasElement, at) => [
        ...node
          .getContext('2d')!
          .getImageData(at.u * node.width, at.v * node.height, 1, 1)
          .data.slice(0, 4),
      ],
      { u, v },
    );
  };
  const isRed = ([r, , b, a]: readonly number[]): boolean => a === 255 && r > b + 40;
  const isBlue = ([r, , b, a]: readonly number[]): boolean => a === 255 && b > r + 40;

  it('adds the channels of a signal at each step, with their signs, and names the largest', async () => {
    await opened({ signal, timeAxis: 1 }, map);
    assert.equal(await strip().innerText(), 'Along time\nstep 7: 3.00 logit');
    assert.ok(isRed(await color(7.5 / LENGTH, 0.25)), 'up');
    assert.ok(isBlue(await color(20.5 / LENGTH, 0.5)), 'down');
    assert.ok(!isBlue(await color(7.5 / LENGTH, 0.5)) && !isRed(await color(20.5 / LENGTH, 0.25)));
  });

  it('is gone through by keys, in all maps at once', async () => {
    await opened({ signal, timeAxis: 1 }, map);
    await canvas().focus();
    await explain.page.keyboard.press('End');
    assert.equal(await canvas().getAttribute('aria-valuetext'), 'step 39: 0 logit');
    await explain.page.keyboard.press('Home');
    for (let k = 0; k < 20; k++) await explain.page.keyboard.press('ArrowRight');
    assert.equal(await canvas().getAttribute('aria-valuetext'), 'step 20: −2.00 logit');
    assert.equal(await canvas().getAttribute('aria-valuenow'), '20');
    // The map's own channel under the same step.
    assert.match(await explain.card('integrated-gradients').locator('.pointer-value').innerText(), /^20: /);
    assert.deepEqual(await explain.panel.posted('input'), []);
  });

  it('tells the row of an image under the pointer, on the map and on the strip', async () => {
    await opened({ image: prediction().input.image, timeAxis: 1 }, rowsMap);
    assert.match(await strip().innerText(), /row 12: 6.00 logit/);
    const stage = explain.card('integrated-gradients').locator('.stage canvas').first();
    const box = (await stage.boundingBox())!;
    await explain.page.mouse.move(box.x + box.width / 2, box.y + (40.5 / size) * box.height);
    assert.match(await strip().innerText(), /row 40: −1.00 logit/);
    const own = (await canvas().boundingBox())!;
    await explain.page.mouse.move(own.x + (12.5 / size) * own.width, own.y + 20);
    assert.match(await strip().innerText(), /row 12: 6.00 logit/);
    assert.match(await explain.card('integrated-gradients').locator('.pointer-value').innerText(), /^\d+, 12: /);
  });

  it('has its place before there is a map, and none where no time is read', async () => {
    await explain.show({
      prediction: prediction({ input: { path: '/a.npy', image: null, signal, timeAxis: 1 } }),
      cards: [{ method: 'integrated-gradients', state: 'waiting' }],
    });
    assert.ok((await strip().boundingBox())!.height > 80);
    explain.close();
    await explain.show();
    assert.equal(await strip().isVisible(), false);
  });

  it('stands below the map in what is exported', async () => {
    await opened({ signal, timeAxis: 1 }, map);
    await explain.keepImage('integrated-gradients');
    const found = await explain.page.evaluate(async () => {
      const posted = (window as never)['posted'] as { images: { png: Uint8Array<ArrayBuffer> }[] }[];
      const bitmap = await createImageBitmap(new Blob([posted.at(-1)!.images[0].png], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
      context.drawImage(bitmap, 0, 0);
      const column = context.getImageData((7.5 / 40) * bitmap.width, 0, 1, bitmap.height).data;
      const red = (y: number) => column[4 * y] > column[4 * y + 2] + 40 && column[4 * y + 3] > 200;
      return {
        size: [bitmap.width, bitmap.height],
        red: [...Array(bitmap.height).keys()].filter((y) => y > 520 && red(y)),
      };
    });
    assert.deepEqual(found.size, [1024, 725]);
    assert.ok(found.red.length > 60, `${found.red.length} red pixels below the map`);
  });

  it('fits 480 pixels', async () => {
    await opened({ signal, timeAxis: 1 }, map);
    await explain.page.setViewportSize({ width: 480, height: 800 });
    await explain.page.waitForTimeout(150);
    assert.ok(await explain.page.evaluate(() => document.documentElement.scrollWidth <= 480));
    assert.ok(isRed(await color(7.5 / LENGTH, 0.25)));
  });
});
