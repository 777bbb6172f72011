import assert from 'node:assert/strict';
import type { ByteVolume, FloatMap } from '../../src/protocol/raster';
import { initialVolumeView } from '../../src/webview/explain/volume-view';
import { ExplainPage } from './support/explain-page';
import { done, prediction, result } from './support/explanations';

const [DEPTH, HEIGHT, WIDTH] = [4, 6, 8];
const AREA = HEIGHT * WIDTH;
/** Every slice has one grey of its own. */
const volume: ByteVolume = {
  dims: [1, DEPTH, HEIGHT, WIDTH],
  data: Uint8Array.from({ length: DEPTH * AREA }, (_, i) => 40 * Math.floor(i / AREA) + 40),
};
/** Nothing but one voxel in the third slice and a smaller one, of the other sign, in the first. */
const map: FloatMap = { dims: [1, DEPTH, HEIGHT, WIDTH], data: new Float32Array(DEPTH * AREA) };
map.data[2 * AREA + 2 * WIDTH + 4] = 8;
map.data[WIDTH + 1] = -2;

describe('a volume in the Explain panel', () => {
  const explain = new ExplainPage();
  const opened = (
    input = { path: '/scan.nii.gz', image: null, signal: null, volume },
    state: object = { volume: { ...initialVolumeView, plane: 0 } },
  ) =>
    explain.show(
      {
        prediction: prediction({ input }),
        cards: [{ ...done('integrated-gradients'), state: 'done', result: result('integrated-gradients', { map }) }],
      },
      { state: { scale: 'own', opacity: 1, ...state } },
    );
  const grey = (): Promise<number> =>
    explain.page
      .locator('.input-view canvas')
      .first()
      .evaluate((node: HTMLCanvasElement) => node.getContext('2d')!.getImageData(9, 9, 1, 1).data[0]);
  /** Colours on a card at a place in fractions of its canvas. */
  const color = async (u: number, v: number): Promise<readonly number[]> => {
    await explain.page.waitForTimeout(100);
    return explain
      .card('integrated-gradients')
      .locator('.stage canvas')
      .first()
      .evaluate(
        (node: HTMLCanvasElement, at) => [
          ...node
            .getContext('2d')!
            .getImageData(at.u * node.width, at.v * node.height, 1, 1)
            .data.slice(0, 3),
        ],
        { u, v },
      );
  };
  const bar = () => explain.page.getByRole('toolbar', { name: 'Slice of the volume' });
  const slider = (name = 'Axial') => bar().getByRole('slider', { name });
  const isRed = ([red, , blue]: readonly number[]): boolean => red > blue + 60;

  it('begins with the slice in its middle, and says so', async () => {
    await opened();
    await explain.page.waitForTimeout(100);
    assert.match(await bar().innerText(), /3 of 4/);
    assert.equal(await grey(), 120);
    assert.match(await explain.page.locator('.input-view .card-sub').innerText(), /4 × 6 × 8/);
    assert.ok(isRed(await color(4.5 / WIDTH, 2.5 / HEIGHT)));
  });

  it('is gone through by keys, in one scale of colours', async () => {
    await opened();
    await slider().focus();
    const legend = () => explain.card('integrated-gradients').locator('.legend-high').innerText();
    const before = await legend();
    await explain.page.keyboard.press('ArrowDown');
    await explain.page.waitForTimeout(150);
    assert.equal(await slider().getAttribute('aria-valuetext'), '2 of 4');
    assert.equal(await grey(), 80);
    assert.ok(!isRed(await color(4.5 / WIDTH, 2.5 / HEIGHT)));
    assert.equal(await legend(), before);
  });

  it('is seen along other axes, and as a projection', async () => {
    await opened();
    await bar().getByRole('radio', { name: 'Slices along the width' }).check();
    await explain.page.waitForTimeout(100);
    assert.match(await bar().innerText(), /5 of 8/);
    assert.ok(await slider('Sagittal').isVisible());
    // Rows are slices now, columns heights.
    assert.ok(isRed(await color(2.5 / HEIGHT, 2.5 / DEPTH)));
    await bar().getByRole('checkbox', { name: 'Projection' }).click();
    await bar().getByRole('radio', { name: 'Slices along the depth' }).check();
    await explain.page.waitForTimeout(100);
    assert.equal(await grey(), 100);
    assert.ok(isRed(await color(4.5 / WIDTH, 2.5 / HEIGHT)));
    assert.ok(await slider().isDisabled());
  });

  it('of one slice with many bands shows those that are chosen as its colours', async () => {
    const bands = { dims: [5, 1, 4, 4], data: Uint8Array.from({ length: 80 }, (_, i) => 50 * Math.floor(i / 16)) };
    await opened({ path: '/bands.tif', image: null, signal: null, volume: bands });
    assert.equal(await slider().isVisible(), false);
    await bar().getByRole('combobox', { name: 'Red' }).selectOption('5');
    await explain.page.waitForTimeout(100);
    assert.equal(await grey(), 200);
  });

  it('fits 480 pixels', async () => {
    await opened();
    await explain.page.setViewportSize({ width: 480, height: 800 });
    await explain.page.waitForTimeout(100);
    assert.ok(await explain.page.evaluate(() => document.documentElement.scrollWidth <= 480));
    assert.ok(await slider().isVisible());
    assert.match(await bar().innerText(), /3 of 4/);
  });
});
