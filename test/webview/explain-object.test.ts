import assert from 'node:assert/strict';
import type { FloatMap } from '../../src/protocol/raster';
import { areaOf, emptyMask, flooded, History, stroked } from '../../src/webview/draw/mask';
import { done, size } from './support/explanations';
import { ExplainPage } from './support/explain-page';

describe('a mask', () => {
  const middle = { u: 0.5, v: 0.5 };

  it('is painted along a line and erased again', () => {
    const empty = emptyMask(10, 20);
    const line = stroked(empty, { u: 0.1, v: 0.55 }, { u: 0.9, v: 0.55 }, 0, 1);
    assert.equal(empty.data.some(Boolean), false, 'the mask before is not changed');
    assert.deepEqual([line.data.slice(100, 120).filter(Boolean).length, areaOf(line)], [17, 17 / 200]);
    const wide = stroked(empty, middle, middle, 0.1, 1);
    assert.equal(wide.data[5 * 20 + 10 + 2], 1);
    assert.equal(wide.data[5 * 20 + 10 + 3], 0);
    assert.equal(areaOf(stroked(wide, middle, middle, 0.2, 0)), 0);
  });

  it('is filled up to its outline, and cleared', () => {
    let ring = emptyMask(20, 20);
    const corners = [
      [0.2, 0.2],
      [0.8, 0.2],
      [0.8, 0.8],
      [0.2, 0.8],
      [0.2, 0.2],
    ].map(([u, v]) => ({ u, v }));
    corners.slice(1).forEach((to, i) => (ring = stroked(ring, corners[i], to, 0, 1)));
    const filled = flooded(ring, middle);
    assert.equal(filled.data[10 * 20 + 10], 1);
    assert.equal(filled.data[0], 0, 'nothing leaks out');
    assert.equal(areaOf(flooded(filled, middle)), 0);
    assert.equal(flooded(ring, { u: 2, v: 0 }), ring);
  });

  it('goes back and forth through its history', () => {
    const history = new History<number>(2);
    for (const before of [0, 1, 2]) history.note(before);
    assert.deepEqual(
      [history.undo(3), history.undo(2), history.undo(1)],
      [2, 1, undefined],
      'the oldest step is forgotten',
    );
    assert.deepEqual([history.redo(1), history.redo(2), history.redo(3)], [2, 3, undefined]);
    history.undo(3);
    history.note(9);
    assert.equal(history.canRedo, false, 'a new step ends what was to come');
  });
});

