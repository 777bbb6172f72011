import assert from 'node:assert/strict';
import type { Figure } from '../../src/protocol/figure';
import { ExplainPage } from './support/explain-page';
import { done, methods, prediction, predictions } from './support/explanations';
import { printedOf } from './support/figures';
import { faces, gridOf } from './support/map-grids';

describe('the figure of what is on screen', () => {
  const explain = new ExplainPage();
  const choose = async (name: string): Promise<void> => {
    await explain.page
      .locator('.header')
      .getByRole('button', { name: /^Export/ })
      .click();
    await explain.page.getByRole('menuitem', { name }).click();
  };
  /** What was saved, its size in pixels as the PNG says it, and how many colours each of the places named has. */
  const saved = async (places: readonly (readonly [x: number, y: number])[] = []) => {
    await explain.page.waitForFunction(() => 'files' in ((window as never)['posted'] as object[]).at(-1)!);
    return explain.page.evaluate(async (looked) => {
      const posted = (window as never)['posted'] as { files: { name: string; png: Uint8Array<ArrayBuffer> }[] }[];
      const [{ name, png }] = posted.at(-1)!.files;
      const bitmap = await createImageBitmap(new Blob([png], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d', { willReadFrequently: true })!;
      context.drawImage(bitmap, 0, 0);
      const { width, height } = bitmap;
      /** Most different colours in a row, in the part of the figure from a place on: a colour bar has hundreds. */
      const most = (x: number, y: number): number => {
        let found = 0;
        for (let row = Math.floor(y); row < Math.min(height, y + 160); row++) {
          const { data } = context.getImageData(x, row, 300, 1);
          const packed = new Uint32Array(data.buffer);
          found = Math.max(found, new Set(packed).size);
        }
        return found;
      };
      return {
        name,
        width,
        height,
        begins: [...png.slice(0, 4)],
        colors: looked.map(([x, y]) => most(x, y * height)),
        corner: [...context.getImageData(2, 2, 1, 1).data],
      };
    }, places);
  };

  it('has the input and every finished map beside each other, each with its colour bar', async () => {
    await explain.show({ cards: [done('grad-cam'), done('integrated-gradients')] });
    await choose('Figure (.png)');
    // The bars are in the lowest fifth of the second and the third tile.
    const { name, begins, width, height, colors, corner } = await saved([
      [736, 0.8],
      [1424, 0.8],
    ]);
    assert.equal(name, 'a.figure.png');
    assert.deepEqual(begins, [0x89, 0x50, 0x4e, 0x47]);
    assert.ok(width > 3 * 600 && width > 2 * height, `${width} × ${height}`);
    assert.ok(
      colors.every((count) => count > 150),
      `colours: ${colors.join()}`,
    );
    assert.deepEqual(corner, [255, 255, 255, 255]);
  });

  it('says in its title what was predicted and what is true', async () => {
    const truth = 'kerosene lamp';
    const input = { uri: 'file:///faces/a.png', name: 'a.png', thumbnail: null, truth };
    await explain.show({ inputs: [input], cards: [done('grad-cam')] });
    await explain.page.evaluate(() => {
      const written: string[] = [];
      const { fillText } = CanvasRenderingContext2D.prototype;
      Object.assign(window, { written });
      CanvasRenderingContext2D.prototype.fillText = function (text: string, ...place: [number, number]) {
        written.push(text);
        return fillText.call(this, text, ...place);
      };
    });
    await choose('Figure (.png)');
    await explain.panel.until('saveFiles', 1);
    const text = await explain.page.evaluate(() => (window as unknown as { written: string[] }).written.join(' '));
    assert.match(text, /a\.png · faces\.onnx · glasses 71\.0\s% · true: kerosene lamp/);
  });

  it('grows with a title that has no room in one line', async () => {
    const heights: number[] = [];
    for (const label of ['hat', 'kerosene-burning vacuum coffee maker for well-known restaurants, espresso machine']) {
      await explain.show({
        cards: [done('grad-cam')],
        prediction: prediction({ predictions: predictions.map((one, i) => (i === 0 ? { ...one, label } : one)) }),
      });
      await explain.card('grad-cam').locator('.stage-canvas').click();
      await choose('Figure (.png)');
      heights.push((await saved()).height);
      explain.close();
    }
    // Two lines of a heading of 16 px more, at twice the density.
    assert.ok(heights[1] - heights[0] >= 2 * 2 * 20, heights.join());
  });

  it('is the enlarged map alone where one is', async () => {
    await explain.show({ cards: [done('grad-cam'), done('integrated-gradients')] });
    await explain.card('grad-cam').locator('.stage-canvas').click();
    await choose('Figure (.png)');
    const { width } = await saved();
    assert.ok(width < 800, `${width}`);
  });

  it('is copied, or says why it could not be', async () => {
    await explain.show({ cards: [done('grad-cam')] });
    await choose('Copy figure');
    await explain.page.locator('.notice', { hasText: /could not be copied/ }).waitFor();
    await explain.page.evaluate(() => {
      const scope = window as unknown as Record<string, unknown>;
      scope.ClipboardItem = class {
        constructor(readonly items: Record<string, Blob>) {}
      };
      Object.defineProperty(navigator, 'clipboard', {
        value: { write: async ([{ items }]: [{ items: object }]) => void (scope.copied = Object.keys(items)) },
      });
    });
    await choose('Copy figure');
    await explain.page.locator('.notice', { hasText: 'The figure was copied.' }).waitFor();
    assert.deepEqual(await explain.page.evaluate(() => (window as unknown as { copied: unknown }).copied), [
      'image/png',
    ]);
  });

  it('of many images has a row for each that is made, each map with its colour bar', async () => {
    const { length } = methods;
    await explain.show({ inputs: faces }, { width: 1400, state: { layout: 'grid' } });
    await explain.panel.send({ kind: 'grid', grid: gridOf() });
    await choose('Figure (.png)');
    const places = [0, 1, 2].flatMap((row) =>
      methods.map((_, i) => [2 * (24 + 224 * (i + 1)), (row + 0.7) / 3] as [number, number]),
    );
    const { name, width, colors } = await saved(places);
    assert.equal(name, 'faces.figure.png');
    assert.equal(width, 2 * (24 + 224 * (1 + length)));
    assert.equal(colors.length, 3 * length);
    assert.ok(
      colors.every((count) => count > 150),
      `colours: ${colors.join()}`,
    );
  });

  it('comes with the command line that makes its maps', async () => {
    await explain.show();
    await choose('Copy as command line');
    assert.equal((await explain.panel.posted('copyCommand')).length, 1);
  });

  it('comes with the files of all maps that are seen, and the command lines that make them', async () => {
    await explain.show({ inputs: faces }, { width: 1400, state: { layout: 'grid' } });
    await explain.panel.send({ kind: 'grid', grid: gridOf() });
    await choose('Everything');
    await explain.page.waitForFunction(() => JSON.stringify((window as never)['posted']).includes('gridExport'));
    const exported = await explain.page.evaluate(() =>
      ((window as never)['posted'] as { kind: string; images: { row: number; card: string; png: Uint8Array }[] }[])
        .filter(({ kind }) => kind === 'gridExport')
        .flatMap(({ images }) => images.map(({ row, card, png }) => `${row} ${card} ${png[1] === 0x50}`)),
    );
    assert.deepEqual(
      exported,
      [0, 1, 2].flatMap((row) => methods.map(({ id }) => `${row} ${id} true`)),
    );
    await choose('Copy as command line');
    assert.equal((await explain.panel.posted('gridCommand')).length, 1);
    assert.equal((await explain.panel.posted('copyCommand')).length, 0);
  });

  it('says of a map that is doubtful why', async () => {
    await explain.show({ cards: [done('grad-cam'), done('integrated-gradients')] });
    const why = 'It looks the same for every class: it shows edges, not evidence.';
    const kind = { id: 'specificity', label: 'Class', question: 'Does another class get another map?', formula: 'r' };
    const failed = { ...kind, passed: false, value: 0.9, said: 'r 0.90', why, passes: 2 };
    await explain.panel.send({ kind: 'trust', card: 'grad-cam', trust: { marks: [failed], ahead: [], waiting: [] } });
    await explain.page.locator('.card.doubtful').waitFor();
    const { tiles } = await printedOf(explain, 'Export');
    assert.deepEqual(
      tiles.map(({ note }) => note),
      ['', `Doubtful, for it fails a check: Class r 0.90. ${why}`, ''],
    );
  });

  it('is handed over to be drawn for print, and saved as what comes back', async () => {
    await explain.show({ cards: [done('grad-cam'), done('integrated-gradients')] });
    await choose('Figure (.pdf)');
    await explain.panel.answer('drawFigure', { value: { bytes: Uint8Array.of(37, 80, 68, 70) } });
    const [{ figure, form }] = await explain.panel.asked<{ figure: Figure; form: string }>('drawFigure');
    assert.equal(form, 'pdf');
    assert.deepEqual(
      figure.tiles.map(({ title }) => title),
      ['Input', 'Grad-CAM', 'Integrated gradients'],
    );
    assert.equal(figure.notes.length, 2);
    const [{ files }] = await explain.panel.posted('saveFiles');
    assert.match(files[0].name, /\.figure\.pdf$/);
  });
});
