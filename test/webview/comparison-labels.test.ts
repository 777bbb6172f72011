import assert from 'node:assert/strict';
import type { ModelLabels } from '../../src/protocol/comparison-panel';
import { agreementOf, commonLabels, differenceOf } from '../../src/webview/comparison/label-agreement';
import { themes, toTheme, violations } from './support/accessibility';
import { comparisonOf, namedMaps, shownOf } from './support/comparisons';
import { colorsOf, printedOf } from './support/figures';
import { cutTexts } from './support/layout';
import { comparisonPage } from './support/panel-pages';

/** The left half is sky; the sea's part is a quarter, and land the rest. */
const fine: ModelLabels = {
  model: 'fine.onnx',
  labels: ['background', 'sky', 'sea', 'land'],
  map: { height: 4, width: 4, classes: Uint16Array.from({ length: 16 }, (_, i) => (i % 4 < 2 ? 1 : i < 8 ? 2 : 3)) },
};
/** Numbers its classes otherwise, at half the size: sky is found everywhere but in one quarter. */
const coarse: ModelLabels = {
  model: 'coarse.onnx',
  labels: ['sea', 'sky'],
  map: { height: 2, width: 2, classes: Uint16Array.of(1, 0, 1, 1) },
};

describe('label maps side by side', () => {
  const comparison = comparisonPage();
  const show = async (labelMaps: readonly ModelLabels[], options = {}): Promise<void> => {
    const value = { ...(await shownOf(namedMaps(2))), labelMaps };
    await comparison.show(await comparisonOf({ shown: { state: 'done', value } }), options);
    await comparison.page.locator('.map').first().waitFor();
  };
  const section = () => comparison.page.getByRole('region', { name: 'Label maps' });
  const rows = async () =>
    (await section().locator('tbody tr').allInnerTexts()).map((text) =>
      text.split(/\s*\t\s*/).map((one) => one.trim()),
    );

  it('are brought to one numbering by the names, and to the size of the finer one', () => {
    const { names, maps } = commonLabels([fine, coarse]);
    assert.deepEqual(names, ['background', 'sky', 'sea', 'land']);
    assert.deepEqual([...maps[1].classes], [1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1]);
    const { differing, iou } = agreementOf(maps[0], maps[1], names.length);
    assert.equal(differing, 4 / 16);
    assert.deepEqual(iou, [null, 8 / 12, 1, 0]);
    assert.deepEqual([...differenceOf(maps[0], maps[1], 9).classes].slice(8), [9, 9, 1, 1, 9, 9, 1, 1]);
  });

  it('stand in the figure, each with the names of its colours below', async () => {
    await show([fine, coarse]);
    const { tiles } = await printedOf(comparison, 'Export');
    const [first, second, differing] = tiles;
    assert.deepEqual(
      [first, second, differing].map(({ title }) => title),
      ['fine.onnx', 'coarse.onnx', 'Where they differ: fine.onnx × coarse.onnx'],
    );
    const { width, height } = first.image!;
    assert.equal(height - width, 3 * 32, 'sky, sea and land are named');
    assert.match(differing.note, /25\.0\s% of the image/);
    assert.ok((await colorsOf(comparison, first.image!.png)) > 3);
  });

  it('show both, where they differ, and how each class agrees', async () => {
    await show([fine, coarse]);
    assert.deepEqual(await section().locator('.map h3').allInnerTexts(), [
      'fine.onnx',
      'coarse.onnx',
      'Where they differ: fine.onnx × coarse.onnx',
    ]);
    assert.match(await section().locator('.map').last().innerText(), /25\.0\s%.*coarse\.onnx/s);
    assert.deepEqual(
      await rows(),
      [
        ['sky', '50.0 %', '75.0 %', '0.667'],
        ['sea', '25.0 %', '25.0 %', '1.00'],
        ['land', '25.0 %', '0.0 %', '0'],
      ].map((row) => row.map((text) => text.replace(' %', '\u00a0%'))),
    );
    const paint = (at: number, x: number, y: number) =>
      section()
        .locator('canvas')
        .nth(at)
        .evaluate(
          (canvas: HTMLCanvasElement, [u, v]) => {
            const context = canvas.getContext('2d')!;
            return [...context.getImageData(Math.floor(u * canvas.width), Math.floor(v * canvas.height), 1, 1).data];
          },
          [x, y] as const,
        );
    await comparison.page.waitForTimeout(200);
    assert.deepEqual(await paint(0, 0.1, 0.5), await paint(1, 0.1, 0.5), 'sky has one colour under both numberings');
    assert.notDeepEqual(await paint(0, 0.9, 0.9), await paint(1, 0.9, 0.9), 'land and sky');
  });

  it('say what each model gives the place pointed at', async () => {
    await show([fine, coarse]);
    const canvas = section().locator('canvas').first();
    const box = (await canvas.boundingBox())!;
    await canvas.hover({ position: { x: 0.9 * box.width, y: 0.9 * box.height } });
    const said = section().locator('.pointed-classes');
    await said.filter({ hasText: 'fine.onnx: land · coarse.onnx: sky' }).waitFor();
  });

  it('of one model stand alone, and there are none of classifiers', async () => {
    await show([coarse]);
    assert.deepEqual(await section().locator('.map h3').allInnerTexts(), ['coarse.onnx']);
    comparison.close();
    await show([]);
    assert.equal(await section().count(), 0);
  });

  it('fit 480 px in every theme', async () => {
    await show([fine, coarse], { width: 480 });
    for (const theme of themes) {
      await toTheme(comparison.page, theme);
      assert.deepEqual(await violations(comparison.page, theme === themes[0] ? 'all' : 'colors'), [], theme);
    }
    assert.equal(await comparison.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assert.deepEqual(await cutTexts(comparison.page, 'body'), []);
  });
});