describe('the object mask in the Explain panel', () => {
  const explain = new ExplainPage();
  const disc: FloatMap = {
    dims: [size, size],
    data: Float32Array.from({ length: size * size }, (_, i) =>
      Math.hypot((i % size) - 32, Math.floor(i / size) - 46) < 9 ? 1 : 0,
    ),
  };
  const cards = [done('grad-cam'), done('integrated-gradients')];
  const canvas = () => explain.page.locator('.object-stage canvas');
  const painted = async (count: number): Promise<FloatMap> => (await explain.panel.until('paint', count)).at(-1)!.mask;
  const area = ({ data }: FloatMap): number => Object.values(data).filter((value) => value > 0).length;
  const open = async (): Promise<void> => {
    await explain.show({ cards });
    await explain.page.getByRole('button', { name: 'Paint', exact: true }).click();
  };
  /** Drags the pointer between points of the image. */
  const drag = async (...points: readonly (readonly [number, number])[]): Promise<void> => {
    const box = (await canvas().boundingBox())!;
    const at = ([x, y]: readonly [number, number]): [number, number] => [
      box.x + ((x + 0.5) / size) * box.width,
      box.y + ((y + 0.5) / size) * box.height,
    ];
    await explain.page.mouse.move(...at(points[0]));
    await explain.page.mouse.down();
    for (const point of points.slice(1)) await explain.page.mouse.move(...at(point));
    await explain.page.mouse.up();
  };

  it('is painted, erased, filled and taken back with the pointer', async () => {
    await open();
    await drag([20, 20], [40, 20]);
    const line = await painted(1);
    assert.equal(line.data[20 * size + 30], 1, 'the whole way is painted, not its ends alone');
    await explain.page.getByRole('radio', { name: /^Eraser/ }).check();
    await drag([30, 20]);
    assert.equal((await painted(2)).data[20 * size + 30], 0);
    await explain.page.getByRole('button', { name: 'Undo' }).click();
    assert.equal((await painted(3)).data[20 * size + 30], 1);
    await explain.page.getByRole('button', { name: 'Redo' }).click();
    assert.equal((await painted(4)).data[20 * size + 30], 0);
    await explain.page.getByRole('radio', { name: /^Fill/ }).check();
    await drag([60, 60]);
    const filled = await painted(5);
    assert.equal(filled.data[60 * size + 60], 1);
    await explain.page.getByRole('button', { name: 'Clear' }).click();
    assert.equal(area(await painted(6)), 0);
  });

  it('is painted with the keyboard', async () => {
    await open();
    await canvas().focus();
    const { page } = explain;
    await page.keyboard.press(' ');
    const dot = area(await painted(1));
    assert.ok(dot > 5, `a dot of ${dot}`);
    for (let i = 0; i < 4; i++) await page.keyboard.press(']');
    await page.keyboard.down(' ');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.up(' ');
    const line = await painted(2);
    assert.ok(area(line) > 2 * dot, 'a wider line');
    await page.keyboard.press('e');
    await page.keyboard.press(' ');
    assert.ok(area(await painted(3)) < area(line));
    await page.keyboard.press('Control+z');
    assert.equal(area(await painted(4)), area(line));
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.object-body').isVisible(), false);
  });

  it('does not pan the image while it is painted, and does while it is not', async () => {
    await open();
    await canvas().focus();
    await explain.page.keyboard.press('+');
    await drag([10, 10], [20, 10]);
    const mask = await painted(1);
    assert.ok(area(mask) > 0);
  });

  it('is shown with its file, area and outline, and saved and discarded on demand', async () => {
    await explain.show({ cards });
    const row = explain.page.getByRole('region', { name: 'Object mask' });
    assert.match(await row.innerText(), /No mask yet/);
    await explain.panel.send({ kind: 'object', object: { mask: disc, saved: true, file: 'a.png.mask.png' } });
    assert.match(await row.innerText(), /a\.png\.mask\.png · covers 6\.\d\u00a0%/);
    await explain.page.getByRole('button', { name: 'Paint', exact: true }).click();
    assert.equal(
      await explain.page.locator('.object-side vscode-button[disabled]', { hasText: 'Save mask' }).count(),
      1,
    );
    await drag([50, 50]);
    assert.match(await row.innerText(), /not saved/);
    await explain.page.getByRole('button', { name: 'Save mask' }).click();
    await explain.page.getByRole('button', { name: 'Discard' }).click();
    assert.deepEqual(
      [(await explain.panel.posted('saveObject')).length, (await explain.panel.posted('dropObject')).length],
      [1, 1],
    );
  });

  it('is outlined on every map, and every map is held against it', async () => {
    await explain.show({ cards }, { state: { opacity: 0 } });
    /** Brightness steps down the column through the middle of the disc, around its lower edge. */
    const contrast = async (): Promise<number> => {
      await explain.page.waitForTimeout(300);
      return explain
        .card('grad-cam')
        .locator('canvas.stage-canvas')
        .evaluate((node: HTMLCanvasElement) => {
          const { data } = node
            .getContext('2d')!
            .getImageData(Math.round((32.5 / 64) * node.width), Math.round((55 / 64) * node.height) - 8, 1, 16);
          const reds = data.filter((_, i) => i % 4 === 0);
          return Math.max(...reds) - Math.min(...reds);
        });
    };
    const before = await contrast();
    await explain.panel.send({ kind: 'object', object: { mask: disc, saved: true, file: 'm.png' } });
    const outlined = await contrast();
    assert.ok(outlined > before + 40, `an outline: ${outlined} after ${before}`);
    const formulas = { iou: '|A ∩ M| / |A ∪ M|', pointing: 'the largest value' };
    await explain.panel.send({
      kind: 'objectScores',
      objectScores: {
        formulas,
        scores: {
          'grad-cam': { iou: 0.4213, hit: true, distance: 0 },
          'integrated-gradients': { iou: 0.1, hit: false, distance: 12.34 },
        },
      },
    });
    const score = (method: string) => explain.card(method).locator('.object-score').innerText();
    assert.match(await score('grad-cam'), /IoU 0\.421[\s\S]*points at the object/);
    assert.match(await score('integrated-gradients'), /misses the object by 12\.3 px/);
    await explain.page.getByRole('checkbox', { name: 'Outline on maps' }).click();
    assert.ok((await contrast()) <= before + 5);
    await explain.panel.send({ kind: 'object', object: null });
    assert.equal(await explain.card('grad-cam').locator('.object-score').isVisible(), false);
  });

  it('is offered for images only', async () => {
    const signal = { dims: [1, 20], data: new Float32Array(20) };
    await explain.show({
      cards: [],
      prediction: {
        input: { path: '/s.npy', image: null, signal },
        predictions: [],
        dense: null,
        seconds: 0,
        device: 'cpu',
      },
    });
    assert.equal(await explain.page.getByRole('region', { name: 'Object mask' }).isVisible(), false);
  });

  it('lets the finished maps be compared', async () => {
    await explain.show({ cards: [done('grad-cam')] });
    const compare = explain.page.locator('.header vscode-button', { hasText: 'Compare' });
    assert.notEqual(await compare.getAttribute('disabled'), null);
    await explain.panel.send({ kind: 'card', card: done('integrated-gradients') });
    await compare.click();
    assert.equal((await explain.panel.posted('compare')).length, 1);
  });
});
