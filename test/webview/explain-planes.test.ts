import assert from 'node:assert/strict';
import type { ByteVolume, FloatMap } from '../../src/protocol/raster';
import { ExplainPage } from './support/explain-page';
import { done, prediction, result } from './support/explanations';

const [DEPTH, HEIGHT, WIDTH] = [6, 8, 10];
const AREA = HEIGHT * WIDTH;
const volume: ByteVolume = {
  dims: [1, DEPTH, HEIGHT, WIDTH],
  data: Uint8Array.from({ length: DEPTH * AREA }, (_, i) => 20 * Math.floor(i / AREA) + 60),
};
/** Positive at one voxel: slice 4, row 2, column 7. */
const [Z, Y, X] = [4, 2, 7];
const map: FloatMap = { dims: [1, DEPTH, HEIGHT, WIDTH], data: new Float32Array(DEPTH * AREA) };
map.data[Z * AREA + Y * WIDTH + X] = 5;
map.data[0] = -1;

describe('the three planes of a volume in the Explain panel', () => {
  const explain = new ExplainPage();
  const opened = (changes: object = {}) =>
    explain.show(
      {
        prediction: prediction({ input: { path: '/scan.nii.gz', image: null, signal: null, volume }, ...changes }),
        cards: [{ ...done('integrated-gradients'), state: 'done', result: result('integrated-gradients', { map }) }],
      },
      { state: { scale: 'own', opacity: 1 } },
    );
  const plane = (name: 'Axial' | 'Coronal' | 'Sagittal', where = explain.card('integrated-gradients')) =>
    where.locator('.plane', { hasText: name });
  const inputPlane = (name: 'Axial' | 'Coronal' | 'Sagittal') => plane(name, explain.page.locator('.input-view'));
  const names = () => explain.card('integrated-gradients').locator('.plane-name').allInnerTexts();
  const slider = (name: string) =>
    explain.page.getByRole('toolbar', { name: 'Slice of the volume' }).getByRole('slider', { name });
  const clickAt = async (where: ReturnType<typeof plane>, u: number, v: number): Promise<void> => {
    const box = (await where.locator('canvas').boundingBox())!;
    await explain.page.mouse.click(box.x + u * box.width, box.y + v * box.height);
  };
  /** Whether the map is red at a place off the lines of the crosshair, in fractions of a plane. */
  const isRed = async (name: 'Axial' | 'Coronal' | 'Sagittal', u: number, v: number): Promise<boolean> => {
    await explain.page.waitForTimeout(150);
    const [red, , blue] = await plane(name)
      .locator('canvas')
      .evaluate(
        (node: HTMLCanvasElement, at) => [
          ...node.getContext('2d')!.getImageData(at.u * node.width, at.v * node.height, 1, 1).data,
        ],
        { u, v },
      );
    return red > blue + 60;
  };
  /** A little off the middle of a voxel. */
  const off = (k: number, count: number): number => (k + 0.25) / count;

  it('meet in its middle, each with its map', async () => {
    await opened();
    assert.deepEqual(await names(), ['Axial 4/6', 'Coronal 5/8', 'Sagittal 6/10']);
    for (const name of ['Axial', 'Coronal', 'Sagittal']) assert.ok(await slider(name).isVisible());
    assert.equal(await isRed('Axial', off(X, WIDTH), off(Y, HEIGHT)), false);
  });

  it('follow a click in another plane, on all cards, and the sliders with them', async () => {
    await opened();
    await clickAt(plane('Axial'), (X + 0.5) / WIDTH, (Y + 0.5) / HEIGHT);
    assert.deepEqual(await names(), ['Axial 4/6', 'Coronal 3/8', 'Sagittal 8/10']);
    assert.equal(await slider('Coronal').getAttribute('aria-valuetext'), '3 of 8');
    await clickAt(inputPlane('Coronal'), (X + 0.5) / WIDTH, (Z + 0.5) / DEPTH);
    assert.deepEqual(await names(), ['Axial 5/6', 'Coronal 3/8', 'Sagittal 8/10']);
    assert.ok(await isRed('Axial', off(X, WIDTH), off(Y, HEIGHT)));
    assert.ok(await isRed('Coronal', off(X, WIDTH), off(Z, DEPTH)));
    assert.ok(await isRed('Sagittal', off(Y, HEIGHT), off(Z, DEPTH)));
    assert.equal(await explain.page.locator('.enlarged').count(), 0);
  });

  it('are gone through by keys: sliders, and on a plane the arrows, Page Up and Page Down', async () => {
    await opened();
    await slider('Sagittal').focus();
    await explain.page.keyboard.press('ArrowUp');
    assert.deepEqual(await names(), ['Axial 4/6', 'Coronal 5/8', 'Sagittal 7/10']);
    await plane('Axial').locator('canvas').focus();
    for (const key of ['ArrowRight', 'ArrowUp', 'ArrowUp', 'PageDown']) await explain.page.keyboard.press(key);
    assert.deepEqual(await names(), ['Axial 5/6', 'Coronal 3/8', 'Sagittal 8/10']);
    assert.match(await plane('Axial').locator('canvas').getAttribute('aria-label').then(String), /Axial 5\/6/);
    assert.deepEqual(await explain.panel.posted('input'), []);
    await explain.page.keyboard.press('Enter');
    assert.equal(await explain.page.locator('.card.enlarged').count(), 1);
  });

  it('are projections where these are wanted, and one plane where that is', async () => {
    await opened();
    const bar = explain.page.getByRole('toolbar', { name: 'Slice of the volume' });
    await bar.getByRole('checkbox', { name: 'Projection' }).click();
    assert.deepEqual(await names(), ['Axial all 6', 'Coronal all 8', 'Sagittal all 10']);
    for (const [name, u, v] of [
      ['Axial', off(X, WIDTH), off(Y, HEIGHT)],
      ['Coronal', off(X, WIDTH), off(Z, DEPTH)],
      ['Sagittal', off(Y, HEIGHT), off(Z, DEPTH)],
    ] as const)
      assert.ok(await isRed(name, u, v), name);
    await bar.getByRole('radio', { name: 'Slices along the height' }).check();
    assert.equal(await plane('Axial').isVisible(), false);
    assert.equal(await slider('Axial').isVisible(), false);
    await bar.getByRole('radio', { name: 'All three planes' }).check();
    assert.ok(await plane('Sagittal').isVisible());
  });

  it('are painted on, slice by slice, and explain what was painted', async () => {
    const dense = { depth: DEPTH, height: HEIGHT, width: WIDTH, classes: new Uint16Array(DEPTH * AREA) };
    dense.classes[3] = 1;
    await opened({ dense });
    await explain.page.getByRole('radio', { name: 'Paint on the image' }).check();
    await clickAt(inputPlane('Axial'), 0.55, 0.3);
    const painted = async (count: number): Promise<number[]> => {
      const { region } = (await explain.panel.until('target', count)).at(-1)!;
      assert.deepEqual(region!.dims, [DEPTH, HEIGHT, WIDTH]);
      return [...region!.data.keys()].filter((i) => region!.data[i]);
    };
    const first = 3 * AREA + 2 * WIDTH + 5;
    assert.deepEqual(await painted(1), [first]);
    await slider('Axial').focus();
    await explain.page.keyboard.press('ArrowUp');
    await inputPlane('Axial').locator('canvas').focus();
    // The keyboard's brush begins in the middle, and moves by its own size.
    await explain.page.keyboard.press('ArrowRight');
    await explain.page.keyboard.down(' ');
    await explain.page.keyboard.up(' ');
    assert.deepEqual(await painted(2), [first, 4 * AREA + 4 * WIDTH + 6]);
    await clickAt(inputPlane('Sagittal'), (1 + 0.5) / HEIGHT, 0.1);
    assert.deepEqual(await painted(3), [0 * AREA + 1 * WIDTH + 5, first, 4 * AREA + 4 * WIDTH + 6]);
    await explain.page.getByRole('radio', { name: 'Erase what was painted' }).check();
    await clickAt(inputPlane('Sagittal'), (1 + 0.5) / HEIGHT, 0.1);
    assert.deepEqual(await painted(4), [first, 4 * AREA + 4 * WIDTH + 6]);
    assert.deepEqual(await names(), ['Axial 5/6', 'Coronal 5/8', 'Sagittal 6/10'], 'painting moves no plane');
  });

  it('mark one position of all where a pixel is chosen', async () => {
    const dense = { depth: DEPTH, height: HEIGHT, width: WIDTH, classes: new Uint16Array(DEPTH * AREA) };
    await opened({ dense });
    await explain.page.getByRole('radio', { name: 'One pixel' }).check();
    for (const u of [0.15, 0.85]) await clickAt(inputPlane('Coronal'), u, 0.95);
    const { region } = (await explain.panel.until('target', 2)).at(-1)!;
    assert.deepEqual(
      [...region!.data.keys()].filter((i) => region!.data[i]),
      [5 * AREA + 4 * WIDTH + 8],
    );
  });

  it('fit 480 pixels, and stand together in what is exported', async () => {
    await opened();
    await explain.page.setViewportSize({ width: 480, height: 800 });
    await explain.page.waitForTimeout(150);
    assert.ok(await explain.page.evaluate(() => document.documentElement.scrollWidth <= 480));
    await explain.keepImage('integrated-gradients');
    const size = await explain.page.evaluate(async () => {
      const posted = (window as never)['posted'] as { images: { png: Uint8Array<ArrayBuffer> }[] }[];
      const bitmap = await createImageBitmap(new Blob([posted.at(-1)!.images[0].png], { type: 'image/png' }));
      return [bitmap.width, bitmap.height];
    });
    assert.ok(Math.abs(size[0] / size[1] - (WIDTH + HEIGHT) / (HEIGHT + DEPTH)) < 0.01, size.join(' × '));
  });
});
