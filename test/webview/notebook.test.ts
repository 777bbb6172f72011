import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { NOTEBOOK_TYPE, type NotebookResult } from '../../src/protocol/notebook';
import { sharedPage } from './support/browser';

const origin = 'http://notebook.test';
const bundle = path.resolve(__dirname, '../../dist/webview/notebook.js');

/** Of an image of the figure, in points of three pixels. */
const WIDTH = (510 - 8) / 3 - 8;

const map = (label: string, values: readonly number[]) => ({
  label,
  note: 'residual of its sum: 0.01',
  dims: [1, 2, 2],
  values: Buffer.from(Float32Array.from(values).buffer).toString('base64'),
});

describe('the renderer of notebooks', () => {
  let page: Page;
  let image: string;
  before(async () => {
    const white = sharp({ create: { width: 32, height: 32, channels: 3, background: '#fff' } });
    image = (await white.png().toBuffer()).toString('base64');
    page = await sharedPage();
    await page.route(`${origin}/**`, (route) =>
      route.request().url().endsWith('.js')
        ? route.fulfill({ contentType: 'text/javascript', body: readFileSync(bundle) })
        : route.fulfill({ contentType: 'text/html', body: '<body><div id="output"></div></body>' }),
    );
  });
  beforeEach(async () => {
    await page.goto(origin);
    const place = 'document.getElementById("output")';
    const call = `activate().renderOutputItem({ mime, json: () => value }, ${place})`;
    const content = `import { activate } from "/notebook.js"; globalThis.render = (value, mime) => ${call};`;
    await page.addScriptTag({ type: 'module', content });
    await page.waitForFunction('"render" in globalThis');
  });
  after(() => page.unroute(`${origin}/**`));

  const result = (): NotebookResult => ({
    version: 1,
    model: 'net.onnx',
    input: 'face.png',
    target: 'glasses',
    predictions: [{ label: 'glasses', score: 0.75 }],
    image,
    maps: [map('Grad-CAM', [0, 0, 0, 1]), map('Gradient', [-1, 0, 0, 1])],
  });
  const render = (shown: unknown) =>
    page.evaluate(
      ([value, mime]) =>
        (globalThis as unknown as { render(value: unknown, mime: unknown): Promise<void> }).render(value, mime),
      [shown, NOTEBOOK_TYPE],
    );

  it('draws the image and every map with its legend, and lists the predictions', async () => {
    await render(result());
    const canvas = page.getByRole('img', { name: 'Why net.onnx sees glasses in face.png: Grad-CAM, Gradient' });
    assert.equal(
      await canvas.evaluate((node: HTMLCanvasElement) => node.width),
      3 * 510,
      'three in a row, as wide as a page',
    );
    assert.deepEqual(await page.getByRole('listitem').allInnerTexts(), ['glasses 0.7500']);
    /** Of a place of a tile, in shares of the image. */
    const colorAt = (tile: number, x: number, y: number) =>
      canvas.evaluate(
        (node: HTMLCanvasElement, [left, top]) => {
          return [...node.getContext('2d')!.getImageData(3 * left, 3 * top, 1, 1).data].slice(0, 3);
        },
        [8 + tile * (8 + WIDTH) + x * WIDTH, 34 + y * WIDTH],
      );
    const colors = {
      plain: await colorAt(0, 0.75, 0.5),
      cam: await colorAt(1, 0.9, 0.8),
      negative: await colorAt(2, 0.1, 0.1),
      positive: await colorAt(2, 0.9, 0.8),
    };
    assert.deepEqual(colors.plain, [255, 255, 255]);
    assert.notDeepEqual(colors.cam, [255, 255, 255]);
    assert.ok(colors.negative[2] > colors.negative[0], `blue: ${String(colors.negative)}`);
    assert.ok(colors.positive[0] > colors.positive[2], `red: ${String(colors.positive)}`);
  });

  it('draws maps of what is no image', async () => {
    await render({ ...result(), image: null });
    assert.equal(await page.locator('canvas').count(), 1);
  });

  it('says why something cannot be shown', async () => {
    const odd: [unknown, RegExp][] = [
      [null, /another version/],
      [{ ...result(), version: 2 }, /another version/],
      [{ ...result(), maps: 'none' }, /parts of it are missing/],
      [{ ...result(), maps: [{ ...map('Grad-CAM', [1]), dims: [1, 2, 2] }] }, /a map is damaged/],
      [{ ...result(), maps: [null] }, /parts of it are missing/],
      [{ ...result(), image: 'bm8gcGljdHVyZQ==' }, /cannot be shown/],
    ];
    for (const [shown, why] of odd) {
      await render(shown);
      assert.match(await page.getByRole('alert').innerText(), why);
    }
  });
});
