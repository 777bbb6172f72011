import assert from 'node:assert/strict';
import sharp from 'sharp';
import type { Figure, FigureImage } from '../../src/protocol/figure';
import { ExplainPage } from './support/explain-page';
import { done, methods } from './support/explanations';
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
  /** What was handed over to be drawn, once it was asked for so often; it is answered. */
  const asked = async (times = 1): Promise<{ figure: Figure; form: string }> => {
    const asked = await explain.panel.asked<{ figure: Figure; form: string }>('drawFigure', times);
    await explain.panel.answer('drawFigure', { value: { bytes: Uint8Array.of(37, 80, 68, 70) } });
    return asked[times - 1];
  };
  /** Different colours of an image: a colour bar has hundreds. */
  const colorsOf = async ({ png }: FigureImage): Promise<number> => {
    const { data, info } = await sharp(Buffer.from(Object.values(png)))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const pixels = Array.from({ length: info.width * info.height }, (_, p) =>
      data.subarray(p * info.channels, p * info.channels + 3).join(),
    );
    return new Set(pixels).size;
  };
  const colorful = async ({ tiles }: Figure): Promise<number> => {
    const counts = await Promise.all(tiles.map(({ legend }) => (legend ? colorsOf(legend.bar) : 0)));
    return counts.filter((count) => count > 150).length;
  };

  it('has the input and every finished map beside each other, each with its colour bar, in every form', async () => {
    await explain.show({ cards: [done('grad-cam'), done('integrated-gradients')] });
    const figures: Figure[] = [];
    for (const [n, form] of ['png', 'pdf', 'svg'].entries()) {
      await choose(`Figure (.${form})`);
      const { figure, ...said } = await asked(n + 1);
      assert.equal(said.form, form);
      assert.equal((await explain.panel.until('saveFiles', n + 1))[n].files[0].name, `a.figure.${form}`);
      figures.push(figure);
    }
    assert.deepEqual(figures[0], figures[1]);
    assert.deepEqual(figures[0], figures[2]);
    const [{ tiles, across, notes }] = figures;
    assert.deepEqual(
      tiles.map(({ title }) => title),
      ['Input', 'Grad-CAM', 'Integrated gradients'],
    );
    assert.equal(across, 3);
    assert.equal(notes.length, 2);
    assert.deepEqual(
      notes.map((note: string) => note.split(': ')[0]),
      tiles.slice(1).map(({ title: method }) => method),
      'each says whose it is',
    );
    assert.equal(await colorful(figures[0]), 2);
    assert.ok(tiles.every(({ image }) => image && image.width >= 128));
  });

  it('says in its title what was predicted and what is true', async () => {
    const truth = 'kerosene lamp';
    const input = { uri: 'file:///faces/a.png', name: 'a.png', thumbnail: null, truth };
    await explain.show({ inputs: [input], cards: [done('grad-cam')] });
    await choose('Figure (.png)');
    assert.match((await asked()).figure.title, /^a\.png · faces\.onnx · glasses 71\.0\s% · true: kerosene lamp$/);
  });

  it('is the enlarged map alone where one is', async () => {
    await explain.show({ cards: [done('grad-cam'), done('integrated-gradients')] });
    await explain.card('grad-cam').locator('.stage-canvas').click();
    await choose('Figure (.png)');
    assert.deepEqual(
      (await asked()).figure.tiles.map(({ title }) => title),
      ['Grad-CAM'],
    );
  });

  it('says why it could not be drawn', async () => {
    await explain.show({ cards: [done('grad-cam')] });
    await choose('Figure (.png)');
    await explain.panel.answer('drawFigure', { error: { code: 'disk', what: 'there is no room', next: 'Make some' } });
    await explain.page.locator('.notice', { hasText: 'there is no room. Make some' }).waitFor();
  });

  it('is copied, or says why it could not be', async () => {
    await explain.show({ cards: [done('grad-cam')] });
    await choose('Copy figure');
    await asked();
    await explain.page.locator('.notice', { hasText: /could not be copied/ }).waitFor();
    await explain.page.evaluate(() => {
      const scope = window as unknown as Record<string, unknown>;
      scope.ClipboardItem = class {
        constructor(readonly items: Record<string, Promise<Blob>>) {}
      };
      const write = async ([{ items }]: [{ items: Record<string, Promise<Blob>> }]) =>
        void (scope.copied = [...Object.keys(items), (await items['image/png']).size]);
      Object.defineProperty(navigator, 'clipboard', { value: { write } });
    });
    await choose('Copy figure');
    assert.equal((await asked(2)).form, 'png');
    await explain.page.locator('.notice', { hasText: 'The figure was copied.' }).waitFor();
    assert.deepEqual(await explain.page.evaluate(() => (window as unknown as { copied: unknown }).copied), [
      'image/png',
      4,
    ]);
  });

  it('of many images has a row for each that is made, each map with its colour bar', async () => {
    const { length } = methods;
    await explain.show({ inputs: faces }, { width: 1400, state: { layout: 'grid' } });
    await explain.panel.send({ kind: 'grid', grid: gridOf() });
    await choose('Figure (.png)');
    const { figure } = await asked();
    assert.equal((await explain.panel.until('saveFiles', 1))[0].files[0].name, 'faces.figure.png');
    assert.equal(figure.across, 1 + length);
    assert.equal(figure.tiles.length, 3 * (1 + length));
    assert.equal(await colorful(figure), 3 * length);
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
});
